// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// TestLocations: a Location may be shorter than a URL that stands alone, and have more slashes.
//
// https://url.spec.whatwg.org/#scheme-state
func TestLocations(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{
		"2":                  "https://fhir.example.net/Patient/2",
		"https:2":            "https://fhir.example.net/Patient/2",
		"HTTPS:/2":           "https://fhir.example.net/2",
		"https:?a=b":         "https://fhir.example.net/Patient/1?a=b",
		"https:a:b":          "https://fhir.example.net/Patient/a:b",
		"///a.example/2":     "https://a.example/2",
		`https:\\a.example/`: "https://a.example/",
		"https:///a.example": "https://a.example/",
		"http:localhost/2":   "http://localhost/2",
	} {
		t.Run(location, func(t *testing.T) {
			t.Parallel()
			moved := answer(302, "AC-Allow-Origin: *", "Location: "+location)
			v := browser.Explain(fromApp(browser.Request{}), []browser.Response{moved})
			if v.Next == nil || v.Next.URL != want {
				t.Errorf("it leads to %+v, want %s: %+v", v.Next, want, v)
			}
		})
	}
}
