// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// The ports that each browser was seen to block, of all there are. No URL has port 0.
func TestBadPorts(t *testing.T) {
	t.Parallel()
	later := []int{4190, 6679} // the standard's since 2024, but not Chromium's
	bad := append([]int{1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
		104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526,
		530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 5060,
		5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6697, 10080}, later...)
	for name, profile := range browser.Profiles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for port := 1; port <= 65535; port++ {
				url := "https://fhir.example.net:" + strconv.Itoa(port) + "/"
				verdict := browser.Explain(fromApp(browser.Request{Browser: profile, URL: url}), nil)
				spared := name == "chromium" && slices.Contains(later, port)
				if blocked := verdict.Step == browser.StepPort; blocked != (slices.Contains(bad, port) && !spared) {
					t.Errorf("port %d: blocked is %v", port, blocked)
				}
			}
		})
	}
}

func TestExplainBadPort(t *testing.T) {
	t.Parallel()
	const (
		toAll    = "AC-Allow-Origin: *"
		ircURL   = "https://fhir.example.net:6667/"
		failed   = " (Reason: CORS request did not succeed). Status code: (null)."
		fhirAt   = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at " + fhirURL + "."
		fhirFail = fhirAt + failed
		mixedURL = "http://fhir.example.net:6667/"
		mixed    = "Blocked loading mixed active content “" + mixedURL + "”"
	)
	in := func(p browser.Profile, r browser.Request) browser.Request { r.Browser = p; return r }
	for name, c := range map[string]struct {
		call    browser.Request
		answers []browser.Response
		step    browser.Step
		missing []string
		firefox string
	}{
		"a call": {browser.Request{URL: ircURL}, nil, browser.StepPort, []string{"port 6667"}, ""},
		"a call with a preflight": {browser.Request{URL: ircURL, Method: "PUT"}, nil, browser.StepPort,
			[]string{"port 6667"}, ""},
		"the own machine": {browser.Request{URL: "http://[::1]:25"}, nil, browser.StepPort, []string{"port 25"}, ""},
		"mixed content": {browser.Request{URL: mixedURL}, nil, browser.StepPort,
			[]string{"scheme " + mixedURL, "port 6667"}, mixed},
		"mixed content in Chromium": {in(browser.Chromium(), browser.Request{URL: mixedURL}), nil, browser.StepScheme,
			[]string{"scheme " + mixedURL, "port 6667"}, mixed},
		"a redirect": {browser.Request{}, []browser.Response{answer(302, toAll, "Location: //fhir.example.net:6667")},
			browser.StepPort, []string{"port 6667"}, fhirFail},
		"a redirect with a login": {browser.Request{},
			[]browser.Response{answer(302, toAll, "Location: https://u@fhir.example.net:6667")},
			browser.StepRedirect, []string{"redirect " + ircURL, "port 6667"}, fhirFail},
		"a redirect, and the CORS check fails": {browser.Request{},
			[]browser.Response{answer(302, "AC-Allow-Origin: null", "Location: "+ircURL)},
			browser.StepCORSCheck, []string{"origin " + appOrigin, "port 6667"},
			fhirAt + " (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘null’)."},
		"a redirect to mixed content": {browser.Request{}, []browser.Response{answer(302, toAll, "Location: "+mixedURL)},
			browser.StepPort, []string{"scheme " + mixedURL, "port 6667"}, mixed},
		"a redirect to mixed content in Firefox": {in(browser.Firefox(), browser.Request{}),
			[]browser.Response{answer(302, toAll, "Location: "+mixedURL)},
			browser.StepScheme, []string{"scheme " + mixedURL, "port 6667"}, mixed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := browser.Explain(fromApp(c.call), c.answers)
			if got := texts(v.Missing); v.Outcome != browser.Blocked || v.Step != c.step || !slices.Equal(got, c.missing) {
				t.Errorf("%v at %q, missing %q; want %q, %q", v.Outcome, v.Step, got, c.step, c.missing)
			}
			if v.Firefox != c.firefox {
				t.Errorf("Firefox says\n%s, want\n%s", v.Firefox, c.firefox)
			}
			if v.Next != nil || browser.StepPort.Link() == "" {
				t.Errorf("next is %v, the link %q", v.Next, browser.StepPort.Link())
			}
		})
	}
}

func TestDefaultPortsAreFine(t *testing.T) {
	t.Parallel()
	for _, url := range []string{fhirURL, "https://fhir.example.net:443/", "http://localhost:80/", "http://localhost/",
		"http://localhost:8080/", "https://[::25]/", "https://[::25]:8443/"} {
		v := browser.Explain(fromApp(browser.Request{URL: url}), nil)
		if v.Outcome != browser.Unfinished {
			t.Errorf("%s: %v at %q", url, v.Outcome, v.Step)
		}
	}
}
