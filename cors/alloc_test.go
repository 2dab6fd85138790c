// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// TestDecideAllocatesNothing counts for every kind of request that browsers send. It cannot run beside other tests.
func TestDecideAllocatesNothing(t *testing.T) {
	wide := with(func(s *cors.Settings) { s.AllowCredentials = new(true) })
	for _, row := range []decision{
		{name: "listed", settings: wide, request: actual("GET", app)},
		{name: "any", settings: open(), request: actual("GET", app)},
		{name: "IPv6 under any", settings: open(), request: actual("GET", "http://[2001:db8::1]:3000")},
		{name: "mapped IPv4 under any", settings: open(), request: actual("GET", "http://[::ffff:102:304]")},
		{name: "denied", settings: wide, request: actual("GET", other)},
		{name: "malformed", settings: wide, request: actual("GET", "https://APP.example.org/")},
		{name: "method refused", settings: wide, request: actual("PURGE", app)},
		{name: "same origin", settings: wide, request: cors.Request{Method: "POST", Origin: []string{self}, SelfOrigin: self}},
		{name: "no origin", settings: open(), request: cors.Request{Method: "GET"}},
		{name: "CORS off", request: actual("GET", app)},
		{name: "discovery", settings: wide, request: document(actual("GET", other))},
		{name: "preflight", settings: wide, request: preflight("PUT", app, "authorization,content-type,x-tempo-id")},
		{name: "preflight without headers", settings: wide, request: preflight("DELETE", app)},
		{name: "preflight of any", settings: open(), request: preflight("PUT", app, "authorization,content-type,x-anything")},
		{name: "preflight, origin denied", settings: wide, request: preflight("PUT", other, "authorization")},
		{name: "preflight, method denied", settings: wide, request: preflight("PURGE", app, "authorization")},
		{name: "preflight, only header denied", settings: wide, request: preflight("PUT", app, "x-secret")},
		{name: "preflight for discovery", settings: wide, request: document(preflight("GET", other, "authorization,x-anything"))},
		{name: "preflight of a megabyte", settings: wide, request: preflight("PUT", app, string(make([]byte, 1<<20)))},
	} {
		p := compile(t, row.settings)
		var d cors.Decision
		if count := testing.AllocsPerRun(100, func() { d = p.Decide(&row.request) }); count != 0 {
			t.Errorf("%s: %v allocations for %v, want 0", row.name, count, d.Reason)
		}
	}
}
