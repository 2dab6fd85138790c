// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

var onlyGUID = regexp.MustCompile(`^` + matchers()["guid"] + `$`)

// invariants are what holds for every answer of the management API, whatever was asked.
func invariants(method string, got answer) []string {
	var found []string
	wrong := func(format string, args ...any) {
		found = append(found, "in every answer: "+fmt.Sprintf(format, args...))
	}
	for _, name := range []string{"X-Ms-Request-Id", "X-Ms-Correlation-Request-Id"} {
		if id := got.Header.Values(name); len(id) != 1 || !onlyGUID.MatchString(id[0]) {
			wrong("%s is %q, want one GUID", name, id)
		}
	}
	// Every operation is complete when it is answered. With one of these, pollers would start to poll.
	for _, name := range []string{"Location", "Azure-Asyncoperation", "Operation-Location"} {
		if value := got.Header.Values(name); len(value) > 0 {
			wrong("%s is %q, want none", name, value)
		}
	}
	if got.Header.Get("Date") == "" {
		wrong("there is no Date")
	}
	if kind := got.Header.Get("Content-Type"); len(got.Body) > 0 && kind != "application/json; charset=utf-8" {
		wrong("Content-Type is %q", kind)
	}
	if len(got.Body) > 0 && (got.Status == http.StatusNoContent || got.Status == http.StatusNotModified) {
		wrong("%d has a body", got.Status)
	}
	if got.Status >= http.StatusBadRequest {
		failureInvariants(method, got, wrong)
	} else {
		successInvariants(method, got, wrong)
	}
	return found
}

// failureInvariants: Azure's envelope, the code in a header too, and what belongs to the status.
func failureInvariants(method string, got answer, wrong func(string, ...any)) {
	var body struct {
		Error struct {
			Code, Message string
			Details       []struct{ Code, Message string }
		}
	}
	header := got.Header.Get("X-Ms-Error-Code")
	if method == http.MethodHead {
		if header == "" {
			wrong("there is no x-ms-error-code")
		}
		return
	}
	if err := json.Unmarshal(got.Body, &body); err != nil || body.Error.Code == "" || body.Error.Message == "" {
		wrong("the error has no code or no message: %s", got.Body)
	}
	if header != body.Error.Code {
		wrong("x-ms-error-code is %q, but error.code is %q", header, body.Error.Code)
	}
	for _, detail := range body.Error.Details {
		if detail.Code == "" || detail.Message == "" {
			wrong("a detail has no code or no message: %s", got.Body)
		}
	}
	needs := map[int]string{http.StatusUnauthorized: "Www-Authenticate", http.StatusMethodNotAllowed: "Allow",
		http.StatusTooManyRequests: "Retry-After", http.StatusServiceUnavailable: "Retry-After"}[got.Status]
	if needs != "" && got.Header.Get(needs) == "" {
		wrong("%d without %s", got.Status, needs)
	}
}

// successInvariants: no error code, nothing to wait for, and one ETag wherever there is one.
func successInvariants(method string, got answer, wrong func(string, ...any)) {
	if code := got.Header.Get("X-Ms-Error-Code"); code != "" {
		wrong("x-ms-error-code is %q on %d", code, got.Status)
	}
	// HashiCorp's client waits 10 s before it looks after a write, unless it is told not to.
	const skip = "X-Go-Azure-Sdk-Skip-Polling-Delay"
	if writes := []string{http.MethodPut, http.MethodPatch, http.MethodDelete}; slices.Contains(writes, method) && got.Header.Get(skip) != "true" {
		wrong("%s is %q", skip, got.Header.Get(skip))
	}
	if len(got.Body) == 0 || got.Body[0] == '[' { // clouds come in an array
		return
	}
	var body struct {
		ETag       *string
		NextLink   *string
		Value      json.RawMessage
		Properties struct{ ProvisioningState *string }
	}
	if err := json.Unmarshal(got.Body, &body); err != nil {
		wrong("the body is not a JSON object: %v", err)
	}
	if etag := got.Header.Get("Etag"); body.ETag != nil && *body.ETag != etag {
		wrong("etag is %q, but the header field is %q", *body.ETag, etag)
	}
	if state := body.Properties.ProvisioningState; state != nil && *state != "Succeeded" {
		wrong("provisioningState is %q", *state)
	}
	if string(body.Value) == "null" || body.NextLink != nil && !strings.HasPrefix(*body.NextLink, "https://") {
		wrong("a list has an array and no nextLink but an absolute one: %s", got.Body)
	}
}
