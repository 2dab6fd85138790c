// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"maps"
	"net/http"
	"reflect"
	"slices"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// mistreat does to an answer's fields what a careless handler might.
func mistreat(h http.Header) {
	for name, values := range h {
		values[0] = "changed"
		_ = append(values, "appended")
		_ = append(values[:0:cap(values)], "appended", "and", "more")[:1]
		h[name] = append(values, "https://evil.example")
		h.Add(name, "added")
	}
}

// TestAnswersShareNothing wants what becomes of one answer to change neither another one nor what the policy says next:
// middleware that kept its values in shared slices handed out other people's (https://github.com/rs/cors/issues/198).
func TestAnswersShareNothing(t *testing.T) {
	t.Parallel()
	p := compile(t, with(func(s *cors.Settings) { s.AllowCredentials = new(true) }))
	for name, request := range map[string]cors.Request{
		"actual":            actual("GET", app),
		"refused":           actual("GET", other),
		"no origin":         {Method: "GET"},
		"preflight":         preflight("PUT", app, "authorization,content-type"),
		"preflight of 2014": preflight("PUT", app, "Accept, Authorization"),
		"preflight refused": preflight("PUT", other, "authorization"),
		"discovery":         document(preflight("GET", other, "x-a")),
	} {
		kept := cors.Request{Method: request.Method, Discovery: request.Discovery, Origin: slices.Clone(request.Origin),
			RequestMethod: slices.Clone(request.RequestMethod), RequestHeaders: slices.Clone(request.RequestHeaders)}
		d := p.Decide(&request)
		first, second := http.Header{}, http.Header{}
		d.Apply(first)
		d.Apply(second)
		want := maps.Clone(second)
		for field, values := range want {
			want[field] = slices.Clone(values)
		}
		mistreat(first)
		if !reflect.DeepEqual(second, want) {
			t.Errorf("%s: another answer has become %v, want %v", name, second, want)
		}
		if third := apply(p, request, http.Header{}); !reflect.DeepEqual(third, want) {
			t.Errorf("%s: the next answer is %v, want %v", name, third, want)
		}
		if !reflect.DeepEqual(request, kept) {
			t.Errorf("%s: the request has become %+v", name, request)
		}
	}
}

// TestFieldsShareNothing appends to each field of one answer in turn and wants the others to stay.
func TestFieldsShareNothing(t *testing.T) {
	t.Parallel()
	p := compile(t, with(func(s *cors.Settings) { s.AllowCredentials = new(true) }))
	want := apply(p, preflight("PUT", app, "authorization"), http.Header{})
	if len(want) != 6 {
		t.Fatalf("%d fields, want all six: %v", len(want), want)
	}
	for field := range want {
		h := apply(p, preflight("PUT", app, "authorization"), http.Header{})
		h[field] = append(h[field], "appended")
		h.Add(field, "added")
		for name, values := range h {
			if name != field && !slices.Equal(values, want[name]) {
				t.Errorf("appending to %s made %s %q", field, name, values)
			}
		}
	}
}

// TestVaryOfTheUpstreamIsNotChanged wants the slice that an upstream's Vary came in to be left alone.
func TestVaryOfTheUpstreamIsNotChanged(t *testing.T) {
	t.Parallel()
	lines := append(make([]string, 0, 4), "Accept", "Prefer")
	apply(compile(t, usual()), actual("GET", app), http.Header{"Vary": lines})
	if got := lines[:4]; !slices.Equal(got, []string{"Accept", "Prefer", "", ""}) {
		t.Errorf("the lines have become %q", got)
	}
}
