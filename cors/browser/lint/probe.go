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

// maxProbes bounds the questions besides the call's own.
const maxProbes = 3

// Probes are what else to ask so that Check can tell more: at most three requests, none of which changes anything. The
// answers are those to one call. In this order, as far as three go:
//
//   - a preflight, if the call had none: for PUT with Authorization and Content-Type, from the page's origin
//   - GET, or HEAD if the call is one, without an Origin
//   - where an answer allows an origin by name: the same request from Stranger, if it allows credentials too, and from null
func Probes(answers []Answer) []browser.Outgoing {
	base, cross := probed(answers)
	if !cross {
		return nil
	}
	var list []browser.Outgoing
	if !slices.ContainsFunc(answers, func(a Answer) bool { return a.Request.Preflight }) {
		list = append(list, preflight(base.Request))
	}
	list = append(list, withoutCORS(base.Request))
	if origin, present := get(base.Response.Headers, allowOrigin); present && origin != "*" && isSafe(base.Request.Method) {
		if credentials, _ := get(base.Response.Headers, allowCredentials); credentials == "true" {
			list = append(list, withOrigin(base.Request, Stranger))
		}
		list = append(list, withOrigin(base.Request, "null"))
	}
	return list[:min(len(list), maxProbes)]
}

// probed is the answer to start from: the first that allows an origin by name, or else any origin, or else the first
// that was asked across origins.
func probed(answers []Answer) (base Answer, cross bool) {
	best := -1
	for _, a := range answers {
		if _, asked := get(a.Request.Headers, "origin"); !asked {
			continue
		}
		rank := 0
		switch origin, present := get(a.Response.Headers, allowOrigin); {
		case present && origin == "*":
			rank = 1
		case present && isSafe(a.Request.Method):
			rank = 2
		}
		if rank > best {
			base, best = a, rank
		}
	}
	return base, best >= 0
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
	if r.Method != "HEAD" {
		r.Method = "GET" // no cache keeps the answer to another one
	}
	r.Preflight = false
	r.Headers = slices.DeleteFunc(slices.Clone(r.Headers), func(h browser.Header) bool {
		name := strings.ToLower(h.Name)
		return name == "origin" || name == "content-type" || strings.HasPrefix(name, requestPrefix)
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
