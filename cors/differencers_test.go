// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"testing"

	rs "github.com/rs/cors"

	"github.com/corsgate/corsgate/cors"
)

// TestDifferenceFromRSUpperCase: an origin is compared byte by byte, and browsers write it in lower case.
// https://fetch.spec.whatwg.org/#cors-check
func TestDifferenceFromRSUpperCase(t *testing.T) {
	t.Parallel()
	const upper = "https://APP.example.org"
	s := small([]string{"PUT"}, nil)
	checkDifference(t, difference{s, preflight("PUT", upper), "403", "403", "204 origin=" + upper + " methods=PUT"})
}

// TestDifferenceFromRSConstantStar: where any origin is allowed the answer is the same for all, so it has to be so without
// an origin too, or a cache gives it to the next. https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
func TestDifferenceFromRSConstantStar(t *testing.T) {
	t.Parallel()
	s := small([]string{"GET", "PUT"}, nil)
	s.Origins = []string{"*"}
	checkDifference(t, difference{s, cors.Request{Method: "GET"}, "200 origin=*", "200 origin=*", "200"})
}

// TestDifferenceFromRSOptions: OPTIONS that a page asks for is a method like any other.
// https://fetch.spec.whatwg.org/#concept-method
func TestDifferenceFromRSOptions(t *testing.T) {
	t.Parallel()
	s := small([]string{"PUT"}, nil)
	checkDifference(t,
		difference{s, preflight("OPTIONS", app), "204" + yes, "403", "204" + yes + " methods=OPTIONS"},
		difference{s, actual("OPTIONS", app), "200", "200" + yes, "200" + yes})
}

// TestDifferenceFromRSLists: an empty list allows nothing, GET includes HEAD, and "*" is any method. rs/cors as it is says
// otherwise; rsHandler makes up for the first two. https://www.rfc-editor.org/rfc/rfc9110#HEAD
func TestDifferenceFromRSLists(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		methods, headers []string
		request          cors.Request
		ours, theirs     string
	}{
		{nil, nil, preflight("POST", app), "403", "204" + yes + " methods=POST"},
		{[]string{"PUT"}, nil, preflight("PUT", app, "x-requested-with"), "204" + put,
			"204" + put + " headers=x-requested-with"},
		{[]string{"GET"}, nil, preflight("HEAD", app), "204" + yes + " methods=HEAD", "204"},
		{[]string{"GET"}, nil, actual("HEAD", app), "200" + yes, "200"},
		{[]string{"*"}, nil, preflight("PUT", app), "204" + put, "204"},
	} {
		theirs := rs.New(rs.Options{AllowedOrigins: []string{app}, AllowedMethods: row.methods,
			AllowedHeaders: row.headers}).Handler(content())
		if got := told(theirs, row.request); got != row.theirs {
			t.Errorf("%+v: rs/cors %s, want %s", row.request, got, row.theirs)
		}
		if got := told(ourHandler(compile(t, small(row.methods, row.headers))), row.request); got != row.ours {
			t.Errorf("%+v: ours %s, want %s", row.request, got, row.ours)
		}
	}
}

// TestDifferenceFromRSStarWithCredentials: no browser accepts "*" with credentials, so such settings are refused.
// https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
func TestDifferenceFromRSStarWithCredentials(t *testing.T) {
	t.Parallel()
	s := small([]string{"GET"}, nil)
	s.Origins, s.AllowCredentials = []string{"*"}, new(true)
	if got := told(rsHandler(s), actual("GET", app)); got != "200 origin=* credentials=true" {
		t.Errorf("rs/cors %s", got)
	}
	if _, err := cors.Compile(s); err == nil {
		t.Error("accepted")
	}
}

// TestDifferenceFromRSWildcards: a star stands for labels, at least one, and nothing else.
func TestDifferenceFromRSWildcards(t *testing.T) {
	t.Parallel()
	theirs := rs.New(rs.Options{AllowedOrigins: []string{"https://*.example.org",
		"https://*.github.io"}}).Handler(content())
	ours := ourHandler(compile(t, cors.Settings{OriginPatterns: []string{"https://*.example.org"},
		Methods: []string{"GET"}}))
	for _, origin := range []string{"https://.example.org", "https://evil.example/.example.org",
		"https://evil.example/?.example.org", "https://a@b.example.org", "https://a..example.org"} {
		if told(theirs, actual("GET", origin)) != "200 origin="+origin || told(ours, actual("GET", origin)) != "200" {
			t.Errorf("%s: rs/cors %s, ours %s", origin, told(theirs, actual("GET", origin)), told(ours, actual("GET",
				origin)))
		}
	}
}
