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
		{"preflight, any origin", without(instead(good(), "Access-Control-Allow-Origin: *"), "Vary"), []string{"GET "}},
		{"preflight, one origin", good(), []string{"GET ", "OPTIONS null"}},
		{"preflight, credentials", good(secret), []string{"GET ", "OPTIONS " + lint.Stranger, "OPTIONS null"}},
		{"GET, no CORS", get(200), []string{"OPTIONS " + page, "GET "}},
		{"GET, any origin", get(200, "Access-Control-Allow-Origin: *"), []string{"OPTIONS " + page, "GET "}},
		{"GET, one origin", get(200, origin, vary), []string{"OPTIONS " + page, "GET ", "GET null"}},
		{"GET, credentials: three are enough", get(200, origin, vary, secret), []string{"OPTIONS " + page, "GET ", "GET " + lint.Stranger}},
		{"HEAD", answer(ask("HEAD"), 200, origin, vary), []string{"OPTIONS " + page, "HEAD ", "HEAD null"}},
		{"a write is not repeated", answer(ask("POST", "Content-Type: text/plain"), 201, origin, vary), []string{"OPTIONS " + page, "GET "}},
		{"the server's own page", answer(browser.Outgoing{Method: "GET", URL: service}, 200), nil},
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
	a := good()
	probe := lint.Probes([]lint.Answer{a})[0]
	if len(probe.Headers) != 0 || probe.Preflight {
		t.Errorf("%+v", probe)
	}
	if a.Request.Headers[0].Value != page || len(a.Request.Headers) != 3 {
		t.Errorf("the call's request was changed: %+v", a.Request)
	}
}

// TestPreflightProbe wants what a browser sends, and its answer judged as the call's own.
func TestPreflightProbe(t *testing.T) {
	t.Parallel()
	call := []lint.Answer{get(200, "Access-Control-Allow-Origin: *")}
	probe := lint.Probes(call)[0]
	want := fields("Accept: */*", "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: authorization,content-type", "Origin: "+page)
	if !probe.Preflight || !slices.Equal(probe.Headers, want) || probe.URL != service {
		t.Errorf("%+v", probe)
	}
	for _, row := range []struct {
		name   string
		answer lint.Answer
		want   []lint.Code
	}{
		{"405", answer(probe, 405), []lint.Code{lint.PreflightStatus}},
		{"refused", answer(probe, 403), nil},
		{"no lists", answer(probe, 200, "Access-Control-Allow-Origin: *"), []lint.Code{lint.NoAllowMethods, lint.NoAllowHeaders, lint.NoMaxAge}},
		{"tokens are refused", answer(probe, 200, "Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: PUT",
			"Access-Control-Allow-Headers: content-type", "Access-Control-Max-Age: 5"), []lint.Code{lint.HeaderMissing}},
	} {
		if got := codes(lint.Check(call, []lint.Answer{row.answer})); !slices.Equal(got, row.want) {
			t.Errorf("%s: got %v, want %v", row.name, got, row.want)
		}
	}
}

// TestCaches wants each answer that a cache can give to an allowed page to say what it depends on.
func TestCaches(t *testing.T) {
	t.Parallel()
	named, any := get(200, origin, vary), get(200, "Access-Control-Allow-Origin: *")
	nobody := browser.Outgoing{Method: "GET", URL: service}
	stranger := browser.Outgoing{Method: "GET", URL: service, Headers: fields("Origin: " + lint.Stranger)}
	bad := []lint.Code{lint.NoVaryOrigin}
	for _, row := range []struct {
		name        string
		call, probe lint.Answer
		want        []lint.Code
	}{
		{"without an Origin neither field", named, answer(nobody, 200), bad},
		{"Vary", named, answer(nobody, 200, vary), nil},
		{"the same origin always", named, answer(nobody, 200, origin), nil},
		{"not stored", named, answer(nobody, 200, "Cache-Control: private, no-store"), nil},
		{"any origin", named, answer(nobody, 200, "Access-Control-Allow-Origin: *"), nil},
		{"any origin, but credentials", get(200, origin, vary, secret), answer(nobody, 200, "Access-Control-Allow-Origin: *"), bad},
		{"* for those who ask", any, answer(nobody, 200), bad},
		{"* for all", any, answer(nobody, 200, "Access-Control-Allow-Origin: *"), nil},
		{"a stranger's answer", named, answer(stranger, 200), bad},
		{"a stranger's answer varies", named, answer(stranger, 403, vary), nil},
		{"another URL", named, answer(browser.Outgoing{Method: "GET", URL: service + "2"}, 200), nil},
		{"both lack it: one finding", get(200, origin), answer(nobody, 200), bad},
		{"no CORS", get(200), answer(nobody, 200), nil},
		{"a preflight alone", good(), answer(nobody, 200), nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := codes(lint.Check([]lint.Answer{row.call}, []lint.Answer{row.probe})); !slices.Equal(got, row.want) {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

// TestVaryOfPreflights: no cache keeps them, so they tell only what is not known otherwise, and say so.
func TestVaryOfPreflights(t *testing.T) {
	t.Parallel()
	lacks := without(good(), "Vary")
	nobody := browser.Outgoing{Method: "GET", URL: service}
	got := lint.Check([]lint.Answer{lacks}, nil)
	if len(got) != 1 || !strings.HasPrefix(got[0].Why, "No cache keeps the answer to OPTIONS") {
		t.Errorf("%v", got)
	}
	for name, got := range map[string][]lint.Defect{
		"the call's answer has it": lint.Check([]lint.Answer{lacks, get(200, origin, vary)}, nil),
		"a probe's answer has it":  lint.Check([]lint.Answer{lacks}, []lint.Answer{answer(nobody, 200, vary)}),
	} {
		if len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := lint.Check([]lint.Answer{lacks, get(200, origin)}, nil); len(got) != 1 || !strings.HasPrefix(got[0].What, "The answer to GET") {
		t.Errorf("%v", got)
	}
}

func TestCheckProbes(t *testing.T) {
	t.Parallel()
	call := []lint.Answer{without(good(secret), "Vary")}
	probes := lint.Probes(call)
	probes = append(probes[1:], probes[0])
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
