// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"testing"
)

// The subscription of the dev data with its resource group, and the api-versions: Azure's for its own types, ours for the
// extensions.
const (
	subscription    = "00000000-0000-0000-0000-000000000001"
	groupID         = "/subscriptions/" + subscription + "/resourceGroups/demo"
	groupVersion    = "?api-version=2021-04-01"
	azureVersion    = "?api-version=2024-03-31"
	corsgateVersion = "?api-version=2026-11-01"
)

// workspaceID is the resource id of a workspace in the dev data's resource group.
func workspaceID(workspace string) string {
	return groupID + "/providers/Microsoft.HealthcareApis/workspaces/" + workspace
}

// serviceID is the resource id of a FHIR service.
func serviceID(workspace, service string) string {
	return workspaceID(workspace) + "/fhirservices/" + service
}

// corsSettings are the five fields.
type corsSettings struct {
	Origins          []string `json:"origins"`
	Headers          []string `json:"headers"`
	Methods          []string `json:"methods"`
	MaxAge           int      `json:"maxAge"`
	AllowCredentials bool     `json:"allowCredentials"`
}

// createService makes a FHIR service, and its workspace where there is none yet, in front of an upstream. It needs an
// operator's token.
func (c *apiClient) createService(t testing.TB, workspace, service, upstream string) {
	t.Helper()
	c.mustPut(t, workspaceID(workspace)+azureVersion, `{"location":"westeurope"}`)
	c.mustPut(t, serviceID(workspace, service)+azureVersion,
		`{"location":"westeurope","kind":"fhir-R4","properties":{}}`)
	c.mustPut(t, serviceID(workspace, service)+"/providers/Corsgate.Fhir/upstreams/default"+corsgateVersion,
		properties(t, map[string]string{"url": upstream}))
}

// putSettings stores CORS settings and returns the revision that brings them.
func (c *apiClient) putSettings(t testing.TB, workspace, service string, settings corsSettings) int64 {
	t.Helper()
	path := serviceID(workspace, service) + "/providers/Corsgate.Fhir/corsSettings/default" + corsgateVersion
	return c.mustPut(t, path, properties(t, settings)).revision(t)
}

// properties is a resource's body.
func properties(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"properties": value})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
