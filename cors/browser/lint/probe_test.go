// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
	"github.com/corsgate/corsgate/cors/browser/lint"
)

// sent are the origins of the probes; "" is a request without one.
func sent(probes []browser.Outgoing) []string {
	var list []string
	for _, p := range probes {
		origin := ""
		for _, h := range p.Headers {
			if h.Name == "Origin" {
				origin = h.Value
			}
		}
		list = append(list, p.Method+" "+origin)
	}
	return list
}

func TestProbes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		answer lint.Answer
		want   []string
	}{
		{"any origin", without(instead(good(), "Access-Control-Allow-Origin: *"), "Vary"), nil},
		{"no CORS", get(200), nil},
		{"one origin", good(), []string{"OPTIONS " + lint.Stranger, "OPTIONS null"}},
		{"one origin, no Vary", without(good(), "Vary"), []string{"OPTIONS " + lint.Stranger, "OPTIONS null", "OPTIONS "}},
		{"GET", get(200, origin, vary), []string{"GET " + lint.Stranger, "GET null"}},
		{"a write is not repeated", answer(ask("POST"), 201, origin, vary), nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := lint.Probes([]lint.Answer{row.answer})
			if !slices.Equal(sent(got), row.want) {
				t.Errorf("got %q, want %q", sent(got), row.want)
			}
		})
	}
}

// TestProbeWithoutOrigin wants nothing of CORS in it, and the call's own requests as they were.
func TestProbeWithoutOrigin(t *testing.T) {
	t.Parallel()
	a := without(good(), "Vary")
	probe := lint.Probes([]lint.Answer{a})[2]
	if len(probe.Headers) != 0 || probe.Preflight {
		t.Errorf("%+v", probe)
	}
	if a.Request.Headers[0].Value != page || len(a.Request.Headers) != 3 {
		t.Errorf("the call's request was changed: %+v", a.Request)
	}
}

func TestCheckProbes(t *testing.T) {
	t.Parallel()
	call := []lint.Answer{without(good(secret), "Vary")}
	probes := lint.Probes(call)
	for _, row := range []struct {
		name   string
		probes []lint.Answer
		want   []lint.Code
	}{
		{"no answer", nil, []lint.Code{lint.NoVaryOrigin}},
		{"a constant origin needs no Vary", []lint.Answer{answer(probes[2], 204, origin)}, nil},
		{"another constant", []lint.Answer{answer(probes[2], 204, "Access-Control-Allow-Origin: https://other.example")}, []lint.Code{lint.NoVaryOrigin}},
		{"strangers are let in", []lint.Answer{answer(probes[0], 204, "Access-Control-Allow-Origin: "+lint.Stranger, secret)},
			[]lint.Code{lint.AnyOriginWithCredentials, lint.NoVaryOrigin}},
		{"strangers without credentials", []lint.Answer{answer(probes[0], 204, "Access-Control-Allow-Origin: "+lint.Stranger)}, []lint.Code{lint.NoVaryOrigin}},
		{"strangers are told of another", []lint.Answer{answer(probes[0], 204, origin, secret)}, []lint.Code{lint.NoVaryOrigin}},
		{"null is let in", []lint.Answer{answer(probes[1], 204, "Access-Control-Allow-Origin: null")}, []lint.Code{lint.NullOrigin, lint.NoVaryOrigin}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := codes(lint.Check(call, row.probes)); !slices.Equal(got, row.want) {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

// TestEveryCodeIsListedOnce wants names that can stand in JSON and in scripts.
func TestEveryCodeIsListedOnce(t *testing.T) {
	t.Parallel()
	seen := map[lint.Code]bool{}
	for _, c := range lint.Codes() {
		if seen[c] || strings.ContainsAny(string(c), " _") {
			t.Errorf("%q", c)
		}
		seen[c] = true
	}
}
