// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// TestHeadersOfProfiles has the headers for which the two browsers differ from the standard, as measured.
func TestHeadersOfProfiles(t *testing.T) {
	t.Parallel()
	const standard, chromium, firefox = 1, 2, 4
	const all = standard | chromium | firefox
	for _, c := range []struct {
		name, value string
		preflight   int // by which profiles
	}{
		{"User-Agent", "x", standard | firefox}, {"X-User-Agent", "x", all},
		{"X-HTTP-Method", "TRACE", 0}, {"X-HTTP-Method", `"TRACE"`, all}, {"X-HTTP-Method", `"x,TRACE,y"`, standard | chromium},
		{"X-Method-Override", `"x, track ,y"`, standard | chromium}, {"X-A", `"x,TRACE,y"`, all},
		{"Accept", "é", firefox}, {"Accept", "\xe9", firefox}, {"Content-Type", "text/plain;a=é", firefox},
		{"Accept", "a~", 0}, {"Accept-Language", "é", all},
		{"Save-Data", "on", standard | firefox}, {"save-data", "ON", standard | firefox}, {"Save-Data", "x", all},
		{"DPR", "1", standard | firefox}, {"DPR", "1.5", standard | firefox}, {"DPR", "1.", all}, {"DPR", ".5", all},
		{"DPR", "1.5.5", all}, {"DPR", "", all}, {"DPR", "x", all}, {"Downlink", "10.5", standard | firefox},
		{"Device-Memory", "0.25", standard | firefox}, {"Width", "1", standard | firefox}, {"Width", "1.5", all},
		{"Viewport-Width", "99", standard | firefox}, {"Viewport-Width", "", all}, {"RTT", "1", standard | firefox},
		{"RTT", "1.5", all}, {"ECT", "slow-2g", standard | firefox}, {"ECT", "4g", standard | firefox}, {"ECT", "4G", all},
		{"ECT", "5g", all}, {"Intervention", "", standard | firefox}, {"Intervention", "é", standard | firefox},
	} {
		for bit, profile := range map[int]browser.Profile{
			standard: browser.Fetch(), chromium: browser.Chromium(), firefox: browser.Firefox(),
		} {
			r := browser.Request{Browser: profile, Origin: "https://app.example.org", URL: "https://api.example.org/",
				Headers: []browser.Header{{Name: c.name, Value: c.value}}}
			if got, want := r.NeedsPreflight(), c.preflight&bit != 0; got != want {
				t.Errorf("%s: %s: %q: preflight %t, want %t", profile.Name, c.name, c.value, got, want)
			}
		}
	}
}

// TestUploadWithoutBody has a listener to an upload that there cannot be: Chromium does not mind it, not even where a
// redirect makes such a method of another one.
func TestUploadWithoutBody(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method            string
		standard, browser bool
	}{{"", true, false}, {"get", true, false}, {"HEAD", true, false}, {"POST", true, true}, {"PUT", true, true}} {
		r := browser.Request{Origin: "https://app.example.org", URL: "https://api.example.org/", Method: c.method, XHR: true,
			AlwaysPreflight: true}
		if got := r.NeedsPreflight(); got != c.standard {
			t.Errorf("%s: the standard needs a preflight %t", c.method, got)
		}
		r.Browser = browser.Chromium()
		if got := r.NeedsPreflight(); got != c.browser {
			t.Errorf("%s: Chromium needs a preflight %t", c.method, got)
		}
		if next := browser.Explain(r, nil).Next; next == nil || next.Preflight != c.browser {
			t.Errorf("%s: Chromium begins with %v", c.method, next)
		}
	}
	r := browser.Request{Browser: browser.Chromium(), Origin: "https://app.example.org", URL: "https://api.example.org/",
		Method: "POST", XHR: true, AlwaysPreflight: true}
	allowed := []browser.Header{{Name: "Access-Control-Allow-Origin", Value: "*"}, {Name: "Location", Value: "/there"}}
	next := browser.Explain(r, []browser.Response{{Status: 200, Headers: allowed}, {Status: 303, Headers: allowed}}).Next
	if next == nil || !next.Preflight || next.URL != "https://api.example.org/there" {
		t.Errorf("after the redirect Chromium goes on with %v", next)
	}
}
