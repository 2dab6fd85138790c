// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// TestProviders are the same read, listed and registered, and name each type with its api-versions.
func TestProviders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const all = "/subscriptions/" + sub1 + "/providers"
	var list struct{ Value []arm.Provider }
	if err := json.Unmarshal(w.get(all).want(http.StatusOK, "").body, &list); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range list.Value {
		names = append(names, p.Namespace)
		for _, spelling := range []string{p.Namespace, strings.ToLower(p.Namespace), strings.ToUpper(p.Namespace)} {
			var one arm.Provider
			if err := json.Unmarshal(w.get(all+"/"+spelling).want(http.StatusOK, "").body, &one); err != nil {
				t.Fatal(err)
			}
			sameValue(t, one, p)
		}
		registered := w.do(http.MethodPost, all+"/"+p.Namespace+"/register", "").want(http.StatusOK, "")
		if p.RegistrationState != "Registered" || registered.text("registrationState") != "Registered" {
			t.Errorf("%s is %s", p.Namespace, p.RegistrationState)
		}
	}
	if !slices.Equal(names, []string{"Corsgate.Fhir", "Microsoft.HealthcareApis", "Microsoft.Resources"}) {
		t.Errorf("providers %v", names)
	}
	f := w.get(all+"/Microsoft.Web").want(http.StatusNotFound, arm.InvalidResourceNamespace).failure()
	if !strings.Contains(f.Message, "'Microsoft.Web'") {
		t.Errorf("message %q", f.Message)
	}
	w.do(http.MethodPost, all+"/Microsoft.Web/register", "").want(http.StatusNotFound, arm.InvalidResourceNamespace)
	w.do(http.MethodPost, all+"/Microsoft.HealthcareApis/register", "", as(auth.Reader)).want(http.StatusForbidden, arm.AuthorizationFailed)
	w.do(http.MethodPost, all+"/Microsoft.HealthcareApis/unregister", "").want(http.StatusNotFound, arm.InvalidResourceType)
	w.get("/subscriptions/"+sub3+"/providers", of(sub3)).want(http.StatusNotFound, arm.ResourceNotFound)
}

// TestTypesOfProvidersAreServed: what a provider names is a type of some route, with the same api-versions.
func TestTypesOfProvidersAreServed(t *testing.T) {
	t.Parallel()
	served := map[string][]string{}
	for _, r := range (&server{}).routes() {
		served[string(r.kind)] = arm.SupportedVersions(r.kind)
	}
	for _, p := range arm.ProvidersOf(sub1) {
		for _, kind := range p.ResourceTypes {
			versions := slices.Clone(kind.APIVersions)
			slices.Reverse(versions)
			if got := served[p.Namespace+"/"+kind.ResourceType]; !slices.Equal(got, versions) {
				t.Errorf("%s/%s: served in %v, named are %v", p.Namespace, kind.ResourceType, got, versions)
			}
		}
	}
}

// TestOperationsAreThoseOfRoutes: each action of a provider that a route needs is listed, and no other.
func TestOperationsAreThoseOfRoutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for namespace, role := range map[string]auth.Role{"Microsoft.HealthcareApis": auth.Reader, "Corsgate.Fhir": auth.Operator} {
		r := w.get("/providers/"+namespace+"/operations", as(role), of(sub2)).want(http.StatusOK, "")
		var list struct{ Value []arm.Operation }
		if err := json.Unmarshal(r.body, &list); err != nil {
			t.Fatal(err)
		}
		var listed []any
		for _, o := range list.Value {
			listed = append(listed, o.Name)
		}
		var needed []string
		for _, r := range (&server{}).routes() {
			if a := r.action().String(); strings.HasPrefix(a, namespace) && a != "Corsgate.Fhir/operations/read" {
				needed = append(needed, a)
			}
		}
		sameNames(t, namespace, listed, needed)
	}
}

// TestCheckNameAvailability: taken names are found wherever they are, and their owner is not told.
func TestCheckNameAvailability(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(otherGroup+workspaces+"/elsewhere", located, of(sub2)).want(http.StatusCreated, "")
	const ask = "/subscriptions/" + sub1 + "/providers/Microsoft.HealthcareApis/checkNameAvailability"
	for name, want := range map[string]string{"free": "", "demo": "AlreadyExists", "elsewhere": "AlreadyExists", "Demo": "Invalid", "ab": "Invalid",
		"de-mo": "Invalid", "": "Invalid", strings.Repeat("a", 25): "Invalid", "ä€": "Invalid"} {
		for _, kind := range []string{"Microsoft.HealthcareApis/workspaces", "microsoft.healthcareapis/WORKSPACES", "Microsoft.HealthcareApis/services"} {
			r := w.do(http.MethodPost, ask, `{"type":"`+kind+`","name":"`+name+`"}`, as(auth.Reader)).want(http.StatusOK, "")
			reason := ""
			if r.at("reason") != "absent" {
				reason = r.text("reason")
			}
			if reason != want || (r.at("nameAvailable") == "true") != (want == "") || (r.at("message") != "absent") != (want != "") || strings.Contains(string(r.body), sub2) {
				t.Errorf("%q: %s", name, r.body)
			}
		}
	}
	// What it says is what a PUT comes to.
	w.put(groupID+workspaces+"/elsewhere", located).want(http.StatusConflict, arm.WorkspaceNameUnavailable)
	w.put(groupID+workspaces+"/free", located).want(http.StatusCreated, "")
	if got := w.do(http.MethodPost, ask, `{"name":"free","type":"Microsoft.HealthcareApis/workspaces"}`).text("reason"); got != "AlreadyExists" {
		t.Errorf("reason %s", got)
	}
	for body, code := range map[string]arm.Code{`{"name":"x","type":"Microsoft.HealthcareApis/workspaces/fhirservices"}`: arm.InvalidResourceType,
		`{"name":"x"}`: arm.InvalidRequestContent, `{"type":"x"}`: arm.InvalidRequestContent, `{}`: arm.InvalidRequestContent, ``: arm.InvalidRequestContent,
		`{"name":1,"type":"x"}`: arm.InvalidRequestContent, `{"name":"x","type":"x","location":"x"}`: arm.InvalidRequestContent} {
		w.do(http.MethodPost, ask, body).want(http.StatusBadRequest, code)
	}
}

// No write goes on after its answer, so there is nothing to read of one.
func TestOperationResults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("/subscriptions/"+sub1+"/providers/Microsoft.HealthcareApis/locations/westeurope/operationresults/x").want(http.StatusNotFound, arm.ResourceNotFound)
	for name, r := range map[string]*reply{"PUT": w.put(serviceID, located), "PATCH": w.patch(serviceID, `{}`), "DELETE": w.delete(serviceID), "again": w.delete(serviceID)} {
		for _, asynchronous := range []string{"Azure-AsyncOperation", "Operation-Location", "Location"} {
			if got := r.header.Get(asynchronous); got != "" {
				t.Errorf("%s: %s is %q", name, asynchronous, got)
			}
		}
		if r.header.Get("X-Go-Azure-Sdk-Skip-Polling-Delay") != "true" {
			t.Errorf("%s: HashiCorp's client waits", name)
		}
	}
	if got := w.get(workspaceID).header.Get("X-Go-Azure-Sdk-Skip-Polling-Delay"); got != "" {
		t.Errorf("a GET says %q", got)
	}
}

// TestMetadata needs no token, and looks at none.
func TestMetadata(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.get("/metadata/endpoints", without("Authorization")).want(http.StatusOK, "")
	for _, who := range []option{as(auth.Reader), w.badToken("expired"), header("Authorization", "Basic x"), header("Authorization", "a", "b")} {
		sameJSON(t, string(w.get("/Metadata/ENDPOINTS", who).want(http.StatusOK, "").body), string(one.body))
	}
	if one.text("authentication", "loginEndpoint") != publicURL || one.text("resourceManager") != publicURL+"/" || one.text("authentication", "tenant") != "common" {
		t.Errorf("%s", one.body)
	}
	sameJSON(t, string(w.get(in("2019-05-01", "/metadata/endpoints"), without("Authorization")).body), `[`+string(one.body)+`]`)
	w.get("/metadata/endpoints?", without("Authorization")).want(http.StatusBadRequest, arm.MissingAPIVersionParameter)
	w.get(in("2015-01-01", "/metadata/endpoints"), without("Authorization")).want(http.StatusBadRequest, arm.UnsupportedAPIVersionValue)
	w.get("/metadata/endpoints/", without("Authorization")).want(http.StatusUnauthorized, "")
	w.do(http.MethodPut, "/metadata/endpoints", "{}", without("Authorization")).want(http.StatusUnauthorized, "")
	// Without an authority clients are not told of one.
	w.bare = Handler(w.manager, w.verifier(), Options{PublicURL: publicURL})
	if got := w.with(t).get("/metadata/endpoints").text("authentication", "loginEndpoint"); got != "" {
		t.Errorf("loginEndpoint %q", got)
	}
}
