// SPDX-License-Identifier: Apache-2.0

package shape_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/arm/shape"
)

const newest = "2025-04-01-preview"

// faults are code and target of each fault, in a line each.
func faults(list []arm.Error) string {
	lines := make([]string, len(list))
	for i, f := range list {
		lines[i] = string(f.Code) + " " + f.Target
	}
	return strings.Join(lines, "\n")
}

func TestCheckFHIRService(t *testing.T) {
	t.Parallel()
	provider := func(authority string, applications ...string) string {
		return fmt.Sprintf(`{"authority":%q,"applications":[%s]}`, authority, strings.Join(applications, ","))
	}
	application := func(id string) string {
		return fmt.Sprintf(`{"clientId":%q,"audience":"https://a","allowedDataActions":["Read"]}`, id)
	}
	smart := func(providers ...string) string {
		return `{"properties":{"authenticationConfiguration":{"smartIdentityProviders":[` + strings.Join(providers, ",") + `]}}}`
	}
	const inSMART = "properties.authenticationConfiguration.smartIdentityProviders"
	for name, tc := range map[string]struct{ version, body, want string }{
		"nothing":                 {newest, `{}`, ""},
		"no object":               {newest, `[]`, "InvalidType "},
		"cors is any value":       {newest, `{"properties":{"corsConfiguration":[1,null]}}`, ""},
		"unknown at the top":      {newest, `{"propertis":{}}`, "UnknownProperty propertis"},
		"unknown below":           {newest, `{"properties":{"a.b":1}}`, "UnknownProperty properties['a.b']"},
		"all in the body's order": {newest, `{"z":1,"kind":"R5","tags":{"":"","x":1}}`, "UnknownProperty z\nInvalidValue kind\nInvalidValue tags['']\nInvalidType tags.x"},
		"read-only, any type":     {newest, `{"id":1,"name":[],"type":{},"etag":false,"systemData":"x","properties":{"provisioningState":{},"eventState":1,"privateEndpointConnections":"?"}}`, ""},
		"null":                    {newest, `{"location":null,"properties":null}`, "InvalidType location\nInvalidType properties"},
		"kind":                    {newest, `{"kind":"fhir-Stu3"}`, ""},
		"flag as text":            {newest, `{"properties":{"importConfiguration":{"enabled":"true"}}}`, "InvalidType properties.importConfiguration.enabled"},
		"enum":                    {newest, `{"properties":{"publicNetworkAccess":"enabled"}}`, "InvalidValue properties.publicNetworkAccess"},
		"list item":               {newest, `{"properties":{"acrConfiguration":{"loginServers":["a",2]}}}`, "InvalidType properties.acrConfiguration.loginServers[1]"},
		"too long":                {newest, `{"location":"` + strings.Repeat("x", 129) + `"}`, "TooLong location"},
		"too many tags":           {newest, `{"tags":{` + manyTags(51) + `}}`, "TooManyItems tags"},
		"fifty tags":              {newest, `{"tags":{` + manyTags(50) + `}}`, ""},
		"tag twice":               {newest, `{"tags":{"env":"a","Env":"b"}}`, "InvalidValue tags.Env"},
		"tag name":                {newest, `{"tags":{"a/b":"a"}}`, "InvalidValue tags.a/b"},
		"key url":                 {newest, `{"properties":{"encryption":{"customerManagedKeyEncryption":{"keyEncryptionKeyUrl":"http://v"}}}}`, "InvalidValue properties.encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl"},
		"policy of a type":        {newest, `{"properties":{"resourceVersionPolicyConfiguration":{"default":"versioned","resourceTypeOverrides":{"Patient":"no-version","patient ":"x"}}}}`, "InvalidValue properties.resourceVersionPolicyConfiguration.resourceTypeOverrides.patient \nInvalidValue properties.resourceVersionPolicyConfiguration.resourceTypeOverrides.patient "},
		"identity without type":   {newest, `{"identity":{}}`, "MissingProperty identity.type"},
		"identity null":           {newest, `{"identity":{"type":"None","userAssignedIdentities":null}}`, ""},
		"identity of other type":  {newest, `{"identity":{"type":"SystemAssigned","userAssignedIdentities":{"` + someIdentity + `":{}}}}`, "InvalidValue identity.userAssignedIdentities"},
		"identity with space":     {newest, `{"identity":{"type":"SystemAssigned, UserAssigned","userAssignedIdentities":{"` + someIdentity + `":{"clientId":"x"}}}}`, ""},
		"identity id":             {newest, `{"identity":{"type":"UserAssigned","userAssignedIdentities":{"me":{}}}}`, "InvalidValue identity.userAssignedIdentities.me"},
		"authority":               {newest, `{"properties":{"authenticationConfiguration":{"authority":"login"}}}`, "InvalidValue properties.authenticationConfiguration.authority"},
		"smart":                   {newest, smart(provider("https://a", application("1"), application("2")), provider("https://b", application("3"))), ""},
		"smart null":              {newest, `{"properties":{"authenticationConfiguration":{"smartIdentityProviders":null}}}`, ""},
		"smart authority twice":   {newest, smart(provider("https://a", application("1")), provider("https://a", application("2"))), "InvalidValue " + inSMART + "[1].authority"},
		"smart client twice":      {newest, smart(provider("https://a", application("1")), provider("https://b", application("1"))), "InvalidValue " + inSMART + "[1].applications[0].clientId"},
		"smart three":             {newest, smart(provider("https://a", application("1")), provider("https://b", application("2")), provider("https://c", application("3"))), "TooManyItems " + inSMART},
		"smart no application":    {newest, smart(provider("https://a")), "TooFewItems " + inSMART + "[0].applications"},
		"smart action":            {newest, smart(`{"authority":"https://a","applications":[{"clientId":"","audience":"a","allowedDataActions":["Write"]}]}`), "InvalidValue " + inSMART + "[0].applications[0].clientId\nInvalidValue " + inSMART + "[0].applications[0].allowedDataActions[0]"},
		"smart before its time":   {"2023-11-01", smart(), "UnknownProperty " + inSMART},
		"access policies":         {"2023-02-28", `{"properties":{"accessPolicies":[{"objectId":"11111111-2222-3333-4444-555555555555"},{"objectId":"me"},{}]}}`, "InvalidValue properties.accessPolicies[1].objectId\nMissingProperty properties.accessPolicies[2].objectId"},
		"access policies later":   {"2023-09-06", `{"properties":{"accessPolicies":[]}}`, "UnknownProperty properties.accessPolicies"},
		"import, gone for once":   {"2022-05-15", `{"properties":{"importConfiguration":{}}}`, "UnknownProperty properties.importConfiguration"},
		"import, back":            {"2022-06-01", `{"properties":{"importConfiguration":{}}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := faults(shape.Check(jsontext.Value(tc.body), shape.FHIRService(), shape.Version(tc.version))); got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

const someIdentity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/me"

func manyTags(n int) string {
	tags := make([]string, n)
	for i := range tags {
		tags[i] = fmt.Sprintf(`"t%d":"v"`, i)
	}
	return strings.Join(tags, ",")
}

func TestFaultsAreBounded(t *testing.T) {
	t.Parallel()
	body := `{` + strings.ReplaceAll(manyTags(5000), `"v"`, "1") + `}`
	if got := len(shape.Check(jsontext.Value(body), shape.Workspace(), newest)); got != 100 {
		t.Errorf("%d faults", got)
	}
}

func TestUnknownNamesTheNearest(t *testing.T) {
	t.Parallel()
	got := shape.Check(jsontext.Value(`{"properties":{"authentication_config":{}}}`), shape.FHIRService(), newest)
	if len(got) != 1 || !strings.Contains(got[0].Message, "Did you mean authenticationConfiguration?") ||
		got[0].AdditionalInfo[0].Info["property"] != "authenticationConfiguration" {
		t.Errorf("%+v", got)
	}
}

func TestOtherVersionSaysWhich(t *testing.T) {
	t.Parallel()
	got := shape.Check(jsontext.Value(`{"properties":{"importConfiguration":{}}}`), shape.FHIRService(), "2021-11-01")
	if want := "from 2022-01-31-preview until before 2022-05-15 or from 2022-06-01"; len(got) != 1 || !strings.Contains(got[0].Message, want) {
		t.Errorf("%+v", got)
	}
}

func TestCheckPatch(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ body, want string }{
		"removals":         {`{"tags":null,"kind":null,"properties":{"corsConfiguration":null,"encryption":null}}`, ""},
		"tag removed":      {`{"tags":{"a":null}}`, "InvalidType tags.a"},
		"location removed": {`{"location":null}`, "InvalidType location"},
		"half an identity": {`{"identity":{"userAssignedIdentities":{"` + someIdentity + `":null}}}`, ""},
		"item":             {`{"properties":{"acrConfiguration":{"loginServers":[null]}}}`, "InvalidType properties.acrConfiguration.loginServers[0]"},
		"unknown":          {`{"properties":{"unknown":null}}`, "UnknownProperty properties.unknown"},
		"not an object":    {`"x"`, "InvalidType "},
	} {
		if got := faults(shape.CheckPatch(jsontext.Value(tc.body), shape.FHIRService(), newest)); got != tc.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, tc.want)
		}
	}
}

// TestEveryVersionHasItsProperties compares the registry with a table that was made from Azure's own type files.
//
// https://github.com/Azure/bicep-types-az/tree/main/generated/healthcareapis/microsoft.healthcareapis
func TestEveryVersionHasItsProperties(t *testing.T) {
	t.Parallel()
	base := []string{"acrConfiguration", "authenticationConfiguration", "corsConfiguration", "exportConfiguration"}
	later := []string{"publicNetworkAccess", "resourceVersionPolicyConfiguration"}
	for version, more := range map[string][]string{
		"2021-06-01-preview": {"accessPolicies"},
		"2021-11-01":         {"accessPolicies", later[0], later[1]},
		"2022-01-31-preview": {"accessPolicies", later[0], later[1], "importConfiguration"},
		"2022-05-15":         {"accessPolicies", later[0], later[1]},
		"2022-06-01":         {"accessPolicies", later[0], later[1], "importConfiguration"},
		"2022-10-01-preview": {"accessPolicies", later[0], later[1], "importConfiguration"},
		"2022-12-01":         {"accessPolicies", later[0], later[1], "importConfiguration", "implementationGuidesConfiguration"},
		"2023-02-28":         {"accessPolicies", later[0], later[1], "importConfiguration", "implementationGuidesConfiguration"},
		"2023-09-06":         {later[0], later[1], "importConfiguration", "implementationGuidesConfiguration"},
		"2023-11-01":         {later[0], later[1], "importConfiguration", "implementationGuidesConfiguration", "encryption"},
		"2023-12-01":         {later[0], later[1], "importConfiguration", "implementationGuidesConfiguration", "encryption"},
		"2024-03-01":         {later[0], later[1], "importConfiguration", "implementationGuidesConfiguration", "encryption"},
		"2024-03-31":         {later[0], later[1], "importConfiguration", "implementationGuidesConfiguration", "encryption"},
		"2025-03-01-preview": {later[0], later[1], "importConfiguration", "implementationGuidesConfiguration", "encryption"},
		"2025-04-01-preview": {later[0], later[1], "importConfiguration", "implementationGuidesConfiguration", "encryption"},
	} {
		if !arm.Supports(arm.FHIRServices, version) || !arm.Supports(arm.Workspaces, version) {
			t.Errorf("%s is not served", version)
		}
		want := slices.Sorted(slices.Values(append(slices.Clone(base), more...)))
		if got := propertiesIn(shape.Version(version)); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", version, got, want)
		}
	}
}

// propertiesIn are the properties of a FHIR service that a version takes.
func propertiesIn(version shape.Version) []string {
	var names []string
	for _, f := range shape.FHIRService().Fields {
		if f.Name != "properties" {
			continue
		}
		for _, p := range f.Fields {
			body := fmt.Sprintf(`{"properties":{%q:null}}`, p.Name)
			if !p.ReadOnly && len(shape.CheckPatch(jsontext.Value(body), shape.FHIRService(), version)) == 0 {
				names = append(names, p.Name)
			}
		}
	}
	return slices.Sorted(slices.Values(names))
}
