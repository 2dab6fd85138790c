// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/arm"
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
