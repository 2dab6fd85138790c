// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// kind is a request and how many allocations may be made to apply its decision.
type kind struct {
	name    string
	request cors.Request
	want    float64
}

// kinds are requests of every kind: what browsers send, what people type, and what is meant to cost. One allocation is
// for the fields, more are for a list that has to be written anew.
func kinds() []kind {
	own, two, twoMethods := actual("POST", self), actual("GET", app), preflight("PUT", app)
	own.SelfOrigin, two.Origin, twoMethods.RequestMethod = self, []string{app, app}, []string{"PUT", "PUT"}
	return []kind{
		{"actual", actual("GET", app), 1},
		{"actual of a subdomain", actual("GET", "https://a.b.example.org"), 1},
		{"actual of loopback", actual("GET", "http://localhost:3000"), 1},
		{"IPv6", actual("GET", "http://[2001:db8::1]:3000"), 1},
		{"mapped IPv4", actual("GET", "http://[::ffff:102:304]"), 1},
		{"stranger", actual("GET", other), 1},
		{"null", actual("GET", "null"), 1},
		{"two origins", two, 1},
		{"own origin", own, 1},
		{"no origin", cors.Request{Method: "GET"}, 1},
		{"unknown method", actual("PURGE", app), 1},
		{"unknown method in lower case", actual("lock", app), 1},
		{"forbidden method in lower case", actual("trace", app), 1},
		{"a method of 64 KiB", actual(strings.Repeat("x", 1<<16), app), 1},
		{"document", document(actual("GET", other)), 1},
		{"preflight", preflight("PUT", app, "authorization,content-type,x-tempo-id"), 1},
		{"preflight without headers", preflight("DELETE", app), 1},
		{"preflight of a stranger", preflight("PUT", other, "authorization"), 1},
		{"preflight, unknown method", preflight("PURGE", app, "authorization"), 1},
		{"preflight, method in lower case", preflight("patch", app, "authorization"), 1},
		{"preflight, two methods", twoMethods, 1},
		{"preflight for a document", document(preflight("GET", other, "authorization,x-anything")), 1},
		{"preflight, names in upper case", preflight("PUT", app, "AUTHORIZATION,X-Tempo-ID"), 1},
		{"preflight, only refused headers", preflight("PUT", app, "x-secret,cookie"), 2},
		{"preflight, partly refused", preflight("PUT", app, "authorization,x-secret"), 2},
		{"preflight of 2014", preflight("PUT", app, "accept, x-fhir-starter, content-type"), 4},
		{"preflight, several lines", preflight("PUT", app, "Authorization", "content-type , x-tempo-id"), 4},
		{"preflight, empty elements", preflight("PUT", app, ",, authorization,\t,"), 2},
		{"preflight, no token", preflight("PUT", app, "x y,\x00,\u212a,authorization"), 2},
		{"preflight of 4 KiB of commas", preflight("PUT", app, strings.Repeat(",", 4096)), 1},
		{"preflight of a megabyte of commas", preflight("PUT", app, strings.Repeat(",", 1<<20)), 1},
		{"preflight of a megabyte of names", preflight("PUT", app, strings.Repeat("x-a,", 1<<18)), 1},
		{"preflight of 2000 lines", preflight("PUT", app, many(2000, "x%d")...), 1},
	}
}

// policies are one of each kind, small and large.
func policies(t testing.TB) map[string]*cors.Policy {
	t.Helper()
	patterns := pattern("https://*.example.org", "http://localhost:*")
	crowd := patterns
	crowd.OriginPatterns = append(many(100, "https://*.a%d.example.test"), patterns.OriginPatterns...)
	return map[string]*cors.Policy{
		"usual": compile(t, with(func(s *cors.Settings) { s.AllowCredentials = new(true) })),
		"many": compile(t, with(func(s *cors.Settings) {
			s.Origins = append(many(9_999, "https://a%d.example"), app)
			s.Headers = slices.Concat(many(200, "x-%d"), s.Headers)
		})),
		"any":           compile(t, open()),
		"patterns":      compile(t, patterns),
		"many patterns": compile(t, crowd),
		"CORS off":      nil,
	}
}

// TestAllocations wants none for a decision, whatever was asked, and one for an answer, as long as the asked list can be
// sent back as it is. It cannot run beside other tests.
func TestAllocations(t *testing.T) {
	fields := make(http.Header, 8)
	for name, p := range policies(t) {
		for _, kind := range kinds() {
			var d cors.Decision
			if count := testing.AllocsPerRun(20, func() { d = p.Decide(&kind.request) }); count != 0 {
				t.Errorf("%s, %s: %v allocations for %v, want 0", name, kind.name, count, d.Reason)
			}
			if count := testing.AllocsPerRun(20, func() { clear(fields); d.Apply(fields) }); count > kind.want {
				t.Errorf("%s, %s: %v allocations to apply %v, want at most %v", name, kind.name, count, d.Reason,
					kind.want)
			}
		}
	}
}

// TestAttacksAllocateNothing has every origin that an attacker writes.
func TestAttacksAllocateNothing(t *testing.T) {
	for name, p := range policies(t) {
		for _, row := range attacks(t) {
			request := actual("GET", "")
			request.Origin = row.lines(t)
			if count := testing.AllocsPerRun(5, func() { p.Decide(&request) }); count != 0 {
				t.Errorf("%s, %s: %v allocations, want 0", name, row.Name, count)
			}
		}
	}
}
