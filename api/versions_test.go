// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// newestService is a FHIR service with everything that the newest api-versions have.
const newestService = `{"location":"westeurope","tags":{"Ä":"ö <&>","b":""},"kind":"fhir-R4",
	"identity":{"type":"SystemAssigned, UserAssigned","userAssignedIdentities":{"` + someIdentity + `":{}}},
	"properties":{
		"acrConfiguration":{"loginServers":["b.example","a.example","b.example"],
			"ociArtifacts":[{"loginServer":"a.example","imageName":"<&>\u2028\"é漢😀","digest":""},{}]},
		"authenticationConfiguration":{"authority":"https://login.example.org/t","audience":"","smartProxyEnabled":true,
			"smartIdentityProviders":[{"authority":"https://smart.example.org",
				"applications":[{"clientId":"c","audience":"a","allowedDataActions":["Read"]}]}]},
		"corsConfiguration":{"origins":["https://b.example","https://a.example","https://b.example"],"maxAge":0,"allowCredentials":false},
		"exportConfiguration":{"storageAccountName":"exports"},
		"importConfiguration":{"enabled":true,"initialImportMode":false,"integrationDataStore":"imports"},
		"publicNetworkAccess":"Disabled",
		"resourceVersionPolicyConfiguration":{"default":"versioned","resourceTypeOverrides":{"Patient":"no-version","Observation":"versioned-update"}},
		"implementationGuidesConfiguration":{"usCoreMissingData":false},
		"encryption":{"customerManagedKeyEncryption":{"keyEncryptionKeyUrl":"https://vault.example.org/keys/k/1"}}}}`

const someIdentity = groupID + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/me"

// somePolicies are what the older api-versions have, and the newest has not.
const somePolicies = `[{"objectId":"11111111-2222-3333-4444-555555555555"}]`

// property is one that some api-versions lack: where it is, and a value of it.
type property struct{ path, value string }

func (p property) steps() []string { return strings.Split(p.path, ".") }

// inVersions are the properties of a FHIR service that some api-versions lack, with those that have them: a table made
// from Azure's own type files.
//
// https://github.com/Azure/bicep-types-az/tree/main/generated/healthcareapis/microsoft.healthcareapis
func inVersions() map[property][]string {
	every := arm.SupportedVersions(arm.FHIRServices)
	from := func(first string) []string { return every[slices.Index(every, first):] }
	const configuration = "properties.authenticationConfiguration"
	return map[property][]string{
		{"identity.userAssignedIdentities", `{"` + someIdentity + `":{}}`}:                                from("2021-11-01"),
		{"properties.accessPolicies", somePolicies}:                                                       every[:slices.Index(every, "2023-09-06")],
		{"properties.acrConfiguration.ociArtifacts", `[]`}:                                                from("2021-11-01"),
		{"properties.publicNetworkAccess", `"Enabled"`}:                                                   from("2021-11-01"),
		{"properties.resourceVersionPolicyConfiguration", `{"default":"versioned"}`}:                      from("2021-11-01"),
		{"properties.importConfiguration", `{"enabled":true}`}:                                            append([]string{"2022-01-31-preview"}, from("2022-06-01")...),
		{"properties.implementationGuidesConfiguration", `{"usCoreMissingData":true}`}:                    from("2022-12-01"),
		{"properties.encryption", `{"customerManagedKeyEncryption":{"keyEncryptionKeyUrl":"https://k"}}`}: from("2023-11-01"),
		{configuration + ".smartIdentityProviders", `[]`}:                                                 from("2023-12-01"),
	}
}

// withEverything makes a service with what any api-version has.
func withEverything(w *world) *reply {
	w.t.Helper()
	w.put(in("2025-04-01-preview", serviceID), newestService).want(http.StatusOK, "")
	return w.patch(in("2021-06-01-preview", serviceID), `{"properties":{"accessPolicies":`+somePolicies+`}}`).want(http.StatusOK, "")
}

// everywhere is what is stored of the properties that some versions lack, read in versions that have them.
func (w *world) everywhere() map[string]string {
	w.t.Helper()
	old, recent := w.get(in("2023-02-28", serviceID)), w.get(in("2025-04-01-preview", serviceID))
	values := map[string]string{}
	for p := range inVersions() {
		r := recent
		if strings.HasSuffix(p.path, "accessPolicies") {
			r = old
		}
		values[p.path] = r.member(p.steps())
	}
	return values
}

// member is what is at a path, "absent" also if an object above it is not there.
func (r *reply) member(path []string) string {
	r.t.Helper()
	for i := range path {
		if r.at(path[:i+1]...) == "absent" {
			return "absent"
		}
	}
	return r.at(path...)
}

// TestEveryVersion: each shows what it has and no more, and what it shows can be put again without changing anything.
func TestEveryVersion(t *testing.T) {
	t.Parallel()
	versions := arm.SupportedVersions(arm.FHIRServices)
	if len(versions) != 15 {
		t.Errorf("%d versions", len(versions))
	}
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			etag := withEverything(w).etag()
			read := w.get(in(version, serviceID)).want(http.StatusOK, "")
			for p, has := range inVersions() {
				if shown := read.member(p.steps()) != "absent"; shown != slices.Contains(has, version) {
					t.Errorf("%s is shown: %v", p.path, shown)
				}
			}
			w.tick()
			for name, again := range map[string]*reply{
				"PUT":   w.put(in(version, serviceID), string(read.body)),
				"PATCH": w.patch(in(version, serviceID), string(read.body)),
				"none":  w.patch(in(version, serviceID), `{}`),
			} {
				if again.want(http.StatusOK, "").etag() != etag {
					t.Errorf("%s of what was read changed something", name)
				}
				sameJSON(t, string(again.body), string(read.body))
			}
			list := w.get(in(version, workspaceID+"/fhirservices")).want(http.StatusOK, "")
			sameJSON(t, string(list.body), `{"value":[`+string(read.body)+`]}`)
		})
	}
}

// TestPutInEveryVersion: a PUT replaces what its api-version has, and keeps what that lacks.
func TestPutInEveryVersion(t *testing.T) {
	t.Parallel()
	for _, version := range arm.SupportedVersions(arm.FHIRServices) {
		for name, body := range map[string]string{"nothing": `{}`, "empty objects": `{"properties":{"acrConfiguration":{},"authenticationConfiguration":{}}}`,
			"another identity": `{"identity":{"type":"SystemAssigned"}}`, "the same identity": `{"identity":{"type":"UserAssigned"}}`} {
			t.Run(version+", "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				withEverything(w)
				before := w.everywhere()
				w.put(in(version, serviceID), body).want(http.StatusOK, "")
				after := w.everywhere()
				for p, has := range inVersions() {
					want := before[p.path]
					if slices.Contains(has, version) || strings.HasPrefix(p.path, "identity") && name != "the same identity" {
						want = "absent" // it was replaced, or would contradict what was put
					}
					if after[p.path] != want {
						t.Errorf("%s is %s, want %s", p.path, after[p.path], want)
					}
				}
				w.patch(serviceID, `{}`).want(http.StatusOK, "") // what is stored is valid in every version
			})
		}
	}
}

// TestPropertiesOfOtherVersions: what an api-version lacks is refused, with those that have it.
func TestPropertiesOfOtherVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for p, has := range inVersions() {
		body := p.value
		for _, step := range slices.Backward(p.steps()) {
			body = `{"` + step + `":` + body + `}`
			if step == "userAssignedIdentities" {
				body = strings.Replace(body, "{", `{"type":"UserAssigned",`, 1)
			}
		}
		for _, version := range arm.SupportedVersions(arm.FHIRServices) {
			t.Run(p.path+" in "+version, func(t *testing.T) {
				w := w.with(t)
				for _, send := range []func(string, string, ...option) *reply{w.put, w.patch} {
					r := send(in(version, serviceID), body)
					if slices.Contains(has, version) {
						r.want(http.StatusOK, "")
						continue
					}
					r.want(http.StatusBadRequest, arm.InvalidRequestContent)
					f := r.failure()
					sameValue(t, r.findings(), []finding{{arm.UnknownProperty, p.path}})
					named := slices.ContainsFunc(has, func(v string) bool { return strings.Contains(f.Message, v) })
					if !named && !strings.HasSuffix(p.path, "accessPolicies") || !strings.Contains(f.Message, version) || strings.Contains(f.Message, "  ") {
						t.Errorf("message %q", f.Message)
					}
				}
			})
		}
	}
}

// A workspace has one such property.
func TestVersionsOfWorkspaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const first = "2021-06-01-preview"
	put := w.put(workspaceID, `{"properties":{"publicNetworkAccess":"Disabled"}}`).want(http.StatusOK, "")
	for _, version := range arm.SupportedVersions(arm.Workspaces) {
		read := w.get(in(version, workspaceID)).want(http.StatusOK, "")
		if shown := read.at("properties", "publicNetworkAccess") != "absent"; shown != (version != first) {
			t.Errorf("%s: publicNetworkAccess is shown: %v", version, shown)
		}
		if again := w.put(in(version, workspaceID), string(read.body)).want(http.StatusOK, ""); again.etag() != put.etag() {
			t.Errorf("%s: what was read is not the same when it is put", version)
		}
	}
	w.put(in(first, workspaceID), `{"properties":{"publicNetworkAccess":"Enabled"}}`).want(http.StatusBadRequest, arm.InvalidRequestContent)
	w.put(in(first, workspaceID), `{"tags":{"a":"b"}}`).want(http.StatusOK, "")
	if got := w.get(workspaceID).at("properties", "publicNetworkAccess"); got != `"Disabled"` {
		t.Errorf("publicNetworkAccess is %s", got)
	}
	w.put(workspaceID, `{}`).want(http.StatusOK, "")
	if got := w.get(workspaceID).at("properties", "publicNetworkAccess"); got != "absent" {
		t.Errorf("publicNetworkAccess is %s", got)
	}
}

// Groups and subscriptions are the same in all of theirs.
func TestVersionsOfGroups(t *testing.T) {
	t.Parallel()
	w, operator := newWorld(t), as(auth.Operator)
	want := string(w.get(groupID).body)
	for _, version := range arm.SupportedVersions(arm.ResourceGroups) {
		sameJSON(t, string(w.get(in(version, groupID)).want(http.StatusOK, "").body), want)
		sameJSON(t, string(w.put(in(version, groupID), want, operator).want(http.StatusOK, "").body), want)
		w.get(in(version, "/subscriptions/"+sub1)).want(http.StatusOK, "")
	}
}
