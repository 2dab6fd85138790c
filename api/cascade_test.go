// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// TestDeleteOfAGroupDeletesEverythingInIt, in one revision, and nothing beside it.
func TestDeleteOfAGroupDeletesEverythingInIt(t *testing.T) {
	t.Parallel()
	w, operator := newWorld(t), as(auth.Operator)
	const second = groupID + workspaces + "/second"
	beside := []string{groupID + "-2", groupID + "-2" + workspaces + "/beside", groupID + "-2" + workspaces + "/beside/fhirservices/records"}
	inside := []string{workspaceID, serviceID, second, second + "/fhirservices/one", second + "/fhirservices/two"}
	for _, id := range append(beside, inside[2:]...) {
		w.put(id, located, operator).want(http.StatusCreated, "")
	}
	w.put(corsID, `{"properties":{"origins":["*"]}}`).want(http.StatusCreated, "")
	w.put(upstreamID, `{"properties":{"url":"https://a.example"}}`, operator).want(http.StatusCreated, "")
	last := w.put(gatewayID, `{"properties":{}}`, operator).want(http.StatusCreated, "").revision()
	inside = append(inside, corsID, upstreamID, gatewayID)

	etag := w.get(groupID).etag()
	w.delete(groupID, operator, header("If-Match", `"stale"`)).want(http.StatusPreconditionFailed, arm.PreconditionFailed)
	for _, id := range inside {
		w.get(id).want(http.StatusOK, "")
	}
	if r := w.delete(groupID, operator, header("If-Match", etag)).want(http.StatusOK, ""); r.revision() != last+1 || len(r.body) != 0 {
		t.Errorf("revision %d after %d, body %q", r.revision(), last, r.body)
	}
	for _, id := range append(inside, groupID) {
		w.get(id).want(http.StatusNotFound, arm.ResourceNotFound)
		w.delete(id, operator).want(http.StatusNoContent, "")
	}
	for _, list := range []string{groupID + workspaces, groupID + "/resources", workspaceID + "/fhirservices"} {
		w.get(list).want(http.StatusNotFound, arm.ParentResourceNotFound)
	}
	w.do(http.MethodHead, groupID, "").want(http.StatusNotFound, "")
	for _, id := range beside {
		w.get(id).want(http.StatusOK, "")
	}
	if p := w.page("/subscriptions/" + sub1 + workspaces); len(p.Value) != 1 {
		t.Errorf("the subscription lists %v", p.Value)
	}
	// The names are free again, and what is made anew has nothing of the old.
	w.put(otherGroup+workspaces+"/demo", located, of(sub2)).want(http.StatusCreated, "")
	w.put(groupID, located, operator).want(http.StatusCreated, "")
	w.put(second, located).want(http.StatusCreated, "")
	if p := w.page(second + "/fhirservices"); len(p.Value) != 0 {
		t.Errorf("the new workspace lists %v", p.Value)
	}
}

// HEAD says whether there is a group, and no more.
func TestHeadOfAGroup(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	head := func(id string, options ...option) *reply { return w.do(http.MethodHead, id, "", options...) }
	r := head(groupID, as(auth.Reader)).want(http.StatusNoContent, "")
	if len(r.body) != 0 || r.etag() != w.get(groupID).etag() {
		t.Errorf("body %q, ETag %s", r.body, r.etag())
	}
	head(groupID, header("If-None-Match", r.etag())).want(http.StatusNoContent, "")
	head(groupID+"-none").want(http.StatusNotFound, "")
	head(groupID, of(sub2)).want(http.StatusForbidden, "")
	head(groupID+"-none", of(sub2)).want(http.StatusForbidden, "")
	head(groupID, without("Authorization")).want(http.StatusUnauthorized, "")
	head(groupID+"?").want(http.StatusBadRequest, "")
	head(workspaceID).want(http.StatusMethodNotAllowed, "")
}
