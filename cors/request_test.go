// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"net/http"
	"reflect"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// TestNewRequest takes what counts, and nothing that the server is not told about.
func TestNewRequest(t *testing.T) {
	t.Parallel()
	const asksMethod, asksHeaders = "Access-Control-Request-Method", "Access-Control-Request-Headers"
	two := []string{app, other}
	for _, row := range []struct {
		name      string
		method    string
		fields    http.Header
		want      cors.Request
		preflight bool
	}{
		{"nothing", "GET", nil, cors.Request{Method: "GET"}, false},
		{"actual", "PUT", fields("Origin", app, "Cookie", "a=b"), actual("PUT", app), false},
		{"actual that asks", "PUT", fields("Origin", app, asksMethod, "PUT", asksHeaders, "x"), actual("PUT", app),
			false},
		{"two origins", "GET", http.Header{"Origin": two}, cors.Request{Method: "GET", Origin: two}, false},
		{"no Origin line", "OPTIONS", http.Header{"Origin": {}, asksMethod: {"PUT"}}, cors.Request{Method: "OPTIONS",
			Origin: []string{}}, false},
		{"OPTIONS", "OPTIONS", fields("Origin", app), actual("OPTIONS", app), false},
		{"OPTIONS without origin", "OPTIONS", fields(asksMethod, "PUT"), cors.Request{Method: "OPTIONS"}, false},
		{"options is another method", "options", fields("Origin", app, asksMethod, "PUT"), actual("options", app),
			false},
		{"preflight", "OPTIONS", fields("Origin", app, asksMethod, "PUT"), preflight("PUT", app), true},
		{"preflight with an empty method", "OPTIONS", fields("Origin", app, asksMethod, ""), preflight("", app), true},
		{"preflight with headers", "OPTIONS", http.Header{"Origin": {app}, asksMethod: {"PUT"}, asksHeaders: {"a",
			"b"}}, preflight("PUT", app, "a", "b"), true},
		{"preflight of null", "OPTIONS", fields("Origin", "null", asksMethod, "GET"), preflight("GET", "null"), true},
	} {
		got := cors.NewRequest(row.method, row.fields)
		if !reflect.DeepEqual(got, row.want) || got.IsPreflight() != row.preflight {
			t.Errorf("%s: %+v, preflight %v; want %+v", row.name, got, got.IsPreflight(), row.want)
		}
	}
}
