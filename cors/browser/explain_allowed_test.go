// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

func TestExplainAllowed(t *testing.T) {
	t.Parallel()
	const toAll = "AC-Allow-Origin: *"
	for name, c := range map[string]struct {
		call    browser.Request
		answers []browser.Response
		want    browser.Verdict
	}{
		"same origin": {
			browser.Request{URL: appOrigin + "/x", Method: "PUT", Headers: with("X-A")},
			[]browser.Response{answer(500, "X-B: 1", "Set-Cookie: a=b", "Date: now")},
			browser.Verdict{URL: appOrigin + "/x", Status: 500, Readable: []string{"date", "x-b"}}},
		"simple": {
			browser.Request{},
			[]browser.Response{answer(404, toAll, "ETag: 1", "Content-Type: text/plain", "content-type: x")},
			browser.Verdict{URL: fhirURL, Status: 404, Readable: []string{"content-type"}}},
		"preflighted": {
			browser.Request{Method: "DELETE"},
			[]browser.Response{answer(299, toAll, "AC-Allow-Methods: , DELETE ,", "AC-Max-Age: 600"), answer(204, toAll)},
			browser.Verdict{URL: fhirURL, Status: 204, Preflighted: true, MaxAge: 600}},
		"loopback over http": {
			browser.Request{URL: "http://demo.localhost:8080/"}, []browser.Response{answer(200, toAll)},
			browser.Verdict{URL: "http://demo.localhost:8080/", Status: 200},
		},
		"loopback address over http": {
			browser.Request{URL: "http://[::1]:8080/"}, []browser.Response{answer(200, toAll)},
			browser.Verdict{URL: "http://[::1]:8080/", Status: 200},
		},
		"redirect without a Location": {
			browser.Request{}, []browser.Response{answer(302, toAll)},
			browser.Verdict{URL: fhirURL, Status: 302},
		},
		"redirect that is none": {
			browser.Request{}, []browser.Response{answer(300, toAll, "Location: /x")},
			browser.Verdict{URL: fhirURL, Status: 300},
		},
		"relative redirect": {
			browser.Request{},
			[]browser.Response{answer(302, toAll, "Location: ../Patient?a=b#c"), answer(200, toAll)},
			browser.Verdict{URL: "https://fhir.example.net/Patient?a=b#c", Status: 200}},
		"redirect to a sibling": {
			browser.Request{}, []browser.Response{answer(302, toAll, "Location: 2"), answer(200, toAll)},
			browser.Verdict{URL: "https://fhir.example.net/Patient/2", Status: 200},
		},
		"redirect to a query": {
			browser.Request{}, []browser.Response{answer(302, toAll, "Location: ?a"), answer(200, toAll)},
			browser.Verdict{URL: fhirURL + "?a", Status: 200},
		},
		"redirect to a fragment": {
			browser.Request{URL: fhirURL + "?a#b"}, []browser.Response{answer(302, toAll, "Location: #c"), answer(200, toAll)},
			browser.Verdict{URL: fhirURL + "?a#c", Status: 200},
		},
		"one Location twice": {
			browser.Request{URL: fhirURL + "#f"},
			[]browser.Response{
				answer(307, toAll, "Location: //FHIR.example.net:443", "location: //FHIR.example.net:443"), answer(200, toAll)},
			browser.Verdict{URL: "https://fhir.example.net/#f", Status: 200}},
		"own login after a redirect": {
			browser.Request{URL: appOrigin + "/x"},
			[]browser.Response{answer(307, "Location: https://u:p@app.example.org/y"), answer(200)},
			browser.Verdict{URL: appOrigin + "/y", Status: 200}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.want.Outcome = browser.Allowed
			if got := browser.Explain(fromApp(c.call), c.answers); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestExplainNext(t *testing.T) {
	t.Parallel()
	call := fromApp(browser.Request{Method: "PUT", Headers: with("X-A", "Authorization"), Credentials: true})
	grant := []string{"AC-Allow-Credentials: true", "AC-Allow-Methods: PUT", "AC-Allow-Headers: x-a,authorization"}
	ours := append([]string{"AC-Allow-Origin: " + appOrigin}, grant...)
	moved := answer(307, append(ours, "Location: https://other.example/")...)
	for name, want := range map[string][]string{
		"fetch":    {"PUT https://other.example/ null", "OPTIONS https://other.example/ null"},
		"chromium": {"PUT https://other.example/ null", "OPTIONS https://other.example/ null"},
		"firefox":  {"PUT https://other.example/ null", "OPTIONS https://other.example/ " + appOrigin},
	} {
		call.Browser = browser.Profiles()[name]
		var sent []string
		var answers []browser.Response
		verdict := browser.Explain(call, nil)
		for ; verdict.Outcome == browser.Unfinished; verdict = browser.Explain(call, answers) {
			origin := valueOf(verdict.Next.Headers, "Origin")
			sent = append(sent, verdict.Next.Method+" "+verdict.Next.URL+" "+origin)
			if verdict.Next.Credentials == verdict.Next.Preflight {
				t.Errorf("%s: credentials %v on %+v", name, verdict.Next.Credentials, verdict.Next)
			}
			next := answer(200, append([]string{"AC-Allow-Origin: " + origin}, grant...)...)
			if len(sent) == 2 {
				next = moved
			}
			answers = append(answers, next)
		}
		want = []string{"OPTIONS " + fhirURL + " " + appOrigin, "PUT " + fhirURL + " " + appOrigin, want[1], want[0]}
		if !slices.Equal(sent, want) {
			t.Errorf("%s sends %q, want %q", name, sent, want)
		}
	}
}

// TestExplainHomecoming: a call that is redirected home is foreign there. Firefox forgets that for its preflight.
func TestExplainHomecoming(t *testing.T) {
	t.Parallel()
	const toAll, methods = "AC-Allow-Origin: *", "AC-Allow-Methods: PUT"
	call := fromApp(browser.Request{Method: "PUT"})
	home := []browser.Response{answer(200, toAll, methods), answer(307, toAll, "Location: "+appOrigin+"/x")}
	for name, profile := range browser.Profiles() {
		call.Browser = profile
		v := browser.Explain(call, append(slices.Clone(home), answer(200, methods)))
		if passes := v.Outcome == browser.Unfinished; passes != (name == "firefox") {
			t.Errorf("%s: %+v", name, v)
		}
		if v = browser.Explain(call, append(slices.Clone(home), answer(200, toAll))); v.Step != browser.StepPreflightMethod {
			t.Errorf("%s: %+v, want it to look at the methods", name, v)
		}
		v = browser.Explain(call, append(slices.Clone(home), answer(200, toAll, methods), answer(200)))
		if v.Step != browser.StepCORSCheck || !slices.Equal(texts(v.Missing), []string{"origin null"}) {
			t.Errorf("%s: %+v, want the call itself to be foreign", name, v)
		}
	}
}
