// SPDX-License-Identifier: Apache-2.0

package main

import "testing"

// TestTargetOf wants the request line and the host as the URL has them, byte for byte.
func TestTargetOf(t *testing.T) {
	t.Parallel()
	for url, want := range map[string][2]string{
		"https://fhir.example/":            {"fhir.example", "/"},
		"https://fhir.example:8443/a?b=c":  {"fhir.example:8443", "/a?b=c"},
		"http://[::1]:3000/a%2fb|c":        {"[::1]:3000", "/a%2fb|c"},
		"https://fhir.example/%zz":         {"fhir.example", "/%zz"},
		"https://fhir.example/a?":          {"fhir.example", "/a?"},
		"https://fhir.example/a?b?c":       {"fhir.example", "/a?b?c"},
		"https://fhir.example/Patient//1/": {"fhir.example", "/Patient//1/"},
		"https://fhir.example//evil/a?b":   {"fhir.example", "https://fhir.example//evil/a?b"},
	} {
		target := targetOf(url)
		if target.Host != want[0] || target.RequestURI() != want[1] {
			t.Errorf("%s: %s at %s, want %s at %s", url, target.RequestURI(), target.Host, want[1], want[0])
		}
	}
}
