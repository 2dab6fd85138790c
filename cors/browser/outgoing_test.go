// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"reflect"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

const (
	here  = "http://web-platform.test:8000"
	there = "http://www1.web-platform.test:8000/x"
)

func crossGET(headers []browser.Header) *browser.Request {
	return &browser.Request{Origin: here, URL: there, Method: "GET", Headers: headers}
}

// valueOf is the first value of a name, spelled as sent; "" if there is none.
func valueOf(headers []browser.Header, name string) string {
	for _, h := range headers {
		if h.Name == name {
			return h.Value
		}
	}
	return ""
}

func TestWPTPreflights(t *testing.T) {
	t.Parallel()
	type row struct {
		requestRow
		Method, URL, Asked     string
		Headers                []browser.Header
		XHR, Upload, Preflight bool
	}
	for _, row := range requestRows[row](t, "preflight.json") {
		r := crossGET(row.Headers)
		r.Method, r.XHR, r.AlwaysPreflight = row.Method, row.XHR, row.Upload
		if row.URL != "" {
			r.URL = row.URL
		}
		for name, profile := range browser.Profiles() {
			r.Browser = profile
			if got := r.NeedsPreflight(); got != row.Preflight {
				t.Errorf("%s, %s: preflight %v", row.title(), name, got)
			}
			sent := r.Preflight()
			if got := valueOf(sent.Headers, "Access-Control-Request-Headers"); got != row.Asked {
				t.Errorf("%s, %s: asks for %q", row.title(), name, got)
			}
			method := browser.NormalizeMethod(row.Method)
			if got := valueOf(sent.Headers, "Access-Control-Request-Method"); got != method || r.Actual().Method != method {
				t.Errorf("%s, %s: asks for %q, sends %q", row.title(), name, got, r.Actual().Method)
			}
		}
	}
}

// TestPreflightBytes sends what a page of 2014 sent to five servers, as browsers send it today.
func TestPreflightBytes(t *testing.T) {
	t.Parallel()
	r := browser.Request{
		Origin: "http://www.fhir-starter.com",
		URL:    "http://spark.furore.com/fhir/Organization/b27ed191-f62d-4128-d99d-40b5e84f2bf2#top",
		Method: "post",
		Headers: []browser.Header{
			{Name: "Accept", Value: "application/json+fhir, application/json, text/plain, */*"},
			{Name: "X-FHIR-Starter", Value: "urn:fhir.starter"},
			{Name: "Content-Type", Value: "application/json+fhir"},
			{Name: "Referer", Value: "http://www.fhir-starter.com/organization/edit/0B7"},
		},
		Credentials: true,
	}
	want := browser.Outgoing{
		Preflight: true, Method: "OPTIONS",
		URL: "http://spark.furore.com/fhir/Organization/b27ed191-f62d-4128-d99d-40b5e84f2bf2",
		Headers: []browser.Header{
			{Name: "Accept", Value: "*/*"},
			{Name: "Access-Control-Request-Method", Value: "POST"},
			{Name: "Access-Control-Request-Headers", Value: "content-type,x-fhir-starter"},
			{Name: "Origin", Value: "http://www.fhir-starter.com"},
		},
	}
	if got := r.Preflight(); !reflect.DeepEqual(got, want) {
		t.Errorf("preflight\n%+v, want\n%+v", got, want)
	}
	want = browser.Outgoing{
		Method: "POST", URL: want.URL, Credentials: true,
		Headers: append(append([]browser.Header{}, r.Headers[:3]...), want.Headers[3]),
	}
	if got := r.Actual(); !reflect.DeepEqual(got, want) {
		t.Errorf("actual\n%+v, want\n%+v", got, want)
	}
	r.Method, r.Headers = "", r.Headers[:2]
	if got := r.Preflight(); valueOf(got.Headers, "Access-Control-Request-Method") != "GET" || r.Actual().Method != "GET" {
		t.Errorf("no method is %v, %s", got, r.Actual().Method)
	}
	for _, method := range []string{"GET", "DELETE"} {
		r.Method = method
		if got := valueOf(r.Preflight().Headers, "Access-Control-Request-Headers"); got != "x-fhir-starter" {
			t.Errorf("%s asks for %q", method, got)
		}
	}
}

// TestCredentialsSent: not to include credentials is to send them to the own origin only.
func TestCredentialsSent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		origin, url   string
		include, want bool
	}{
		{here, there, false, false}, {here, there, true, true}, {here, here, false, true}, {"null", there, false, false},
		{"null", there, true, true}, {here, "no URL", false, false},
	} {
		r := browser.Request{Origin: c.origin, URL: c.url, Credentials: c.include}
		if got := r.Actual().Credentials; got != c.want {
			t.Errorf("%s calls %s, include %v: credentials %v", c.origin, c.url, c.include, got)
		}
		if r.Preflight().Credentials {
			t.Errorf("%s calls %s: preflight with credentials", c.origin, c.url)
		}
	}
}

// TestSameOriginNeedsNoPreflight: whatever is called, and even with the use-CORS-preflight flag.
func TestSameOriginNeedsNoPreflight(t *testing.T) {
	t.Parallel()
	r := browser.Request{Origin: "https://a.example", URL: "HTTPS://A.example:443/x", Method: "PUT", AlwaysPreflight: true,
		Headers: []browser.Header{{Name: "X-A", Value: "1"}}}
	if r.NeedsPreflight() || r.CrossOrigin() {
		t.Error("preflight for the own origin")
	}
	for _, origin := range []string{"null", "http://a.example", "https://a.example:8443", "https://a.example."} {
		if r.Origin = origin; !r.NeedsPreflight() || !r.CrossOrigin() {
			t.Errorf("%s: no preflight", origin)
		}
	}
}
