// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// checkSeedPreflight wants the right answer to the recorded preflight, whose list of headers has spaces, is not sorted
// and names the safelisted accept: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
func checkSeedPreflight(t *testing.T, seed seedData, answer rawAnswer) {
	t.Helper()
	if answer.response.StatusCode != http.StatusNoContent || len(answer.body) > 0 {
		t.Errorf("status %d and a body of %d bytes, want 204 and none", answer.response.StatusCode, len(answer.body))
	}
	for name, values := range answer.response.Header {
		checkOnce(t, name, values)
	}
	want := map[string]string{
		"Access-Control-Allow-Origin":      seed.PageOrigin,
		"Access-Control-Allow-Methods":     header(seed.Preflight.Headers, "Access-Control-Request-Method"),
		"Access-Control-Max-Age":           "600",
		"Access-Control-Allow-Credentials": "",
	}
	for name, value := range want {
		if got := answer.response.Header.Get(name); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
	checkNames(t, answer.response.Header, "Access-Control-Allow-Headers", "content-type", "x-fhir-starter")
	checkNames(t, answer.response.Header, "Vary",
		"access-control-request-headers", "access-control-request-method", "origin")
	if t.Failed() {
		t.Logf("the answer was\n%s", answer.head)
	}
}

// checkOneSet wants the gateway's CORS headers on a server's answer, each once, none of the server's own, and the
// server's Vary beside the gateway's.
func checkOneSet(t *testing.T, client *http.Client, base, origin, vary string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/Patient/1", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Origin", origin)
	answer, err := receive(client, request)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name, values := range answer.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			names = append(names, name)
			checkOnce(t, name, values)
		}
	}
	slices.Sort(names)
	if want := []string{"Access-Control-Allow-Origin", "Access-Control-Expose-Headers"}; !slices.Equal(names, want) {
		t.Errorf("the CORS headers are %q, want %q", names, want)
	}
	if got := answer.Header.Get("Access-Control-Allow-Origin"); got != origin {
		t.Errorf("Access-Control-Allow-Origin is %q, want %q", got, origin)
	}
	got := listed(answer.Header.Values("Vary")...)
	for _, name := range listed("Origin", vary) {
		if !slices.Contains(got, name) {
			t.Errorf("Vary lists %q, want %q among them", got, name)
		}
	}
}

// checkOnce refuses a header that comes in two lines: some clients read the first, some the last.
func checkOnce(t *testing.T, name string, values []string) {
	t.Helper()
	if len(values) != 1 {
		t.Errorf("%s comes %d times: %q", name, len(values), values)
	}
}

// checkNames compares a list of names, whatever their order and case.
func checkNames(t *testing.T, headers http.Header, name string, want ...string) {
	t.Helper()
	if got := listed(headers.Values(name)...); !slices.Equal(got, want) {
		t.Errorf("%s lists %q, want %q", name, got, want)
	}
}

// listed splits comma lists into lower-case names, sorted.
func listed(values ...string) []string {
	var names []string
	for name := range strings.SplitSeq(strings.Join(values, ","), ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
