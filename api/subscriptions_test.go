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

// TestListOfSubscriptions: everybody may ask, and sees what he may read.
func TestListOfSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put("/subscriptions/"+sub3, `{"displayName":"Third"}`, as(auth.Operator), of(sub3)).want(http.StatusCreated, "")
	on := func(tenant string, scopes ...string) auth.Principal {
		p := auth.Principal{ID: "me", Kind: "User", Tenant: tenant}
		for _, scope := range scopes {
			p.Assignments = append(p.Assignments, auth.Assignment{Role: auth.Reader, Scope: "/subscriptions/" + scope})
		}
		return p
	}
	for name, c := range map[string]struct {
		who  auth.Principal
		want []string
	}{
		"of the first":                {on(sub1, sub1), []string{sub1}},
		"of the second":               {on(sub2, sub2), []string{sub2}},
		"of one in another case":      {on(sub3, strings.ToUpper(sub3)), []string{sub3}},
		"without a right":             {on(sub1), nil},
		"with a right to another's":   {on(sub1, sub2), nil},
		"with rights to several":      {on(sub1, sub1, sub2, sub3), []string{sub1}},
		"of a group only":             {on(sub1, sub1+"/resourceGroups/demo"), nil},
		"of a tenant with none":       {on("nobody", sub1), nil},
		"with a right to no resource": {on(sub1, ""), nil},
	} {
		t.Run(name, func(t *testing.T) {
			var ids []string
			for _, item := range w.with(t).whoever(c.who).page("/subscriptions").Value {
				ids = append(ids, strings.TrimPrefix(item.ID, "/subscriptions/"))
			}
			if !slices.Equal(ids, c.want) {
				t.Errorf("lists %v, want %v", ids, c.want)
			}
		})
	}
	for _, role := range []auth.Role{auth.Reader, auth.Contributor, auth.Operator} {
		if p := w.page("/subscriptions"); len(p.Value) != 1 {
			t.Errorf("a %s lists %v", role, p.Value)
		}
	}
}

// Subscriptions that the caller may not read make pages empty at most: following the links shows all that he may.
func TestPagesOfSubscriptionsOfOthers(t *testing.T) {
	t.Parallel()
	w := newEmptyWorld(t)
	p := auth.Principal{ID: "me", Kind: "User", Tenant: "t", Assignments: []auth.Assignment{{Role: auth.Operator, Scope: "/subscriptions"}}}
	everything := w.whoever(p)
	const many = 45
	id := func(i int) string { return "00000000-0000-0000-0000-0000000" + nth(i)[1:] + "9" }
	for i := range many {
		everything.put("/subscriptions/"+id(i), `{}`).want(http.StatusCreated, "")
	}
	p.Assignments = []auth.Assignment{{Role: auth.Reader, Scope: "/subscriptions/" + id(30)}, {Role: auth.Reader, Scope: "/subscriptions/" + id(44)}}
	var ids []string
	next := in("2022-12-01", "/subscriptions") + "&$top=1"
	for next != "" {
		page := w.whoever(p).page(next)
		for _, item := range page.Value {
			ids = append(ids, item.ID)
		}
		next = strings.TrimPrefix(page.NextLink, publicURL)
	}
	if want := []string{"/subscriptions/" + id(30), "/subscriptions/" + id(44)}; !slices.Equal(ids, want) {
		t.Errorf("lists %v, want %v", ids, want)
	}
}

// A subscription comes with its first group, or before it, and goes when it has none.
func TestSubscription(t *testing.T) {
	t.Parallel()
	w, operator := newEmptyWorld(t), as(auth.Operator)
	id := "/subscriptions/" + sub1
	w.get(id).want(http.StatusNotFound, arm.ResourceNotFound)
	w.get(id+"/resourceGroups").want(http.StatusNotFound, arm.ParentResourceNotFound)
	w.get(id+"/providers").want(http.StatusNotFound, arm.ResourceNotFound)
	w.put(groupID, located, operator).want(http.StatusCreated, "")
	r := w.get(id).want(http.StatusOK, "")
	sameJSON(t, string(r.body), `{"id":"`+id+`","subscriptionId":"`+sub1+`","tenantId":"`+sub1+`","displayName":"`+sub1+`","state":"Enabled",
		"etag":`+r.at("etag")+`,"authorizationSource":"RoleBased","managedByTenants":[],"systemData":{"createdBy":"local-operator",
		"createdByType":"Application","createdAt":"2026-11-01T09:00:00Z","lastModifiedBy":"local-operator","lastModifiedByType":"Application",
		"lastModifiedAt":"2026-11-01T09:00:00Z"}}`)
	named := w.put(strings.ToUpper(id), `{"displayName":"One","tags":{"a":"b"}}`, operator).want(http.StatusOK, "")
	if named.etag() == r.etag() || named.text("displayName") != "One" {
		t.Errorf("%s", named.body)
	}
	w.delete(id, operator).want(http.StatusConflict, arm.CannotDeleteResource)
	w.delete(groupID, operator).want(http.StatusOK, "")
	w.get(id).want(http.StatusOK, "")
	w.delete(id, operator).want(http.StatusOK, "")
	w.get(id).want(http.StatusNotFound, arm.ResourceNotFound)
	w.put("/subscriptions/"+sub1, `{}`, operator).want(http.StatusCreated, "")
}

func TestNamesOfSubscriptions(t *testing.T) {
	t.Parallel()
	w := newEmptyWorld(t)
	w = w.whoever(auth.Principal{ID: "root", Kind: "User", Tenant: "t", Assignments: []auth.Assignment{{Role: auth.Operator, Scope: "/subscriptions"}}})
	for id, status := range map[string]int{"demo": 400, sub1[:35]: 400, sub1 + "0": 400, strings.ReplaceAll(sub1, "-", ""): 400, "AAAAAAAA-bbbb-4ccc-8ddd-EEEEEEEEEEEE": 201} {
		code := arm.InvalidResourceName
		if status == 201 {
			code = ""
		}
		w.put("/subscriptions/"+id, `{}`).want(status, code)
		w.put("/subscriptions/"+id+"/resourceGroups/demo", located)
	}
}

// Whoever has rights on a subscription whose records are another tenant's is told so, and sees nothing of them.
func TestSubscriptionOfAnotherTenant(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stranger := w.ofAnotherTenant()
	for id, body := range map[string]string{"/subscriptions/" + sub1: `{}`, groupID: located, groupID + "-new": located} {
		stranger.put(id, body).want(http.StatusConflict, arm.SubscriptionUnavailable)
		stranger.get(id).want(http.StatusNotFound, arm.ResourceNotFound)
		stranger.delete(id).want(http.StatusNoContent, "")
		if id != "/subscriptions/"+sub1 {
			stranger.patch(id, `{"tags":{}}`).want(http.StatusNotFound, arm.ResourceNotFound)
		}
	}
	for _, list := range []string{"/subscriptions/" + sub1 + "/resourceGroups", groupID + "/resources", groupID + workspaces} {
		stranger.get(list).want(http.StatusNotFound, arm.ParentResourceNotFound)
	}
	if p := stranger.page("/subscriptions"); len(p.Value) != 0 {
		t.Errorf("lists %v", p.Value)
	}
	w.get(groupID).want(http.StatusOK, "")
}
