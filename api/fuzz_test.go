// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/arm/shape"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// FuzzPutSettings sends any body as CORS settings. It is never a 5xx, and what is accepted reads back as it was sent,
// on both resources.
func FuzzPutSettings(f *testing.F) {
	for _, seed := range []string{
		`{"properties":{}}`, `{"properties":{"origins":["*"],"headers":["*"],"methods":["GET"],"maxAge":6e2,"allowCredentials":false}}`,
		`{"properties":{"origins":["HTTPS://a.example:443","https://a.example."],"headers":["x-a-*"],"maxAge":0}}`,
		`{"properties":{"origins":[null,1,{}],"maxAge":"1","x":[]}}`, `{"properties":null}`, `[]`, "{\"properties\":{\"origins\":[\"\xff\"]}}",
		`{"properties":{"origins":["\ud800"]}}`, `{"id":1,"etag":[],"properties":{"methods":["\u0047ET"]}}`, strings.Repeat("[", 100),
	} {
		f.Add([]byte(seed))
	}
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		w := w.withAnyRequest(t)
		put := w.put(corsID, string(body))
		switch put.status {
		case http.StatusOK, http.StatusCreated:
		case http.StatusBadRequest:
			if put.failure().Code == "" {
				t.Errorf("no code: %s", put.body)
			}
			return
		default:
			t.Fatalf("status %d: %s", put.status, put.body)
		}
		var sent struct{ Properties cors.Settings }
		if err := json.Unmarshal(body, &sent); err != nil {
			var wrongType *json.UnmarshalTypeError // 6e2 is a whole number to the API, and not to encoding/json
			if errors.As(err, &wrongType) && wrongType.Field == "Properties.maxAge" {
				return
			}
			t.Fatalf("accepted, and encoding/json says: %v: %q", err, body)
		}
		for place, text := range map[string]string{"own": w.get(corsID).at("properties"), "service": w.get(serviceID).at("properties", "corsConfiguration")} {
			var read cors.Settings
			if err := json.Unmarshal([]byte(text), &read); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(read, sent.Properties) {
				t.Errorf("%s: sent %s, reads %s", place, sent.Properties, read)
			}
		}
	})
}

// FuzzPatch sends any merge patch to a service that has everything, in any api-version. It is never a 5xx, changes
// nothing where it is refused, and what comes of it is a service that could be put as it is.
func FuzzPatch(f *testing.F) {
	for _, c := range mergePatches() {
		f.Add([]byte(`{"properties":`+c.patch+`}`), "2024-03-31")
	}
	for _, seed := range []string{`{}`, `{"tags":{"a":null}}`, `{"tags":null,"kind":null,"identity":null,"properties":null}`, newestService, `[]`, `{"a":`,
		`{"identity":{"type":"None"}}`, `{"identity":{"userAssignedIdentities":{"` + someIdentity + `":null}}}`, `{"location":"West Europe"}`, "{\"kind\":\"\xff\"}",
		`{"properties":{"authenticationConfiguration":{"smartIdentityProviders":[]}}}`, `{"properties":{"accessPolicies":null}}`, `{"id":[],"systemData":null}`} {
		f.Add([]byte(seed), "2021-06-01-preview")
		f.Add([]byte(seed), "2025-04-01-preview")
	}
	w := newWorld(f)
	etag := withEverything(w).etag()
	f.Fuzz(func(t *testing.T, body []byte, version string) {
		if !arm.Supports(arm.FHIRServices, version) {
			return
		}
		w := w.withAnyRequest(t)
		patched := w.patch(in(version, serviceID), string(body))
		switch {
		case patched.status >= 500:
			t.Fatalf("status %d: %s", patched.status, patched.body)
		case patched.status >= 400:
			if patched.failure().Code == "" || w.get(serviceID).etag() != etag {
				t.Fatalf("%d, and something is changed: %s", patched.status, patched.body)
			}
			return
		}
		w.wantWhole()
		for _, v := range []string{version, "2025-04-01-preview", "2021-06-01-preview"} {
			read := w.get(in(v, serviceID)).want(http.StatusOK, "")
			if again := w.put(in(v, serviceID), string(read.body)).want(http.StatusOK, ""); again.etag() != patched.etag() {
				t.Fatalf("%s: what was read is not the same when it is put: %s, then %s", v, read.body, again.body)
			}
		}
		etag = withEverything(w).etag()
	})
}

// wantWhole fails the test unless what is stored of the service is what its shape says.
func (w *world) wantWhole() {
	w.t.Helper()
	record, err := w.store.Service(context.Background(), repository.Scope{Tenant: sub1}, repository.NewKey(sub1, "demo", "demo", "records"))
	if err != nil {
		w.t.Fatal(err)
	}
	whole, err := contentOf(stored{record.Location, record.Document, record.Meta, settingsOf(record)}, serviceShape)
	if err != nil {
		w.t.Fatal(err)
	}
	if faults := shape.Check(whole, serviceShape, ""); len(faults) > 0 {
		w.t.Errorf("%s has the faults %+v", whole, faults)
	}
}

// FuzzPath asks for any path and query. It is a failure in the envelope, or a success as openapi.yaml describes it.
func FuzzPath(f *testing.F) {
	for _, seed := range []string{groupID, serviceID, corsID + "/", "//", "/subscriptions//resourceGroups/x", strings.ToUpper(corsID), groupID + "/../x", "*", "",
		"/subscriptions/" + sub1 + "/resourceGroups/providers/providers/Microsoft.HealthcareApis/workspaces/providers"} {
		f.Add(seed, "api-version=2024-03-31")
	}
	f.Add(workspaceID+"/fhirservices", "api-version=2024-03-31&$skipToken=YS9iL2MvZA")
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, path, query string) {
		w := w.withAnyRequest(t)
		for _, method := range []string{http.MethodGet, http.MethodDelete} {
			r := httptest.NewRequest(method, "/", nil)
			r.URL = &url.URL{Path: path, RawQuery: query}
			r.Header.Set("Authorization", "Bearer "+w.token(auth.Reader, sub1))
			if answer := w.send(r); answer.status >= 500 {
				t.Errorf("%s %q?%q: %d %s", method, path, query, answer.status, answer.body)
			}
		}
	})
}
