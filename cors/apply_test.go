// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"net/http"
	"reflect"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

const (
	allowOrigin      = "Access-Control-Allow-Origin"
	allowCredentials = "Access-Control-Allow-Credentials"
	allowMethods     = "Access-Control-Allow-Methods"
	allowHeaders     = "Access-Control-Allow-Headers"
	exposeHeaders    = "Access-Control-Expose-Headers"
	maxAge           = "Access-Control-Max-Age"
	preflightVary    = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
)

// fields is a header of one line each.
func fields(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h[pairs[i]] = []string{pairs[i+1]}
	}
	return h
}

func apply(p *cors.Policy, r cors.Request, h http.Header) http.Header {
	d := p.Decide(&r)
	d.Apply(h)
	return h
}

// applied is a row: the fields of an answer, exactly.
type applied struct {
	name     string
	settings cors.Settings
	request  cors.Request
	want     http.Header
}

func checkApplied(t *testing.T, rows []applied) {
	t.Helper()
	for _, row := range rows {
		got := apply(compile(t, row.settings), row.request, http.Header{})
		if !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s:\n got %v\nwant %v", row.name, got, row.want)
		}
		for field := range got {
			if http.CanonicalHeaderKey(field) != field {
				t.Errorf("%s: no one finds %q", row.name, field)
			}
		}
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	trusted := with(func(s *cors.Settings) { s.AllowCredentials = new(true) })
	star := fields("Vary", "Origin", allowOrigin, "*", exposeHeaders, cors.ExposedHeaders)
	checkApplied(t, []applied{
		{"listed", usual(), actual("GET", app),
			fields("Vary", "Origin", allowOrigin, app, exposeHeaders, cors.ExposedHeaders)},
		{"with credentials", trusted, actual("GET", app),
			fields("Vary", "Origin", allowOrigin, app, exposeHeaders, cors.ExposedHeaders, allowCredentials, "true")},
		{"any origin", open(), actual("GET", app), star},
		{"any origin, none sent", open(), cors.Request{Method: "GET"}, star},
		{"discovery", trusted, document(actual("GET", other)), star},
		{"no origin", usual(), cors.Request{Method: "GET"}, fields("Vary", "Origin")},
		{"refused", trusted, actual("GET", other), fields("Vary", "Origin")},
		{"CORS off", cors.Settings{}, actual("GET", app), fields()},
	})
}

func TestApplyToPreflight(t *testing.T) {
	t.Parallel()
	trusted := with(func(s *cors.Settings) { s.AllowCredentials = new(true) })
	own := preflight("PUT", self)
	own.SelfOrigin = self
	granted := func(more ...string) http.Header {
		return fields(append([]string{"Vary", preflightVary, allowOrigin, app}, more...)...)
	}
	checkApplied(t, []applied{
		{"no headers", usual(), preflight("PUT", app), granted(allowMethods, "PUT", maxAge, "600")},
		{"all six", trusted, preflight("PUT", app, "authorization,x-tempo-id"),
			granted(allowCredentials, "true", allowMethods, "PUT", allowHeaders, "authorization,x-tempo-id", maxAge, "600")},
		{"of 2014", usual(), preflight("POST", app, "accept, X-FHIR-Starter", "content-type"),
			granted(allowMethods, "POST", allowHeaders, "X-FHIR-Starter,content-type", maxAge, "600")},
		{"partly refused", usual(), preflight("PURGE", app, "authorization,x-secret"), granted(allowHeaders, "authorization")},
		{"refused", trusted, preflight("PUT", other, "authorization"), fields("Vary", preflightVary)},
		{"own origin", usual(), own, fields("Vary", preflightVary)},
		{"discovery", trusted, document(preflight("GET", other, "x-a")),
			fields("Vary", preflightVary, allowOrigin, "*", allowMethods, "GET", allowHeaders, "x-a")},
		{"CORS off", cors.Settings{}, preflight("PUT", app), fields()},
	})
}

// TestApplyReplaces wants what stood there before to give way, except Vary and what is not CORS's.
func TestApplyReplaces(t *testing.T) {
	t.Parallel()
	h := http.Header{allowOrigin: {"*", "https://b.example"}, exposeHeaders: {"X-Old"}, "Content-Type": {"text/plain"},
		"Vary": {"Accept", "Prefer"}}
	want := fields(allowOrigin, app, exposeHeaders, cors.ExposedHeaders, "Content-Type", "text/plain", "Vary",
		"Accept, Prefer, Origin")
	if got := apply(compile(t, usual()), actual("GET", app), h); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
