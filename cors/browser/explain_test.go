// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

const (
	appOrigin = "https://app.example.org"
	fhirURL   = "https://fhir.example.net/Patient/1"
)

// answer is a response from "Name: value" lines, AC short for Access-Control.
func answer(status int, lines ...string) browser.Response {
	r := browser.Response{Status: status}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		if control, short := strings.CutPrefix(name, "AC-"); short {
			name = "Access-Control-" + control
		}
		r.Headers = append(r.Headers, browser.Header{Name: name, Value: value})
	}
	return r
}

func with(names ...string) (list []browser.Header) {
	for _, name := range names {
		list = append(list, browser.Header{Name: name, Value: "v"})
	}
	return list
}

func TestExplainMissing(t *testing.T) {
	t.Parallel()
	const toAll, toApp, trusted = "AC-Allow-Origin: *", "AC-Allow-Origin: " + appOrigin, "AC-Allow-Credentials: true"
	put := browser.Request{Method: "PUT", Headers: with("X-B", "X-A")}
	include := func(r browser.Request) browser.Request { r.Credentials = true; return r }
	in := func(p browser.Profile, r browser.Request) browser.Request { r.Browser = p; return r }
	for name, c := range map[string]struct {
		call    browser.Request
		answers []browser.Response
		step    browser.Step
		missing []string
	}{
		"everything at once": {include(put), []browser.Response{answer(204)}, browser.StepPreflightCORS,
			[]string{"origin " + appOrigin, "credentials", "method PUT", "header x-a", "header x-b"}},
		"star and credentials": {
			include(put),
			[]browser.Response{answer(204, toAll, "AC-Allow-Methods: *", "AC-Allow-Headers: *")},
			browser.StepPreflightCORS, []string{"origin " + appOrigin, "credentials", "method PUT", "header x-a", "header x-b"}},
		"star and trusted": {
			include(put),
			[]browser.Response{answer(204, toAll, trusted, "AC-Allow-Methods: PUT", "AC-Allow-Headers: x-a,X-B")},
			browser.StepPreflightCORS, []string{"origin " + appOrigin}},
		"untrusted": {
			include(put),
			[]browser.Response{answer(204, toApp, "AC-Allow-Methods: PUT", "AC-Allow-Headers: x-a")},
			browser.StepPreflightCORS, []string{"credentials", "header x-b"}},
		"status alone": {
			put, []browser.Response{answer(405, toAll)},
			browser.StepPreflightStatus, []string{"status 405"},
		},
		"status and origin": {
			put, []browser.Response{answer(401)},
			browser.StepPreflightCORS, []string{"status 401", "origin " + appOrigin},
		},
		"redirect without a Location": {
			put, []browser.Response{answer(307, toAll)},
			browser.StepPreflightStatus, []string{"status 307"},
		},
		"redirect, fetch": {
			put, []browser.Response{answer(301, "Location: /x")},
			browser.StepPreflightCORS, []string{"redirect /x", "origin " + appOrigin},
		},
		"redirect, chromium": {
			in(browser.Chromium(), put), []browser.Response{answer(301, "Location: /x")},
			browser.StepPreflightMoved, []string{"redirect /x", "origin " + appOrigin},
		},
		"redirect, firefox": {
			in(browser.Firefox(), put), []browser.Response{answer(301, "Location: /x", toAll)},
			browser.StepPreflightMoved, []string{"redirect /x"},
		},
		"lists": {
			put, []browser.Response{answer(200, toAll, "AC-Allow-Methods: GET;PUT", "AC-Allow-Headers: x a")},
			browser.StepPreflightList, []string{"list Access-Control-Allow-Methods", "list Access-Control-Allow-Headers"},
		},
		"list before method, chromium": {
			in(browser.Chromium(), put), []browser.Response{answer(200, toAll, "AC-Allow-Headers: x a")},
			browser.StepPreflightList, []string{"list Access-Control-Allow-Headers", "method PUT"},
		},
		"method before list, firefox": {
			in(browser.Firefox(), put), []browser.Response{answer(200, toAll, "AC-Allow-Headers: x a")},
			browser.StepPreflightMethod, []string{"list Access-Control-Allow-Headers", "method PUT"},
		},
		"case of a method": {
			browser.Request{Method: "patch"}, []browser.Response{answer(200, toAll, "AC-Allow-Methods: PATCH")},
			browser.StepPreflightMethod, []string{"method patch"},
		},
		"star is a prefix of nothing": {
			put, []browser.Response{answer(200, toAll, "AC-Allow-Methods: PUT", "AC-Allow-Headers: x-*")},
			browser.StepPreflightHeader, []string{"header x-a", "header x-b"},
		},
		"the call itself": {
			browser.Request{}, []browser.Response{answer(401)},
			browser.StepCORSCheck, []string{"origin " + appOrigin},
		},
		"the call itself, trusted": {
			browser.Request{Credentials: true}, []browser.Response{answer(200)},
			browser.StepCORSCheck, []string{"origin " + appOrigin, "credentials"},
		},
		"redirect off HTTP": {
			browser.Request{}, []browser.Response{answer(302, "Location: ftp://x.example/")},
			browser.StepCORSCheck, []string{"redirect ftp://x.example/", "origin " + appOrigin},
		},
		"redirect with a login": {
			browser.Request{}, []browser.Response{answer(302, toAll, "Location: https://u:p@x.example/")},
			browser.StepRedirect, []string{"redirect https://x.example/"},
		},
		"redirect to http": {
			browser.Request{}, []browser.Response{answer(302, toAll, "Location: http://x.example/")},
			browser.StepScheme, []string{"scheme http://x.example/"},
		},
		"two Locations": {
			browser.Request{}, []browser.Response{answer(302, toAll, "Location: /a", "Location: /b")},
			browser.StepRedirect, []string{"redirect /a, /b"},
		},
		"after a taint": {
			browser.Request{},
			[]browser.Response{answer(302, toAll, "Location: https://x.example/"), answer(200, toApp)},
			browser.StepCORSCheck, []string{"origin null"},
		},
		"mixed content": {
			browser.Request{URL: "http://fhir.example.net/"}, nil,
			browser.StepScheme, []string{"scheme http://fhir.example.net/"},
		},
		"another scheme": {
			browser.Request{URL: "ftp://fhir.example.net/"}, nil,
			browser.StepScheme, []string{"scheme ftp://fhir.example.net/"},
		},
		"forbidden method": {
			browser.Request{Method: "trace"}, nil,
			browser.StepMethod, []string{"method trace"},
		},
		"forbidden method and no header": {
			browser.Request{Method: "TRACK", Headers: with("")}, nil,
			browser.StepRequest, []string{"request Headers[0].Name", "method TRACK"},
		},
		"no method": {
			browser.Request{Method: "A B"}, nil,
			browser.StepRequest, []string{"request Method"},
		},
		"no URL and no header": {
			browser.Request{URL: "/x", Headers: with("a b")}, nil,
			browser.StepRequest, []string{"request URL", "request Headers[0].Name"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verdict := browser.Explain(fromApp(c.call), c.answers)
			got := texts(verdict.Missing)
			if verdict.Outcome != browser.Blocked || verdict.Step != c.step || !slices.Equal(got, c.missing) {
				t.Errorf("%v at %q, missing %q; want %q, %q", verdict.Outcome, verdict.Step, got, c.step, c.missing)
			}
			if verdict.Step.Link() == "" || verdict.Change == nil {
				t.Errorf("no link or change: %+v", verdict)
			}
		})
	}
}

// fromApp fills in where a call comes from and goes to.
func fromApp(r browser.Request) browser.Request {
	r.Origin = appOrigin
	if r.URL == "" {
		r.URL = fhirURL
	}
	return r
}
