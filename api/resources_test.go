// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// kind is one resource of a kind that has an ETag, with two contents that differ.
type kind struct {
	id, first, second string
	// patch makes the second content of the first; "": there is no PATCH.
	patch string
}

func kinds() map[string]kind {
	return map[string]kind{
		"subscription": {"/subscriptions/" + sub3, `{}`, `{"displayName":"Three","tags":{"a":"b"}}`, ""},
		"group":        {groupID + "-another", located, `{"location":"westeurope","tags":{"a":"b"},"managedBy":"me"}`, `{"tags":{"a":"b"},"managedBy":"me"}`},
		"workspace":    {groupID + workspaces + "/another", located, `{"location":"westeurope","tags":{"a":"b"}}`, `{"tags":{"a":"b"}}`},
		"service": {workspaceID + "/fhirservices/another", located,
			`{"location":"westeurope","kind":"fhir-R4","properties":{"corsConfiguration":{"origins":["https://a.example"]}}}`,
			`{"kind":"fhir-R4","properties":{"corsConfiguration":{"origins":["https://a.example"]}}}`},
		"corsSettings": {corsID, `{"properties":{}}`, `{"properties":{"origins":["https://a.example"]}}`, ""},
		"upstream": {upstreamID, `{"properties":{"url":"https://a.example/r4"}}`,
			`{"properties":{"url":"https://b.example"}}`, ""},
		"gatewaySettings": {gatewayID, `{"properties":{}}`, `{"properties":{"enforcement":"enforce"}}`, ""},
	}
}

// operator may do everything with it.
func (k kind) operator() option {
	subscription, _, _ := strings.Cut(strings.TrimPrefix(k.id, "/subscriptions/"), "/")
	return func(s *sender) { s.role, s.subscription = auth.Operator, subscription }
}

func TestLifeOfAResource(t *testing.T) {
	t.Parallel()
	for name, kind := range kinds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, operator := newWorld(t), kind.operator()
			w.get(kind.id, operator).want(http.StatusNotFound, arm.ResourceNotFound)
			created := w.put(kind.id, kind.first, operator).want(http.StatusCreated, "")
			w.tick()
			same := w.put(kind.id, kind.first, operator).want(http.StatusOK, "")
			if same.etag() != created.etag() || same.revision() != created.revision() {
				t.Errorf("a PUT of the same: ETag %s, revision %d; want %s, %d", same.etag(), same.revision(), created.etag(), created.revision())
			}
			sameJSON(t, string(same.body), string(created.body))
			changed := w.put(kind.id, kind.second, operator).want(http.StatusOK, "")
			if changed.etag() == created.etag() || changed.revision() != created.revision()+1 {
				t.Errorf("a change: ETag %s, revision %d after %s, %d", changed.etag(), changed.revision(), created.etag(), created.revision())
			}
			if changed.at("systemData", "createdAt") != created.at("systemData", "createdAt") ||
				changed.at("systemData", "lastModifiedAt") == created.at("systemData", "lastModifiedAt") {
				t.Errorf("systemData after a change: %s", changed.body)
			}
			read := w.get(kind.id, operator).want(http.StatusOK, "")
			sameJSON(t, string(read.body), string(changed.body))
			if read.etag() != changed.etag() || read.text("etag") != changed.etag() {
				t.Errorf("ETag on GET %s, in the body %s, on PUT %s", read.etag(), read.text("etag"), changed.etag())
			}
			gone := w.delete(kind.id, operator).want(http.StatusOK, "")
			if gone.revision() != changed.revision()+1 || len(gone.body) != 0 {
				t.Errorf("DELETE: revision %d after %d, body %q", gone.revision(), changed.revision(), gone.body)
			}
			w.delete(kind.id, operator).want(http.StatusNoContent, "")
			w.get(kind.id, operator).want(http.StatusNotFound, arm.ResourceNotFound)
		})
	}
}

// What GET returned can be PUT again, read-only members and all, and changes nothing.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for name, kind := range kinds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			put := w.put(kind.id, kind.second, kind.operator()).want(http.StatusCreated, "")
			w.tick()
			read := w.get(kind.id, kind.operator()).want(http.StatusOK, "")
			again := w.put(kind.id, string(read.body), kind.operator(), header("If-Match", read.etag())).want(http.StatusOK, "")
			if again.etag() != put.etag() || again.revision() != put.revision() {
				t.Errorf("the round trip changed something: %s %d, was %s %d", again.etag(), again.revision(), put.etag(), put.revision())
			}
			sameJSON(t, string(again.body), string(read.body))
		})
	}
}

// Azure itself returns members that it then refuses; here what the server sets is ignored, whatever it says.
func TestReadOnlyMembersAreIgnored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.get(serviceID).want(http.StatusOK, "")
	after := w.put(serviceID, `{"id":"/subscriptions/x","name":"other","etag":"\"old\"",
		"type":"Microsoft.HealthcareApis/workspaces/fhirservices","systemData":{"createdBy":"mallory",
		"createdByType":"User","createdAt":"2001-01-01T00:00:00Z","lastModifiedBy":"mallory","lastModifiedByType":"User",
		"lastModifiedAt":"2001-01-01T00:00:00Z"},"location":"West Europe","properties":{"provisioningState":"Failed","eventState":"Enabled",
		"privateEndpointConnections":[{"id":"/y"}]}}`).want(http.StatusOK, "")
	sameJSON(t, string(after.body), string(before.body))
	if after.etag() != before.etag() {
		t.Error("read-only members changed the ETag")
	}
}

func TestResourceGroup(t *testing.T) {
	t.Parallel()
	w := newEmptyWorld(t)
	w.get(groupID).want(http.StatusNotFound, arm.ResourceNotFound)
	w.put(workspaceID, located).want(http.StatusNotFound, arm.ParentResourceNotFound)
	operator := as(auth.Operator)
	created := w.put(groupID, `{"location":"westeurope","tags":{"a":"b"}}`, operator).want(http.StatusCreated, "")
	if created.revision() != 1 {
		t.Errorf("the first write has revision %d", created.revision())
	}
	read := w.get(groupID).want(http.StatusOK, "")
	sameJSON(t, string(read.body), `{"id":"`+groupID+`","name":"demo","type":"Microsoft.Resources/resourceGroups",
		"etag":`+created.at("etag")+`,"location":"westeurope","tags":{"a":"b"},"properties":{"provisioningState":"Succeeded"},
		"systemData":{"createdBy":"local-operator","createdByType":"Application","createdAt":"2026-11-01T09:00:00Z",
		"lastModifiedBy":"local-operator","lastModifiedByType":"Application","lastModifiedAt":"2026-11-01T09:00:00Z"}}`)
	w.put(groupID+"x.", located, operator).want(http.StatusBadRequest, arm.InvalidResourceName)
}

func TestLocation(t *testing.T) {
	t.Parallel()
	for name, fresh := range map[string]string{
		"group": groupID + "-fresh", "workspace": groupID + workspaces + "/fresh", "service": workspaceID + "/fhirservices/fresh",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, operator := newWorld(t), as(auth.Operator)
			w.put(fresh, `{}`, operator).want(http.StatusBadRequest, arm.LocationRequired)
			w.put(fresh, `{"location":" "}`, operator).want(http.StatusBadRequest, arm.LocationRequired)
			first := w.put(fresh, `{"location":"West Europe"}`, operator).want(http.StatusCreated, "")
			same := w.put(fresh, `{"location":"westEUROPE"}`, operator).want(http.StatusOK, "")
			if first.text("location") != "westeurope" || same.text("location") != "westeurope" || same.etag() != first.etag() {
				t.Errorf("another spelling of the location: %s", same.body)
			}
			w.put(fresh, `{"tags":{"a":"b"}}`, operator).want(http.StatusOK, "")
			w.put(fresh, `{"location":"eastus"}`, operator).want(http.StatusConflict, arm.InvalidResourceLocation)
		})
	}
}

func TestDeleteOfAWorkspaceWithServices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.delete(workspaceID).want(http.StatusConflict, arm.CannotDeleteResource)
	w.get(workspaceID).want(http.StatusOK, "")
	w.delete(serviceID).want(http.StatusOK, "")
	w.delete(workspaceID).want(http.StatusOK, "")
	w.delete(serviceID).want(http.StatusNoContent, "") // its parent is gone as well
	w.delete(corsID).want(http.StatusNoContent, "")
	w.get(workspaceID+"/fhirservices").want(http.StatusNotFound, arm.ParentResourceNotFound)
}

// A service that is made anew has nothing of the old one.
func TestDeleteTakesExtensionsAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(corsID, `{"properties":{"origins":["*"]}}`).want(http.StatusCreated, "")
	w.put(gatewayID, `{"properties":{}}`, as(auth.Operator)).want(http.StatusCreated, "")
	w.delete(serviceID).want(http.StatusOK, "")
	w.put(corsID, `{"properties":{"origins":["*"]}}`).want(http.StatusNotFound, arm.ParentResourceNotFound)
	w.put(serviceID, located).want(http.StatusCreated, "")
	w.get(corsID).want(http.StatusNotFound, arm.ResourceNotFound)
	w.get(gatewayID).want(http.StatusNotFound, arm.ResourceNotFound)
}
