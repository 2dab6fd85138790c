// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// TestVary merges, and repeats no name.
//
// https://www.rfc-editor.org/rfc/rfc9110#field.vary
func TestVary(t *testing.T) {
	t.Parallel()
	p := compile(t, usual())
	get, none, options := actual("GET", app), cors.Request{Method: "GET"}, preflight("PUT", app)
	for _, row := range []struct {
		name              string
		lines             []string
		actual, preflight string
	}{
		{"none", nil, "Origin", preflightVary},
		{"no line", []string{}, "Origin", preflightVary},
		{"an empty line", []string{""}, "Origin", preflightVary},
		{"empty elements", []string{" , ", ","}, "Origin", preflightVary},
		{"a list", []string{"Accept,Accept-Encoding"}, "Accept,Accept-Encoding, Origin",
			"Accept,Accept-Encoding, " + preflightVary},
		{"several lines", []string{"Accept", "Prefer"}, "Accept, Prefer, Origin", "Accept, Prefer, " + preflightVary},
		{"there already", []string{"Origin"}, "Origin", preflightVary},
		{"there in another case", []string{"Accept , oRIGIN"}, "Accept , oRIGIN",
			"Accept , oRIGIN, Access-Control-Request-Method, Access-Control-Request-Headers"},
		{"one of three there", []string{"access-control-request-method"}, "access-control-request-method, Origin",
			"access-control-request-method, Origin, Access-Control-Request-Headers"},
		{"all there", []string{"Access-Control-Request-Headers", "Origin,Access-Control-Request-Method"},
			"Access-Control-Request-Headers, Origin,Access-Control-Request-Method",
			"Access-Control-Request-Headers, Origin,Access-Control-Request-Method"},
		{"part of a name", []string{"X-Origin", "Origins"}, "X-Origin, Origins, Origin",
			"X-Origin, Origins, " + preflightVary},
		{"a star", []string{"*"}, "*, Origin", "*, " + preflightVary},
	} {
		for request, want := range map[*cors.Request]string{&get: row.actual, &none: row.actual, &options: row.preflight} {
			if got := apply(p, *request, http.Header{"Vary": row.lines})["Vary"]; !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %v %q, want %q", row.name, request.Method, got, want)
			}
		}
	}
}
