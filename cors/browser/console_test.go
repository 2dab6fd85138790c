// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// TestConsole has sentences that the table of measured calls lacks.
func TestConsole(t *testing.T) {
	t.Parallel()
	const (
		blockedAt = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
		policy    = " from origin 'https://app.example.org' has been blocked by CORS policy: "
		fetchAt   = "Access to fetch at 'https://fhir.example.net/Patient/1'"
		xhrAt     = "Access to XMLHttpRequest at 'https://fhir.example.net/Patient/1'"
		schemes   = "Cross origin requests are only supported for protocol schemes: chrome, "
		toAll     = "AC-Allow-Origin: *"
		notMet    = "’ missing). Status code: 200."
	)
	for name, c := range map[string]struct {
		call              browser.Request
		answers           []browser.Response
		chromium, firefox string // "…" stands for the rest
	}{
		"an XMLHttpRequest gets no hint": {
			browser.Request{XHR: true}, []browser.Response{answer(200, "AC-Allow-Origin: https://a.example")},
			xhrAt + policy + "The 'Access-Control-Allow-Origin' header has a value 'https://a.example' that is not equal" +
				" to the supplied origin.",
			blockedAt + fhirURL + ". (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://a.example’).",
		},
		"what is not ASCII": {
			browser.Request{}, []browser.Response{answer(200, "AC-Allow-Origin: https://é")},
			fetchAt + policy + `The 'Access-Control-Allow-Origin' header has a value 'https://\u00C3\u00A9' that…`,
			blockedAt + fhirURL + ". (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://é’).",
		},
		"URLs as browsers write them": {
			browser.Request{URL: "HTTPS://FHIR.example.net:443/a b?c#d"}, []browser.Response{answer(200)},
			"Access to fetch at 'https://fhir.example.net/a%20b?c#d'" + policy + "…",
			blockedAt + "https://fhir.example.net/a%20b?c#d. (Reason: CORS header ‘Access-Control-Allow-Origin" + notMet,
		},
		"after redirects": {
			browser.Request{}, []browser.Response{answer(302, toAll, "Location: //a.example"), answer(200)},
			"Access to fetch at 'https://a.example/' (redirected from 'https://fhir.example.net/Patient/1')" + policy + "…",
			blockedAt + "https://a.example/. (Reason: CORS header ‘Access-Control-Allow-Origin" + notMet,
		},
		"an XMLHttpRequest to ftp": {
			browser.Request{XHR: true, URL: "ftp://a.example/"}, nil,
			"Access to XMLHttpRequest at 'ftp://a.example/'" + policy + schemes + "…",
			blockedAt + "ftp://a.example/. (Reason: CORS request not http).",
		},
		"a call to ftp": {
			browser.Request{URL: "ftp://a.example/"}, nil,
			`Fetch API cannot load ftp://a.example/. URL scheme "ftp" is not supported.`,
			blockedAt + "ftp://a.example/. (Reason: CORS request not http).",
		},
		"mixed content": {
			browser.Request{URL: "http://a.example"}, nil,
			"", "Blocked loading mixed active content “http://a.example/”",
		},
		"mixed content after a redirect": {
			browser.Request{}, []browser.Response{answer(302, toAll, "Location: http://a.example/#b")},
			"", "Blocked loading mixed active content “http://a.example/#b”",
		},
		"a redirect to nowhere, and the CORS check fails": {
			browser.Request{}, []browser.Response{answer(302, "Location: http://[")},
			"", blockedAt + fhirURL + ". (Reason: CORS request did not succeed). Status code: (null).",
		},
		"a redirect to data, and the CORS check fails": {
			browser.Request{}, []browser.Response{answer(302, "Location: data:,x")},
			fetchAt + policy + "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
			blockedAt + fhirURL + ". (Reason: CORS request did not succeed). Status code: (null).",
		},
		"a redirect to ftp, and the CORS check fails": {
			browser.Request{}, []browser.Response{answer(302, "Location: ftp://a.example/")},
			fetchAt + policy + "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
			blockedAt + fhirURL + ". (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 302.",
		},
		"data itself": {browser.Request{URL: "data:,x"}, nil, "", ""},
		"an own redirect to data": {
			browser.Request{URL: appOrigin + "/"}, []browser.Response{answer(302, "Location: data:,x")}, "", ""},
		"an own redirect to nowhere": {
			browser.Request{URL: appOrigin + "/"}, []browser.Response{answer(302, "Location: //")}, "", ""},
		"an own redirect with a login": {
			browser.Request{URL: appOrigin + "/"}, []browser.Response{answer(302, "Location: //u@a.example")},
			"Access to fetch at 'https://app.example.org/'" + policy + "Redirect location '' contains a username and password,…",
			blockedAt + appOrigin + "/. (Reason: CORS request did not succeed). Status code: (null).",
		},
		"no call at all": {browser.Request{Method: "TRACE"}, nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verdict := browser.Explain(fromApp(c.call), c.answers)
			if !says(verdict.Chromium, c.chromium) {
				t.Errorf("Chromium says\n%s, want\n%s", verdict.Chromium, c.chromium)
			}
			if !says(verdict.Firefox, c.firefox) {
				t.Errorf("Firefox says\n%s, want\n%s", verdict.Firefox, c.firefox)
			}
		})
	}
}

func says(got, want string) bool {
	start, cut := strings.CutSuffix(want, "…")
	return got == want || cut && strings.HasPrefix(got, start)
}

// TestMaxAgeOfFailure: what a preflight allowed is forgotten with the call that fails after it.
func TestMaxAgeOfFailure(t *testing.T) {
	t.Parallel()
	call := fromApp(browser.Request{Method: "PUT"})
	passed := answer(200, "AC-Allow-Origin: *", "AC-Allow-Methods: PUT", "AC-Max-Age: 60")
	if v := browser.Explain(call, []browser.Response{passed}); v.Outcome != browser.Unfinished || v.MaxAge != 60 || !v.Preflighted {
		t.Errorf("%+v, want it remembered for 60 seconds", v)
	}
	if v := browser.Explain(call, []browser.Response{passed, answer(200)}); v.MaxAge != 0 || !v.Preflighted {
		t.Errorf("%+v, want nothing remembered", v)
	}
}
