// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/contract"
)

// Every failure has the same envelope, also where no operation is concerned.
func TestUnknownRoutesAndMethods(t *testing.T) {
	t.Parallel()
	cases := []struct {
		method, target string
		status         int
		code           arm.Code
		allow          string
	}{
		{http.MethodGet, "/", 404, arm.InvalidResourceType, ""},
		{http.MethodGet, "/nowhere", 404, arm.InvalidResourceType, ""},
		{http.MethodGet, "/providers/Microsoft.Resources/operations", 404, arm.InvalidResourceType, ""},
		{http.MethodGet, "/metadata", 404, arm.InvalidResourceType, ""},
		{http.MethodGet, serviceID + "/", 404, arm.InvalidResourceType, ""},
		{http.MethodGet, serviceID + "/providers/Corsgate.Fhir/corsSettings", 404, arm.InvalidResourceType, ""},
		{http.MethodGet, serviceID + "/providers/Corsgate.Fhir/corsSettings/other", 404, arm.InvalidResourceType, ""},
		{http.MethodGet, groupID + "/providers/Microsoft.Compute/virtualMachines/demo", 404, arm.InvalidResourceType, ""},
		{http.MethodGet, workspaceID + "/dicomservices/images", 404, arm.InvalidResourceType, ""},
		{http.MethodPost, serviceID, 405, arm.MethodNotAllowed, "GET, PUT, DELETE, PATCH"},
		{http.MethodHead, serviceID, 405, "", "GET, PUT, DELETE, PATCH"},
		{http.MethodPatch, corsID, 405, arm.MethodNotAllowed, "GET, PUT, DELETE"},
		{http.MethodOptions, corsID, 405, arm.MethodNotAllowed, "GET, PUT, DELETE"},
		{http.MethodHead, corsID, 405, "", "GET, PUT, DELETE"},
		{"QUERY", corsID, 405, arm.MethodNotAllowed, "GET, PUT, DELETE"},
		{"get", corsID, 405, arm.MethodNotAllowed, "GET, PUT, DELETE"},
		{http.MethodPost, groupID, 405, arm.MethodNotAllowed, "GET, PUT, DELETE, HEAD, PATCH"},
		{http.MethodPatch, "/subscriptions/" + sub1, 405, arm.MethodNotAllowed, "GET, PUT, DELETE"},
		{http.MethodPost, "/metadata/endpoints", 405, arm.MethodNotAllowed, "GET"},
		{http.MethodPut, groupID + workspaces, 405, arm.MethodNotAllowed, "GET"},
	}
	w := newWorld(t)
	for _, c := range cases {
		t.Run(c.method+" "+c.target, func(t *testing.T) {
			w := w.with(t)
			r := w.do(c.method, c.target, "", as(auth.Operator)).want(c.status, c.code)
			if got := r.header.Get("Allow"); got != c.allow {
				t.Errorf("Allow is %q, want %q", got, c.allow)
			}
			w.do(c.method, c.target, "", without("Authorization")).want(http.StatusUnauthorized, "")
		})
	}
}

func TestAPIVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for query, code := range map[string]arm.Code{
		"":                               arm.MissingAPIVersionParameter,
		"api-version=":                   arm.MissingAPIVersionParameter,
		"api-version":                    arm.MissingAPIVersionParameter,
		"apiversion=2024-03-31":          arm.MissingAPIVersionParameter,
		"api-version=2024-03-31;x":       arm.MissingAPIVersionParameter,
		"api-version=%zz":                arm.MissingAPIVersionParameter,
		"api-version=2026-11-01":         arm.UnsupportedAPIVersionValue,
		"api-version=2024-03-31-PREVIEW": arm.UnsupportedAPIVersionValue,
		"api-version=+2024-03-31":        arm.UnsupportedAPIVersionValue,
		"api-version=2024-03-31%00":      arm.UnsupportedAPIVersionValue,
		"api-version=%ff":                arm.UnsupportedAPIVersionValue,
		"api-version=1&api-version=1":    arm.UnsupportedAPIVersionValue,
		"api-version=2024-03-31&api-version=2023-11-01": arm.UnsupportedAPIVersionValue,
	} {
		t.Run(query, func(t *testing.T) {
			r := w.with(t).get(serviceID+"?"+query).want(http.StatusBadRequest, code)
			if r.failure().Target != "api-version" {
				t.Errorf("target %q", r.failure().Target)
			}
		})
	}
	for _, version := range arm.SupportedVersions(arm.FHIRServices) {
		w.get(serviceID+"?api-version="+version).want(http.StatusOK, "")
	}
	w.get(corsID+"?api-version=2024-03-31").want(http.StatusBadRequest, arm.UnsupportedAPIVersionValue)
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	const one, two = "7b9f0a54-9f0e-4a52-8a7a-6f0d0f6e3b11", "0d4f7c4e-33f5-4c5e-9a40-1f6cf1b1a7d2"
	w := newWorld(t)
	named := w.get(serviceID, header("x-ms-correlation-request-id", one), header("x-ms-client-request-id", two), header("x-ms-return-client-request-id", "true"))
	if named.header.Get("x-ms-correlation-request-id") != one || named.header.Get("x-ms-client-request-id") != two {
		t.Errorf("ids are not sent back: %v", named.header)
	}
	if id := named.header.Get("x-ms-request-id"); uuid.Validate(id) != nil || id == one || id == two {
		t.Errorf("x-ms-request-id is %q", id)
	}
	quiet := w.get(serviceID, header("x-ms-client-request-id", two))
	if got := quiet.header.Get("x-ms-client-request-id"); got != "" {
		t.Errorf("a client's id comes back unasked: %q", got)
	}
	forged := w.get(serviceID, header("x-ms-correlation-request-id", "1\tlevel=error"), header("x-ms-client-request-id", "x"), header("x-ms-return-client-request-id", "true"))
	if got := forged.header.Get("x-ms-correlation-request-id"); got != forged.header.Get("x-ms-request-id") {
		t.Errorf("what is no GUID is taken as a correlation id: %q", got)
	}
	if got := forged.header.Get("x-ms-client-request-id"); got != "" {
		t.Errorf("what is no GUID is sent back: %q", got)
	}
}

// Nothing that a client says about itself is believed.
func TestClaimsOfTheClientAreIgnored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := workspaceID + "/fhirservices/claims"
	r := w.put(id, located, header("x-ms-client-principal-name", "root"), header("x-ms-client-principal-id", "root"),
		header("x-ms-arm-resource-system-data", `{"createdBy":"root"}`), header("Referer", "https://evil.example/x"),
		header("X-Forwarded-Host", "evil.example")).want(http.StatusCreated, "")
	if r.text("systemData", "createdBy") != "local-contributor" || strings.Contains(string(r.body), "evil") {
		t.Errorf("a claim was believed: %s", r.body)
	}
}

func TestStoreAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	operator := as(auth.Operator)
	for name, send := range map[string]func(*world) *reply{
		"get":          func(w *world) *reply { return w.get(serviceID) },
		"list":         func(w *world) *reply { return w.get(groupID + workspaces) },
		"put":          func(w *world) *reply { return w.put(serviceID, located) },
		"put cors":     func(w *world) *reply { return w.put(corsID, `{"properties":{}}`) },
		"delete":       func(w *world) *reply { return w.delete(serviceID) },
		"get group":    func(w *world) *reply { return w.get(groupID) },
		"put group":    func(w *world) *reply { return w.put(groupID, located, operator) },
		"delete group": func(w *world) *reply { return w.delete(groupID, operator) },
		"get upstream": func(w *world) *reply { return w.get(upstreamID) },
	} {
		t.Run(name, func(t *testing.T) {
			r := send(w.with(t)).want(http.StatusServiceUnavailable, arm.ServiceUnavailable)
			if r.header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		})
	}
	// What is wrong with a request itself is told all the same.
	w.get(serviceID, of(sub2)).want(http.StatusForbidden, arm.AuthorizationFailed)
}

// broken is code that fails.
type broken struct{}

func (broken) Verify(context.Context, string) (auth.Principal, error) { panic("secret") }

// A failure in the code is an answer with ids, is counted and logged like any other, and tells nothing else.
func TestPanicIsAnAnswer(t *testing.T) {
	t.Parallel()
	w := newEmptyWorld(t)
	var log bytes.Buffer
	w.handler = contract.New(t).Wrap(Handler(nil, broken{}, Options{Logger: slog.New(slog.NewJSONHandler(&log, nil))}))
	r := w.get(serviceID).want(http.StatusInternalServerError, arm.InternalServerError)
	if strings.Contains(string(r.body), "secret") || r.header.Get("x-ms-request-id") == "" {
		t.Errorf("the answer is %s", r.body)
	}
	if strings.Contains(log.String(), "secret") || !strings.Contains(log.String(), `"status":500`) {
		t.Errorf("the log is %s", &log)
	}
}
