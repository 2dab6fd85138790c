// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"slices"

	"github.com/corsgate/corsgate/cors/browser"
)

// preflight asks for what FHIR clients need most: to write, with a token.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch
func preflight(r browser.Outgoing) browser.Outgoing {
	origin, _ := get(r.Headers, "origin")
	return browser.Outgoing{Preflight: true, Method: "OPTIONS", URL: r.URL, Headers: []browser.Header{
		{Name: "Accept", Value: "*/*"}, {Name: "Access-Control-Request-Method", Value: "PUT"},
		{Name: "Access-Control-Request-Headers", Value: "authorization,content-type"}, {Name: "Origin", Value: origin},
	}}
}

// ownPreflight puts the preflight that was asked as a probe among the answers to the call, since it is judged as they
// are. Those from other origins stay where they are.
func ownPreflight(answers, probes []Answer) (judged, others []Answer) {
	if base, cross := probed(answers); cross {
		origin, _ := get(base.Request.Headers, "origin")
		for _, a := range probes {
			if asks, _ := get(a.Request.Headers, "origin"); a.Request.Preflight && asks == origin {
				answers = append(slices.Clone(answers), a)
			} else {
				others = append(others, a)
			}
		}
		return answers, others
	}
	return answers, probes
}
