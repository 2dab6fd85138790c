// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// TestDifferenceFromBothSafelistedNames: accept needs no permission; browsers of 2014 and people list it. Ours passes it
// over and permits the rest. https://fetch.spec.whatwg.org/#cors-safelisted-request-header
func TestDifferenceFromBothSafelistedNames(t *testing.T) {
	t.Parallel()
	s := small([]string{"PUT"}, []string{"content-type", "x-fhir-starter"})
	checkDifference(t,
		difference{s, preflight("PUT", app, "accept,content-type"), "204" + put + " headers=content-type", "403",
			"204"},
		difference{s, preflight("PUT", app, "accept, x-fhir-starter, content-type"),
			"204" + put + " headers=x-fhir-starter,content-type", "403", "204"})
}

// TestDifferenceFromBothSpelling: a list may come in any order, case and spacing, and with empty elements.
// https://www.rfc-editor.org/rfc/rfc9110#abnf.extension.recipient
func TestDifferenceFromBothSpelling(t *testing.T) {
	t.Parallel()
	s := small([]string{"PUT"}, []string{"x-a", "x-b"})
	for asked, ours := range map[string]string{"x-b,x-a": "x-b,x-a", "X-A": "X-A", "x-a,x-a": "x-a,x-a",
		"x-a   ,x-b": "x-a,x-b", strings.Repeat(",", 17) + "x-a": "x-a"} {
		checkDifference(t, difference{s, preflight("PUT", app, asked), "204" + put + " headers=" + ours, "403", "204"})
	}
	checkDifference(t, difference{s, preflight("PUT", app, "x-b", "x-a"), "204" + put + " headers=x-b,x-a", "403",
		"204"},
		difference{s, preflight("PUT", app, "x-a", "x-b"), "204" + put + " headers=x-a,x-b",
			"204" + put + " headers=x-a|x-b", "204" + put + " headers=x-a|x-b"})
}

// TestDifferenceFromBothForbiddenNames: no page can set these, so nothing is permitted by listing them, and a "*" that is
// sent back would permit everything. https://fetch.spec.whatwg.org/#forbidden-request-header
func TestDifferenceFromBothForbiddenNames(t *testing.T) {
	t.Parallel()
	s := small([]string{"PUT"}, []string{"*"})
	s.AllowCredentials = new(true)
	const trusted = yes + " credentials=true methods=PUT"
	for _, asked := range []string{"cookie", "*", "x y", "sec-fetch-mode"} {
		checkDifference(t, difference{s, preflight("PUT", app, asked), "204" + trusted,
			"204" + trusted + " headers=" + asked, "204" + trusted + " headers=" + asked})
	}
	checkDifference(t, difference{s, preflight("PUT", app, "cookie,x-a"), "204" + trusted + " headers=x-a",
		"204" + trusted + " headers=cookie,x-a", "204" + trusted + " headers=cookie,x-a"})
}

// TestDifferenceFromBothTwoOrigins: no browser sends two, and who put the second one there is not known. rs/cors sends both
// back. https://fetch.spec.whatwg.org/#http-origin
func TestDifferenceFromBothTwoOrigins(t *testing.T) {
	t.Parallel()
	two := actual("GET", app)
	two.Origin = []string{app, other}
	checkDifference(t, difference{small([]string{"GET"}, nil), two, "200", "200" + yes,
		"200 origin=" + app + "|" + other})
}

// TestDifferenceFromBothMalformedOrigins: what no browser sends is refused, also where any origin is allowed: it comes
// from something that is not what it pretends to be.
func TestDifferenceFromBothMalformedOrigins(t *testing.T) {
	t.Parallel()
	s := small([]string{"GET", "PUT"}, nil)
	s.Origins = []string{"*"}
	for _, origin := range []string{"x", "", "https://app.example.org/", "https://APP.example.org"} {
		want := difference{s, actual("GET", origin), "200", "200 origin=*", "200 origin=*"}
		if origin == "" { // rs/cors takes an empty origin for none
			want.rs = "200"
		}
		checkDifference(t, want)
	}
}

// TestDifferenceFromBothHosts: after a question mark nothing is host any more. jub0bs/cors and rs/cors match an origin's
// end without looking at its bytes. https://url.spec.whatwg.org/#forbidden-host-code-point
func TestDifferenceFromBothHosts(t *testing.T) {
	t.Parallel()
	s := cors.Settings{OriginPatterns: []string{"https://*.example.org"}, Methods: []string{"GET"}}
	ours, theirs := ourHandler(compile(t, s)), jub0bsHandler(t, s)
	for _, origin := range []string{"https://evil.example/?.example.org", "https://evil.example/.example.org",
		"https://a@b.example.org", "https://A.example.org", "https://a\x00.example.org"} {
		if got := told(ours, actual("GET", origin)); got != "200" {
			t.Errorf("%q: ours %s", origin, got)
		}
		if got := told(theirs, actual("GET", origin)); got != "200 origin="+origin {
			t.Errorf("%q: jub0bs/cors %s", origin, got)
		}
	}
}

// TestDifferenceFromBothPublicSuffixes: anybody can have a name below github.io. jub0bs/cors refuses that for credentials
// alone, rs/cors never. https://publicsuffix.org/
func TestDifferenceFromBothPublicSuffixes(t *testing.T) {
	t.Parallel()
	for _, entry := range []string{"https://*.github.io", "https://*.com", "https://*.kawasaki.jp"} {
		s := cors.Settings{OriginPatterns: []string{entry}, Methods: []string{"GET"}}
		jub0bsHandler(t, s) // accepts it
		if _, err := cors.Compile(s); err == nil {
			t.Errorf("%s: accepted", entry)
		}
	}
}
