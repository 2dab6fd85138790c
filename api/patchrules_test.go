// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

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
