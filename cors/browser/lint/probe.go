// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// Stranger is an origin that no server has a reason to allow: its name can belong to nobody (RFC 2606).
const Stranger = "https://corsgate-lint.example"

// Probes are what else to ask so that Check can tell more: at most three requests, none of which changes anything. The
// answers are those to one call.
func Probes(answers []Answer) []browser.Outgoing {
	for _, a := range answers {
		origin, present := get(a.Response.Headers, allowOrigin)
		if !present || origin == "*" || !isSafe(a.Request.Method) {
			continue
		}
		list := []browser.Outgoing{withOrigin(a.Request, Stranger), withOrigin(a.Request, "null")}
		if vary := elements(a.Response.Headers, "vary"); !names(vary, "origin") && !names(vary, "*") {
			list = append(list, withoutCORS(a.Request))
		}
		return list
	}
	return nil
}

// isSafe names the methods that only read.
//
// https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
func isSafe(method string) bool { return method == "OPTIONS" || method == "GET" || method == "HEAD" }

func withOrigin(r browser.Outgoing, origin string) browser.Outgoing {
	r.Headers = slices.Clone(r.Headers)
	for i := range r.Headers {
		if strings.EqualFold(r.Headers[i].Name, "Origin") {
			r.Headers[i].Value = origin
		}
	}
	return r
}

func withoutCORS(r browser.Outgoing) browser.Outgoing {
	r.Preflight = false
	r.Headers = slices.DeleteFunc(slices.Clone(r.Headers), func(h browser.Header) bool {
		name := strings.ToLower(h.Name)
		return name == "origin" || strings.HasPrefix(name, requestPrefix)
	})
	return r
}

// constantOrigin is what the server names to a request that has no origin.
func constantOrigin(probes []Answer) string {
	for _, a := range probes {
		if _, asked := get(a.Request.Headers, "origin"); !asked {
			origin, _ := get(a.Response.Headers, allowOrigin)
			return origin
		}
	}
	return ""
}

// checkProbe looks at whom else the server lets in.
func (l *linter) checkProbe(a Answer) {
	asked, _ := get(a.Request.Headers, "origin")
	allowed, _ := get(a.Response.Headers, allowOrigin)
	credentials, _ := get(a.Response.Headers, allowCredentials)
	switch {
	case asked == "" || allowed != asked:
		return
	case asked == "null":
		l.add(nullOrigin("The server allows the origin null."))
	case credentials == "true":
		l.add(Defect{AnyOriginWithCredentials, fmt.Sprintf("The server allows %s, an origin that nobody has, and credentials.", asked),
			"It sends back whatever origin asks, so any web site can act as the user who is signed in here.",
			"Compare the origin with a list of those that are trusted."})
	}
}
