// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// startUpstream runs a FHIR server that has one answer, or another handler. It returns its URL.
func startUpstream(t testing.TB, handler http.HandlerFunc) string {
	t.Helper()
	if handler == nil {
		handler = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/fhir+json")
			w.Header().Set("ETag", `W/"1"`)
			fmt.Fprint(w, `{"resourceType":"Patient","id":"example"}`)
		}
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}
