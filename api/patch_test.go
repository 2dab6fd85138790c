// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// patchCase is what becomes of the properties of a FHIR service.
type patchCase struct {
	before, patch string
	// after is "" if the patch is refused for what is at the target.
	after, target string
}

// mergePatches are the examples of RFC 7396, appendix A, with names and values that a service has, and more.
func mergePatches() map[string]patchCase {
	const exports, imports = `"exportConfiguration":`, `"importConfiguration":`
	const overrides = `"resourceVersionPolicyConfiguration":{"resourceTypeOverrides":`
	const smart = `"smartIdentityProviders":[{"authority":"https://a.example","applications":[{"clientId":"c","audience":"a","allowedDataActions":["Read"]}]}]`
	return map[string]patchCase{
		"a value for a value":         {`{` + exports + `{"storageAccountName":"b"}}`, `{` + exports + `{"storageAccountName":"c"}}`, `{` + exports + `{"storageAccountName":"c"}}`, ""},
		"one more":                    {`{` + imports + `{"enabled":true}}`, `{` + imports + `{"initialImportMode":false}}`, `{` + imports + `{"enabled":true,"initialImportMode":false}}`, ""},
		"null removes":                {`{"publicNetworkAccess":"Enabled"}`, `{"publicNetworkAccess":null}`, `{}`, ""},
		"null removes one of two":     {`{` + imports + `{"enabled":true,"initialImportMode":true}}`, `{` + imports + `{"enabled":null}}`, `{` + imports + `{"initialImportMode":true}}`, ""},
		"a value for a list":          {`{"acrConfiguration":{"loginServers":["b"]}}`, `{"acrConfiguration":{"loginServers":"c"}}`, "", "properties.acrConfiguration.loginServers"},
		"a list for a value":          {`{"publicNetworkAccess":"Enabled"}`, `{"publicNetworkAccess":["Enabled"]}`, "", "properties.publicNetworkAccess"},
		"an object for a list":        {`{"acrConfiguration":{"loginServers":["b"]}}`, `{"acrConfiguration":{"loginServers":{"b":"c"}}}`, "", "properties.acrConfiguration.loginServers"},
		"below":                       {`{` + overrides + `{"B":"versioned"}}}`, `{` + overrides + `{"B":"no-version","C":null}}}`, `{` + overrides + `{"B":"no-version"}}}`, ""},
		"a list for a list":           {`{"acrConfiguration":{"loginServers":["b","c"]}}`, `{"acrConfiguration":{"loginServers":["d"]}}`, `{"acrConfiguration":{"loginServers":["d"]}}`, ""},
		"a list of objects":           {`{"acrConfiguration":{"ociArtifacts":[{"loginServer":"a","imageName":"b"}]}}`, `{"acrConfiguration":{"ociArtifacts":[{"digest":"d"}]}}`, `{"acrConfiguration":{"ociArtifacts":[{"digest":"d"}]}}`, ""},
		"a list and an empty list":    {`{"acrConfiguration":{"loginServers":["b"]}}`, `{"acrConfiguration":{"loginServers":[]}}`, `{"acrConfiguration":{"loginServers":[]}}`, ""},
		"null in a list":              {`{}`, `{"acrConfiguration":{"loginServers":["a",null]}}`, "", "properties.acrConfiguration.loginServers[1]"},
		"null in an object of a list": {`{}`, `{"acrConfiguration":{"ociArtifacts":[{"loginServer":"a","digest":null}]}}`, "", "properties.acrConfiguration.ociArtifacts[0].digest"},
		"null in an object of a list that is there": {`{"acrConfiguration":{"ociArtifacts":[{"digest":"d"}]}}`,
			`{"acrConfiguration":{"ociArtifacts":[{"loginServer":"a","digest":null}]}}`, "", "properties.acrConfiguration.ociArtifacts[0].digest"},
		"half an object in a list":   {`{"authenticationConfiguration":{` + smart + `}}`, `{"authenticationConfiguration":{"smartIdentityProviders":[{"authority":"https://b.example"}]}}`, "", "properties.authenticationConfiguration.smartIdentityProviders[0].applications"},
		"a list of one kind kept":    {`{"authenticationConfiguration":{` + smart + `}}`, `{"authenticationConfiguration":{"audience":"x"}}`, `{"authenticationConfiguration":{"audience":"x",` + smart + `}}`, ""},
		"null for a list":            {`{"authenticationConfiguration":{` + smart + `}}`, `{"authenticationConfiguration":{"smartIdentityProviders":null}}`, `{"authenticationConfiguration":{}}`, ""},
		"objects that were not":      {`{}`, `{"encryption":{"customerManagedKeyEncryption":{"keyEncryptionKeyUrl":null}}}`, `{"encryption":{"customerManagedKeyEncryption":{}}}`, ""},
		"null for an object":         {`{"encryption":{"customerManagedKeyEncryption":{}}}`, `{"encryption":null}`, `{}`, ""},
		"null for what is not there": {`{}`, `{"encryption":null,"exportConfiguration":null}`, `{}`, ""},
		"nothing":                    {`{"publicNetworkAccess":"Enabled"}`, `{}`, `{"publicNetworkAccess":"Enabled"}`, ""},
		"read-only":                  {`{}`, `{"provisioningState":"Failed","eventState":"Enabled","privateEndpointConnections":[{"id":"x"}]}`, `{}`, ""},
		"unknown":                    {`{}`, `{"unknown":null}`, "", "properties.unknown"},
		"settings that were not":     {`{}`, `{"corsConfiguration":{"origins":["*"],"maxAge":null}}`, `{"corsConfiguration":{"origins":["*"]}}`, ""},
		"one setting":                {`{"corsConfiguration":{"origins":["https://a.example"],"headers":["x-a"],"maxAge":5}}`, `{"corsConfiguration":{"origins":["https://b.example"]}}`, `{"corsConfiguration":{"origins":["https://b.example"],"headers":["x-a"],"maxAge":5}}`, ""},
		"null for a setting":         {`{"corsConfiguration":{"origins":["*"],"maxAge":5}}`, `{"corsConfiguration":{"maxAge":null}}`, `{"corsConfiguration":{"origins":["*"]}}`, ""},
		"null for all settings":      {`{"corsConfiguration":{"origins":["*"]}}`, `{"corsConfiguration":null}`, `{}`, ""},
		"no setting":                 {`{"corsConfiguration":{"origins":["*"]}}`, `{"corsConfiguration":{}}`, `{"corsConfiguration":{"origins":["*"]}}`, ""},
		"empty settings":             {`{"corsConfiguration":{}}`, `{"publicNetworkAccess":"Enabled"}`, `{"corsConfiguration":{},"publicNetworkAccess":"Enabled"}`, ""},
		"odd text stays":             {`{"corsConfiguration":{"methods":["M-SEARCH"]},"exportConfiguration":{"storageAccountName":"<&>\u2028é\ud83d\ude00\\\""}}`, `{"publicNetworkAccess":"Enabled"}`, `{"corsConfiguration":{"methods":["M-SEARCH"]},"exportConfiguration":{"storageAccountName":"<&>\u2028é\ud83d\ude00\\\""},"publicNetworkAccess":"Enabled"}`, ""},
	}
}

func TestMergePatch(t *testing.T) {
	t.Parallel()
	for name, c := range mergePatches() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			before := w.put(serviceID, `{"location":"westeurope","tags":{"a":"b"},"properties":`+c.before+`}`).want(http.StatusOK, "")
			r := w.patch(serviceID, `{"properties":`+c.patch+`}`)
			if c.target != "" {
				if f := r.want(http.StatusBadRequest, arm.InvalidRequestContent).failure(); f.Target != c.target {
					t.Errorf("target %s, want %s", f.Target, c.target)
				}
				if w.get(serviceID).etag() != before.etag() {
					t.Error("a refused patch changed something")
				}
				return
			}
			r.want(http.StatusOK, "")
			got := object(t, []byte(r.at("properties")))
			delete(got, "provisioningState")
			sameValue(t, got, object(t, []byte(c.after)))
			sameJSON(t, r.at("tags"), `{"a":"b"}`)
			sameJSON(t, string(w.get(serviceID).body), string(r.body))
			if before.at("properties") == r.at("properties") && before.etag() != r.etag() {
				t.Error("a patch that changes nothing changed the ETag")
			}
		})
	}
}

// A patch that says what is there already changes nothing, also where nothing is plain ASCII.
func TestPatchThatChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	put := w.put(serviceID, newestService).want(http.StatusOK, "")
	w.tick()
	for _, patch := range []string{`{}`, `{"properties":{}}`, newestService, string(put.body), `{"tags":{"b":"","Ä":"ö <&>"}}`,
		`{"location":"WEST europe"}`, `{"properties":{"corsConfiguration":{"headers":null}}}`} {
		r := w.patch(serviceID, patch).want(http.StatusOK, "")
		if r.etag() != put.etag() || r.revision() != put.revision() {
			t.Errorf("%s changed something: %s", patch, r.body)
		}
		sameJSON(t, string(r.body), string(put.body))
	}
}

// Tags are replaced, and do not merge: the rule of ARM, against RFC 7396.
func TestPatchReplacesTags(t *testing.T) {
	t.Parallel()
	for kind, id := range map[string]string{"group": groupID, "workspace": workspaceID, "service": serviceID} {
		for name, c := range map[string]struct{ patch, want string }{
			"others":    {`{"tags":{"c":"d"}}`, `{"c":"d"}`},
			"some":      {`{"tags":{"a":"x"}}`, `{"a":"x"}`},
			"none":      {`{"tags":{}}`, `{}`},
			"null":      {`{"tags":null}`, "absent"},
			"not named": {`{}`, `{"a":"b","e":"f"}`},
			"its case":  {`{"tags":{"A":"b"}}`, `{"A":"b"}`},
		} {
			t.Run(kind+", "+name, func(t *testing.T) {
				t.Parallel()
				w, operator := newWorld(t), as(auth.Operator)
				w.put(id, `{"location":"westeurope","tags":{"a":"b","e":"f"}}`, operator).want(http.StatusOK, "")
				r := w.patch(id, c.patch, operator).want(http.StatusOK, "")
				if got := r.at("tags"); got != c.want {
					t.Errorf("tags %s, want %s", got, c.want)
				}
				sameJSON(t, string(w.get(id).body), string(r.body))
			})
		}
	}
}

// A patch is merged into what is there, so what comes of it can be wrong where the patch is right.
func TestPatchWithAWrongResult(t *testing.T) {
	t.Parallel()
	const group = `"` + someIdentity + `"`
	for name, c := range map[string]struct {
		before, patch string
		status        int
		code          arm.Code
		details       []finding
	}{
		"credentials for any origin": {withSettings(`{"origins":["*"]}`), `{"properties":{"corsConfiguration":{"allowCredentials":true}}}`,
			400, arm.InvalidCorsConfiguration, []finding{{"WildcardWithCredentials", "properties.corsConfiguration.allowCredentials"}}},
		"several settings": {located, `{"properties":{"corsConfiguration":{"origins":["null"],"methods":["get"],"allow_origin":1}}}`,
			400, arm.InvalidCorsConfiguration, []finding{{"InvalidOrigin", "properties.corsConfiguration.origins[0]"},
				{"MethodCase", "properties.corsConfiguration.methods[0]"}, {"UnknownProperty", "properties.corsConfiguration.allow_origin"}}},
		"settings of another type": {located, `{"properties":{"corsConfiguration":[]}}`,
			400, arm.InvalidCorsConfiguration, []finding{{"InvalidType", "properties.corsConfiguration"}}},
		"null in a list of settings": {located, `{"properties":{"corsConfiguration":{"origins":[null]}}}`,
			400, arm.InvalidCorsConfiguration, []finding{{"InvalidType", "properties.corsConfiguration.origins[0]"}}},
		"no tag to remove": {located, `{"tags":{"a":null}}`, 400, arm.InvalidRequestContent, []finding{{"InvalidType", "tags.a"}}},
		"nowhere":          {located, `{"location":null}`, 400, arm.InvalidRequestContent, []finding{{"InvalidType", "location"}}},
		"identities without a type": {located, `{"identity":{"userAssignedIdentities":{` + group + `:{}}}}`,
			400, arm.InvalidRequestContent, []finding{{"MissingProperty", "identity.type"}}},
		"no type": {`{"location":"westeurope","identity":{"type":"None"}}`, `{"identity":{"type":null}}`,
			400, arm.InvalidRequestContent, []finding{{"InvalidType", "identity.type"}}},
		"another place": {located, `{"location":"eastus"}`, 409, arm.InvalidResourceLocation, nil},
		"no place":      {located, `{"location":" "}`, 409, arm.InvalidResourceLocation, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			before := w.put(serviceID, c.before).want(http.StatusOK, "")
			r := w.patch(serviceID, c.patch).want(c.status, c.code)
			sameValue(t, r.findings(), c.details)
			if after := w.get(serviceID); after.etag() != before.etag() {
				t.Errorf("a refused patch changed something: %s", after.body)
			}
		})
	}
}

// findings are the codes and targets of a failure's details.
func (r *reply) findings() []finding {
	r.t.Helper()
	var list []finding
	for _, d := range r.failure().Details {
		list = append(list, finding{d.Code, d.Target})
	}
	return list
}

// A PATCH creates nothing, and says first of all that there is nothing.
func TestPatchOfWhatIsAbsent(t *testing.T) {
	t.Parallel()
	w, operator := newWorld(t), as(auth.Operator)
	for _, id := range []string{groupID + "-none", groupID + workspaces + "/none", groupID + "-none" + workspaces + "/none",
		workspaceID + "/fhirservices/none", groupID + workspaces + "/none/fhirservices/none"} {
		for _, precondition := range []option{header("X-None", ""), header("If-Match", "*"), header("If-Match", `"x"`), header("If-None-Match", "*")} {
			w.patch(id, `{"tags":{}}`, operator, precondition).want(http.StatusNotFound, arm.ResourceNotFound)
		}
		w.patch(id, `{"tags":1}`, operator).want(http.StatusBadRequest, arm.InvalidRequestContent)
		w.get(id).want(http.StatusNotFound, arm.ResourceNotFound)
	}
}

// A merge patch may say that it is one.
func TestMediaTypesOfPatches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for media, status := range map[string]int{"application/json": 200, "application/json; charset=utf-8": 200,
		"application/merge-patch+json": 200, "APPLICATION/Merge-Patch+JSON;charset=utf-8": 200, "application/json-patch+json": 415, "text/json": 415, "": 415} {
		w.patch(serviceID, `{}`, header("Content-Type", media)).want(status, "")
		if strings.Contains(strings.ToLower(media), "merge-patch") {
			w.put(serviceID, located, header("Content-Type", media)).want(http.StatusUnsupportedMediaType, arm.UnsupportedMediaType)
		}
	}
	for _, body := range []string{``, ` `, `[]`, `null`, `"x"`, `1`, `{"a":1,"a":1}`, `{}{}`, `{"tags":`} {
		w.patch(serviceID, body).want(http.StatusBadRequest, arm.InvalidRequestContent)
	}
}

// Settings that a patch changes are those of the settings' own resource, with its ETag and its warnings.
func TestPatchOfSettingsIsSeenOnBothResources(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.put(corsID, `{"properties":{"origins":["https://a.example"],"maxAge":5}}`).want(http.StatusCreated, "")
	r := w.patch(serviceID, `{"properties":{"corsConfiguration":{"origins":["https://A.example"]}}}`).want(http.StatusOK, "")
	r.warns("UpperCase", "properties.corsConfiguration.origins[0]")
	read := w.get(corsID)
	sameJSON(t, read.at("properties"), `{"origins":["https://A.example"],"maxAge":5}`)
	if read.etag() == own.etag() {
		t.Error("the settings have changed, and their ETag has not")
	}
	w.patch(serviceID, `{"tags":{"a":"b"}}`).want(http.StatusOK, "")
	if w.get(corsID).etag() != read.etag() {
		t.Error("a patch of tags changed the ETag of the settings")
	}
	w.patch(serviceID, `{"properties":null}`).want(http.StatusOK, "")
	w.get(corsID).want(http.StatusNotFound, arm.ResourceNotFound)
}
