// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// What is kept of a resource is bounded: every change keeps it twice in the history, and lists show it.
func TestDocumentIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := func(artifacts int) string {
		artifact := strings.ReplaceAll(`,{"loginServer":"@","imageName":"@","digest":"@"}`, "@", strings.Repeat("a", 500))
		return `{"location":"westeurope","properties":{"acrConfiguration":{"ociArtifacts":[` + strings.Repeat(artifact, artifacts)[1:] + `]}}}`
	}
	w.put(serviceID, body(42)).want(http.StatusOK, "")
	w.put(serviceID, body(43)).want(http.StatusBadRequest, "InvalidRequestContent")
	w.patch(serviceID, body(43)).want(http.StatusBadRequest, "InvalidRequestContent")
}

// A page of large resources ends early, and nothing is left out.
func TestPagesOfLargeResources(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	origins := make([]string, 10_000)
	for i := range origins {
		origins[i] = fmt.Sprintf(`"https://%080d.example"`, i)
	}
	settings := `{"location":"westeurope","properties":{"corsConfiguration":{"origins":[` + strings.Join(origins, ",") + `]}}}`
	const services = 9
	for i := range services - 1 { // and the one that is there
		w.put(workspaceID+"/fhirservices/"+nth(i), settings).want(http.StatusCreated, "")
	}
	names, pages := w.follow(workspaceID+"/fhirservices", func(int) {})
	if len(names) != services || pages < 2 || pages > 4 {
		t.Errorf("%d services on %d pages", len(names), pages)
	}
}
