// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// TestTenantsDoNotSeeEachOther: the operator of one subscription is nobody in the other.
func TestTenantsDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.get(serviceID)
	stranger := []option{as(auth.Operator), of(sub2)}
	bodies := map[string]string{"/subscriptions/" + sub1: `{}`, groupID: located, workspaceID: located, serviceID: located, corsID: `{"properties":{"origins":["*"]}}`,
		upstreamID: `{"properties":{"url":"https://evil.example"}}`, gatewayID: `{"properties":{}}`}
	for id, body := range bodies {
		w.get(id, stranger...).want(http.StatusForbidden, arm.AuthorizationFailed)
		w.put(id, body, stranger...).want(http.StatusForbidden, arm.AuthorizationFailed)
		w.delete(id, stranger...).want(http.StatusForbidden, arm.AuthorizationFailed)
	}
	for _, id := range []string{groupID, workspaceID, serviceID} {
		w.patch(id, `{"tags":{}}`, stranger...).want(http.StatusForbidden, arm.AuthorizationFailed)
	}
	for _, list := range []string{"/subscriptions/" + sub1 + "/resourceGroups", "/subscriptions/" + sub1 + "/providers", groupID + "/resources",
		"/subscriptions/" + sub1 + workspaces, groupID + workspaces, workspaceID + "/fhirservices"} {
		w.get(list, stranger...).want(http.StatusForbidden, arm.AuthorizationFailed)
	}
	w.get(groupID).want(http.StatusOK, "")
	after := w.get(serviceID)
	sameJSON(t, string(after.body), string(before.body))
	if names, _ := w.with(t).followAs(otherGroup+workspaces, of(sub2)); len(names) != 0 {
		t.Errorf("the second tenant lists %v", names)
	}
}

// followAs is one page for somebody else.
func (w *world) followAs(target string, who option) ([]string, string) {
	w.t.Helper()
	r := w.get(target, who).want(http.StatusOK, "")
	var names []string
	for _, item := range r.object()["value"].([]any) {
		names = append(names, item.(map[string]any)["name"].(string))
	}
	return names, string(r.body)
}

// A scope is a whole subscription, not what begins like it.
func TestScopeIsNotAPrefixOfText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{
		strings.Replace(serviceID, sub1, sub1+"0", 1),
		strings.Replace(serviceID, sub1, sub1+"%20", 1),
		strings.Replace(serviceID, sub1, sub1[:35], 1),
		strings.Replace(serviceID, sub1, "%"+"2e%2e", 1),
		strings.Replace(serviceID, "subscriptions", "%C5%BFubscriptions", 1), // a letter that folds to s
	} {
		r := w.get(path)
		if r.status != http.StatusForbidden && r.status != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
}

// The host name depends on the workspace's name, so it is one for the whole installation. Who has it is not told.
func TestWorkspaceNamesAreUniqueEverywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(groupID+"2", located, as(auth.Operator)).want(http.StatusCreated, "")
	for name, where := range map[string]struct {
		id  string
		who option
	}{
		"in another subscription": {otherGroup + workspaces + "/demo", of(sub2)},
		"in another group":        {groupID + "2" + workspaces + "/demo", of(sub1)},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.with(t).put(where.id, located, where.who).want(http.StatusConflict, arm.WorkspaceNameUnavailable)
			if strings.Contains(string(r.body), sub1) || r.failure().Target != "name" {
				t.Errorf("the answer tells too much, or has no target: %s", r.body)
			}
		})
	}
	w.delete(serviceID).want(http.StatusOK, "")
	w.delete(workspaceID).want(http.StatusOK, "")
	w.put(otherGroup+workspaces+"/demo", located, of(sub2)).want(http.StatusCreated, "")
}
