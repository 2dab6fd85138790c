// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// TestOrderOfChecks sends a request with every fault there is and mends one after the other: each answer names the
// next fault in the order of the contract.
func TestOrderOfChecks(t *testing.T) {
	t.Parallel()
	const orphan = groupID + workspaces + "/nobody/fhirservices/records"
	const badSettings = `{"location":"eastus","properties":{"corsConfiguration":{"origins":["null"]}}}`
	huge := `{"x":"` + strings.Repeat("x", maxBodyBytes) + `"}`
	unsigned := header("Authorization", "Bearer nonsense")
	text, stale := header("Content-Type", "text/plain"), header("If-Match", `"stale"`)
	reader := as(auth.Reader)
	steps := []struct {
		name, method, target, body string
		with                       []option
		status                     int
		code                       arm.Code
	}{
		{"no identity, no route", http.MethodPut, "/nowhere", huge, []option{unsigned, text, stale}, 401, arm.AuthenticationFailed},
		{"no identity, no method", http.MethodPost, serviceID, huge, []option{unsigned, text, stale}, 401, arm.AuthenticationFailed},
		{"no identity", http.MethodPut, serviceID + "?api-version=1", huge, []option{unsigned, text, stale}, 401, arm.AuthenticationFailed},
		{"no route", http.MethodPut, "/nowhere?api-version=1", huge, []option{reader, text, stale}, 404, arm.InvalidResourceType},
		{"no method", http.MethodPost, orphan + "?api-version=1", huge, []option{reader, text, stale}, 405, arm.MethodNotAllowed},
		{"no such id", http.MethodPut, strings.Replace(orphan, "/demo/", "//", 1) + "?api-version=1", huge, []option{reader, text, stale}, 404, arm.InvalidResourceType},
		{"no version", http.MethodPut, orphan + "?x=1", huge, []option{reader, text, stale}, 400, arm.MissingAPIVersionParameter},
		{"wrong version", http.MethodPut, orphan + "?api-version=2026-11-01", huge, []option{reader, text, stale}, 400, arm.UnsupportedAPIVersionValue},
		{"no right", http.MethodPut, orphan, huge, []option{reader, text, stale}, 403, arm.AuthorizationFailed},
		{"media type", http.MethodPut, orphan, huge, []option{text, stale}, 415, arm.UnsupportedMediaType},
		{"size", http.MethodPut, orphan, huge, []option{stale}, 413, arm.RequestEntityTooLarge},
		{"content", http.MethodPut, orphan, badSettings[:40], []option{stale}, 400, arm.InvalidRequestContent},
		{"parent", http.MethodPut, orphan, badSettings, []option{stale}, 404, arm.ParentResourceNotFound},
		{"precondition", http.MethodPut, serviceID, badSettings, []option{stale}, 412, arm.PreconditionFailed},
		{"location", http.MethodPut, serviceID, badSettings, nil, 409, arm.InvalidResourceLocation},
		{"settings", http.MethodPut, serviceID, strings.Replace(badSettings, "eastus", "westeurope", 1), nil, 400, arm.InvalidCorsConfiguration},
		{"patch: no right", http.MethodPatch, orphan, huge, []option{reader, text, stale}, 403, arm.AuthorizationFailed},
		{"patch: media type", http.MethodPatch, orphan, huge, []option{text, stale}, 415, arm.UnsupportedMediaType},
		{"patch: size", http.MethodPatch, orphan, huge, []option{stale}, 413, arm.RequestEntityTooLarge},
		{"patch: content", http.MethodPatch, orphan, badSettings[:40], []option{stale}, 400, arm.InvalidRequestContent},
		{"patch: form", http.MethodPatch, orphan, `{"tags":[]}`, []option{stale}, 400, arm.InvalidRequestContent},
		{"patch: absent", http.MethodPatch, orphan, badSettings, []option{stale}, 404, arm.ResourceNotFound},
		{"patch: precondition", http.MethodPatch, serviceID, badSettings, []option{stale}, 412, arm.PreconditionFailed},
		{"patch: its own settings", http.MethodPatch, serviceID, `{"identity":{},` + badSettings[1:], nil, 400, arm.InvalidCorsConfiguration},
		{"patch: result", http.MethodPatch, serviceID, `{"identity":{},"location":"eastus"}`, nil, 400, arm.InvalidRequestContent},
		{"patch: location", http.MethodPatch, serviceID, `{"location":"eastus"}`, nil, 409, arm.InvalidResourceLocation},
		{"settings alone: parent", http.MethodPut, strings.Replace(corsID, "records", "nothere", 1), `{"properties":{"origins":["null"]}}`, []option{stale}, 404, arm.ParentResourceNotFound},
		{"settings alone: precondition", http.MethodPut, corsID, `{"properties":{"origins":["null"]}}`, []option{stale}, 412, arm.PreconditionFailed},
		{"settings alone", http.MethodPut, corsID, `{"properties":{"origins":["null"]}}`, nil, 400, arm.InvalidCorsConfiguration},
	}
	w := newWorld(t)
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			w.with(t).do(step.method, step.target, step.body, step.with...).want(step.status, step.code)
		})
	}
}

// Nobody learns by the answer whether something exists that they may not see.
func TestForbiddenLooksTheSameWhateverExists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	there := w.get(serviceID, of(sub2)).want(http.StatusForbidden, arm.AuthorizationFailed)
	nowhere := w.get(strings.Replace(serviceID, "records", "nothere", 1), of(sub2)).want(http.StatusForbidden, arm.AuthorizationFailed)
	if a, b := string(there.body), strings.Replace(string(nowhere.body), "nothere", "records", 1); a != b {
		t.Errorf("the answers differ:\n%s\n%s", a, b)
	}
}
