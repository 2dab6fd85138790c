// SPDX-License-Identifier: Apache-2.0

package cors_test

import "testing"

// TestDifferenceFromJub0bsSafelistedMethods: an operator's list without GET means that no page may read. A browser sends
// GET, HEAD and POST whatever a preflight's answer lists, so only the status and the origin's absence refuse them.
// https://fetch.spec.whatwg.org/#cors-safelisted-method
func TestDifferenceFromJub0bsSafelistedMethods(t *testing.T) {
	t.Parallel()
	s := small([]string{"PUT"}, []string{"x-a"})
	checkDifference(t,
		difference{s, preflight("GET", app, "x-a"), "403", "204" + yes + " headers=x-a", "204"},
		difference{s, actual("POST", app), "200", "200" + yes, "200"},
		difference{s, actual("DELETE", app), "200", "200" + yes, "200"})
}

// TestDifferenceFromJub0bsNothingToPermit: a page that listens to an upload's progress has its POST preflighted although
// nothing of it needs permission. https://fetch.spec.whatwg.org/#use-cors-preflight-flag
func TestDifferenceFromJub0bsNothingToPermit(t *testing.T) {
	t.Parallel()
	s := small([]string{"GET", "POST"}, nil)
	checkDifference(t, difference{s, preflight("POST", app), "204" + yes + " methods=POST", "403",
		"204" + yes + " methods=POST"})
}

// TestDifferenceFromJub0bsSearch: v0.13.6 misses members of sets of five and more.
// https://github.com/jub0bs/cors/issues/15
func TestDifferenceFromJub0bsSearch(t *testing.T) {
	t.Parallel()
	five := []string{"x-a", "x-b", "x-c", "x-d", "x-e"}
	methods := []string{"PUT", "M", "N", "O", "Z"}
	checkDifference(t,
		difference{small([]string{"PUT"}, five), preflight("PUT", app, "x-e"), "204" + put + " headers=x-e", "403",
			"204" + put + " headers=x-e"},
		difference{small([]string{"PUT"}, five[:4]), preflight("PUT", app, "x-d"), "204" + put + " headers=x-d",
			"204" + put + " headers=x-d", "204" + put + " headers=x-d"},
		difference{small(methods, nil), preflight("Z", app), "204" + yes + " methods=Z", "403",
			"204" + yes + " methods=Z"})
}

// TestDifferenceFromJub0bsAnyMethod: "*" in an answer is more than was asked, and jub0bs/cors lets it stand for methods
// that no browser sends. https://fetch.spec.whatwg.org/#forbidden-method
func TestDifferenceFromJub0bsAnyMethod(t *testing.T) {
	t.Parallel()
	s := small([]string{"*"}, nil)
	trusted := s
	trusted.AllowCredentials = new(true)
	checkDifference(t,
		difference{s, preflight("PUT", app), "204" + put, "204" + yes + " methods=*", "204"},
		difference{s, preflight("TRACE", app), "204" + yes, "204" + yes + " methods=*", "204"},
		difference{trusted, preflight("trace", app), "204" + yes + " credentials=true",
			"204" + yes + " credentials=true methods=trace", "204"},
		difference{trusted, preflight("*", app), "204" + yes + " credentials=true",
			"204" + yes + " credentials=true methods=*", "204" + yes + " credentials=true methods=*"})
}

// TestDifferenceFromJub0bsAnyHeader: names are sent, never a "*", which does not cover authorization in the standard and
// does in Chromium and Firefox. https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
func TestDifferenceFromJub0bsAnyHeader(t *testing.T) {
	t.Parallel()
	s := small([]string{"PUT"}, []string{"*"})
	checkDifference(t, difference{s, preflight("PUT", app, "authorization,x-a"),
		"204" + put + " headers=authorization,x-a",
		"204" + put + " headers=*,authorization", "204" + put + " headers=authorization,x-a"})
}

// TestDifferenceFromJub0bsMaxAge: Azure's bound is 99999; browsers clamp what they read.
// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.12
func TestDifferenceFromJub0bsMaxAge(t *testing.T) {
	t.Parallel()
	s := small([]string{"PUT"}, nil)
	s.MaxAge = new(99_999)
	checkDifference(t, difference{s, preflight("PUT", app), "204" + put + " age=99999", "204" + put,
		"204" + put + " age=99999"})
}
