// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"slices"
	"strings"
)

const varyAlways = "Send Vary: Origin with every answer, also with those that allow nothing and to requests without an Origin."

// checkVary wants caches to be told that the answer depends on who asks, unless the server names the same origin always.
//
// https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
func (l *linter) checkVary(a Answer, value string) {
	if value == l.constant || varies(a) || a.Request.Preflight && l.varies {
		return
	}
	d := Defect{NoVaryOrigin, fmt.Sprintf("%s names the origin %s and has no Vary: Origin.", upper(where(a)), show(value)),
		"A cache can give it to a page of another origin, which is then blocked.", varyAlways}
	if a.Request.Preflight { // https://www.rfc-editor.org/rfc/rfc9110#section-9.3.7
		d.Why = "No cache keeps the answer to OPTIONS itself. But if the server's answers to GET lack it too, a cache can give " +
			"them to pages of other origins, which are then blocked."
	}
	l.add(d)
}

// varies reports whether an answer tells caches that it depends on the origin.
func varies(a Answer) bool {
	vary := elements(a.Response.Headers, "vary")
	return names(vary, "origin") || names(vary, "*")
}

// variesKnown reports whether the server's habit is known from answers that caches keep. Those to the call are judged
// themselves; a probe speaks for the server if it is as it should be.
func variesKnown(answers, probes []Answer) bool {
	return slices.ContainsFunc(answers, isKeptAndOpen) ||
		slices.ContainsFunc(probes, func(a Answer) bool { return isKept(a) && varies(a) })
}

// isKept reports whether caches keep answers to such a request. Only no-store forbids it to the browser's own cache.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-3
func isKept(a Answer) bool {
	return (a.Request.Method == "GET" || a.Request.Method == "HEAD") && !names(elements(a.Response.Headers, "cache-control"), "no-store")
}

// isKeptAndOpen reports whether caches keep an answer that lets somebody in.
func isKeptAndOpen(a Answer) bool {
	_, present := get(a.Response.Headers, allowOrigin)
	return isKept(a) && present
}

// checkCaches looks at the answers that others get: one that lets nobody in and does not say that it depends on the
// origin is given by caches to pages that are allowed.
//
// https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
func (l *linter) checkCaches(answers, probes []Answer) {
	i := slices.IndexFunc(answers, isKeptAndOpen)
	if i < 0 || slices.ContainsFunc(l.defects, func(d Defect) bool { return d.Code == NoVaryOrigin }) {
		return
	}
	named, _ := get(answers[i].Response.Headers, allowOrigin)
	credentials, _ := get(answers[i].Response.Headers, allowCredentials)
	for _, a := range probes {
		origin, _ := get(a.Response.Headers, allowOrigin)
		if a.Request.URL != answers[i].Request.URL || !isKept(a) || varies(a) || origin == named || origin == "*" && credentials != "true" {
			continue
		}
		l.add(Defect{NoVaryOrigin, fmt.Sprintf("%s has neither Access-Control-Allow-Origin: %s nor Vary: Origin.", asker(a), show(named)),
			"A cache can give it to a page that is allowed, which is then blocked.",
			strings.TrimSuffix(varyAlways, ".") + "; or, if any origin is allowed, the same Access-Control-Allow-Origin: *."})
		return
	}
}

// asker says which answer a finding is about, by who asked.
func asker(a Answer) string {
	if origin, asked := get(a.Request.Headers, "origin"); asked {
		return "The answer to " + a.Request.Method + " from " + origin
	}
	return "The answer to " + a.Request.Method + " without an Origin"
}
