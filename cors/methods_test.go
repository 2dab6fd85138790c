// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// TestMethodsOfAnySize wants each configured method to be allowed as it is written, and nothing else.
func TestMethodsOfAnySize(t *testing.T) {
	t.Parallel()
	for _, size := range sizes(cors.MaxMethods) {
		s := with(func(s *cors.Settings) { s.Methods = many(size, "Link-%d") })
		p := compile(t, s)
		for _, method := range s.Methods {
			for _, asked := range []string{method, strings.ToUpper(method), method + "0", method[1:],
				method[:len(method)-1], method + ",", "GET"} {
				want := slices.Contains(s.Methods, asked)
				if got := !denied(p, preflight(asked, app)); got != want {
					t.Errorf("of %d methods, %q allowed: %v", size, asked, got)
				}
			}
		}
	}
}

func denied(p *cors.Policy, r cors.Request) bool {
	d := p.Decide(&r)
	return d.Denied()
}

// TestKnownMethods wants each of HTTP's and FHIR's methods to be itself alone, but for HEAD, which GET includes.
func TestKnownMethods(t *testing.T) {
	t.Parallel()
	known := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
	for _, configured := range known {
		p := compile(t, with(func(s *cors.Settings) { s.Methods = []string{configured} }))
		for _, asked := range append(known, "PURGE", "get", "") {
			want := asked == configured || configured == "GET" && asked == "HEAD"
			if got := !denied(p, preflight(asked, app)); got != want {
				t.Errorf("%s is configured, %q allowed: %v", configured, asked, got)
			}
			if got := !denied(p, actual(asked, app)); got != want {
				t.Errorf("%s is configured, %q allowed when sent: %v", configured, asked, got)
			}
		}
	}
}

// TestForbiddenMethods wants none of them, in any case, where any method is allowed; names that only look so are.
//
// https://fetch.spec.whatwg.org/#forbidden-method
func TestForbiddenMethods(t *testing.T) {
	t.Parallel()
	p := compile(t, open())
	for method, want := range map[string]bool{
		"CONNECT": false, "TRACE": false, "TRACK": false, "connect": false, "Trace": false, "tracK": false, "*": false,
		"":       false,
		"TRACK ": false, "trac\u212a": false, "TRACES": true, "TRAC": true, "CONNECTED": true, "OPTIONS": true,
		"lock": true, "**": true,
	} {
		if got := !denied(p, preflight(method, app)); got != want {
			t.Errorf("%q allowed: %v", method, got)
		}
		if got := !denied(p, actual(method, app)); got != want {
			t.Errorf("%q allowed when sent: %v", method, got)
		}
	}
}
