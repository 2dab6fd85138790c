// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"testing"
)

// A claim to mean another path than the one that was decided on does not get through.
func TestClaims(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"X-Original-Url": true, "X-Rewrite-Url": true, "x_original_url": true, "X-Original-Host": true, "Forwarded": true,
		"X-Forwarded-Prefix": true, "X_Real_Ip": true, "X-Ms-Client-Principal-Id": true,
		"X-Fhir-Starter": false, "X-Request-Id": false, "From": false, "Authorization": false, "X": false,
	} {
		h := http.Header{name: {"/Patient/1"}}
		dropClaims(h)
		if got := len(h) == 0; got != want {
			t.Errorf("%s dropped: %v", name, got)
		}
	}
}

// A page cannot turn the method that was decided on into another one behind the gateway.
func TestMethodOverrides(t *testing.T) {
	t.Parallel()
	seen := make(chan http.Header, 2)
	r := newRig(t, func(_ http.ResponseWriter, r *http.Request) { seen <- r.Header })
	r.serve(t, at(r.upstream))
	const override = "X-HTTP-Method-Override: DELETE"
	r.ask(t, "POST /Patient", from(app), override)
	if got := <-seen; got.Get("X-Http-Method-Override") != "" {
		t.Errorf("a page's override reached the upstream: %v", got)
	}
	r.ask(t, "POST /Patient", override)
	if got := <-seen; got.Get("X-Http-Method-Override") != "DELETE" {
		t.Errorf("what no page has sent is nobody's business: %v", got)
	}
}
