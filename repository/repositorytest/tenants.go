// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"testing"

	"github.com/corsgate/corsgate/repository"
)

func tenantsSeeTheirOwn(t *testing.T, r *rig) {
	ctx := t.Context()
	r.put(t, "secret")
	for _, scope := range []repository.Scope{tenantB, {Tenant: "unknown"}, {}} {
		_, err := r.store.Subscription(ctx, scope, subA)
		expectError(t, "Subscription", err, repository.ErrNotFound)
		_, err = r.store.Group(ctx, scope, groupA1)
		expectError(t, "Group", err, repository.ErrNotFound)
		_, err = r.store.Workspace(ctx, scope, home)
		expectError(t, "Workspace", err, repository.ErrNotFound)
		_, err = r.store.Service(ctx, scope, at("secret"))
		expectError(t, "Service", err, repository.ErrNotFound)
		page := repository.Page{Limit: 10}
		subscriptions, err := r.store.ListSubscriptions(ctx, scope, page)
		expectNil(t, "ListSubscriptions", err)
		for _, s := range subscriptions {
			if scope != tenantB || s.Key != groupB1.SubscriptionKey() {
				t.Errorf("ListSubscriptions as %v: %s", scope, show(s))
			}
		}
		groups, err := r.store.ListGroups(ctx, scope, subA, page)
		if err != nil || len(groups) != 0 {
			t.Errorf("ListGroups: %s, %v", show(groups), err)
		}
		services, err := r.store.ListServices(ctx, scope, home, page)
		if err != nil || len(services) != 0 {
			t.Errorf("ListServices: %s, %v", show(services), err)
		}
		heads, err := r.store.ListServiceHeads(ctx, scope, groupA1, page)
		if err != nil || len(heads) != 0 {
			t.Errorf("ListServiceHeads: %s, %v", show(heads), err)
		}
		for _, within := range []repository.Key{groupA1, subA} {
			workspaces, err := r.store.ListWorkspaces(ctx, scope, within, page)
			if err != nil || len(workspaces) != 0 {
				t.Errorf("ListWorkspaces: %s, %v", show(workspaces), err)
			}
		}
		for _, key := range []repository.Key{groupA1, home, at("secret")} {
			entries, err := r.store.History(ctx, scope, key, 0, 10)
			if err != nil || len(entries) != 0 {
				t.Errorf("History of %v: %d, %v", key, len(entries), err)
			}
		}
	}
}

func tenantsChangeTheirOwn(t *testing.T, r *rig) {
	ctx := t.Context()
	before := r.put(t, "secret").After
	_, err := r.store.ChangeService(ctx, tenantB, at("secret"), someAudit(), func(old *repository.Service) (*repository.Service, error) {
		if old != nil {
			t.Error("the mutation of another tenant saw the service")
		}
		return newService(at("secret")), nil
	})
	expectError(t, "ChangeService", err, repository.ErrParentNotFound)
	_, err = r.store.ChangeSubscription(ctx, tenantB, subA, someAudit(), func(*repository.Subscription) (*repository.Subscription, error) {
		t.Error("the mutation of another tenant was called for the subscription")
		return nil, nil
	})
	expectError(t, "ChangeSubscription", err, repository.ErrTaken)
	_, err = r.store.ChangeGroup(ctx, tenantB, groupA1, someAudit(), func(*repository.Group) (*repository.Group, error) {
		t.Error("the mutation of another tenant was called for the group")
		return nil, nil
	})
	expectError(t, "ChangeGroup", err, repository.ErrTaken)
	_, err = r.store.ChangeWorkspace(ctx, tenantB, home, someAudit(), func(old *repository.Workspace) (*repository.Workspace, error) {
		if old != nil {
			t.Error("the mutation of another tenant saw the workspace")
		}
		return newWorkspace(home), nil
	})
	expectError(t, "ChangeWorkspace", err, repository.ErrParentNotFound)
	_, err = r.store.ChangeService(ctx, tenantB, at("new"), someAudit(), editing(at("new"), move(1)))
	expectError(t, "creation in another tenant's workspace", err, repository.ErrParentNotFound)
	expectSame(t, "the service", plain(r.read(t, at("secret"))), plain(before))
}
