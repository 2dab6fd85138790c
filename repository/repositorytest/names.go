// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"errors"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

func (r *rig) tryWorkspace(scope repository.Scope, key repository.Key) error {
	_, err := r.store.ChangeWorkspace(context.Background(), scope, key, someAudit(), func(*repository.Workspace) (*repository.Workspace, error) {
		return newWorkspace(key), nil
	})
	return err
}

func (r *rig) tryService(scope repository.Scope, key repository.Key) error {
	_, err := r.store.ChangeService(context.Background(), scope, key, someAudit(), editing(key, func(*repository.Service) {}))
	return err
}

func parents(t *testing.T, r *rig) {
	before := r.state(t, at("x"))
	expectError(t, "no group", r.tryWorkspace(tenantA, repository.NewKey("sub-a", "none", "new")), repository.ErrParentNotFound)
	expectError(t, "no subscription", r.tryWorkspace(tenantA, repository.NewKey("none", "one", "new")), repository.ErrParentNotFound)
	expectError(t, "another tenant's group", r.tryWorkspace(tenantA, repository.NewKey("sub-b", "one", "new")), repository.ErrParentNotFound)
	expectError(t, "no workspace", r.tryService(tenantA, repository.NewKey("sub-a", "one", "none", "new")), repository.ErrParentNotFound)
	expectError(t, "workspace of another group", r.tryService(tenantA, repository.NewKey("sub-a", "two", "home", "new")), repository.ErrParentNotFound)
	expectSame(t, "the state", r.state(t, at("x")), before)
}

// takenNames: a workspace's name is part of a host name, so it is unique in the whole installation.
func takenNames(t *testing.T, r *rig) {
	r.putGroup(t, tenantA, repository.NewKey("sub-a2", "one"))
	before := r.state(t, at("x"))
	expectError(t, "other group", r.tryWorkspace(tenantA, repository.NewKey("sub-a", "two", "home")), repository.ErrTaken)
	expectError(t, "other tenant", r.tryWorkspace(tenantB, repository.NewKey("sub-b", "one", "home")), repository.ErrTaken)
	expectError(t, "other subscription", r.tryWorkspace(tenantA, repository.NewKey("sub-a2", "one", "home")), repository.ErrTaken)
	expectSame(t, "the state", r.state(t, at("x")), before)

	_, err := r.store.ChangeWorkspace(t.Context(), tenantA, home, someAudit(), removing[repository.Workspace])
	expectNil(t, "delete", err)
	expectNil(t, "a name that is free again", r.tryWorkspace(tenantB, repository.NewKey("sub-b", "one", "home")))
}

// takenLabel: with hyphens in workspace names, two keys can mean the same host.
func takenLabel(t *testing.T, r *rig) {
	first := repository.NewKey("sub-a", "two", "left", "right-end")
	second := repository.NewKey("sub-a", "two", "left-right", "end")
	r.putWorkspace(t, tenantA, first.WorkspaceKey())
	r.putWorkspace(t, tenantA, second.WorkspaceKey())
	expectNil(t, "the first", r.tryService(tenantA, first))
	before := r.state(t, first)
	expectError(t, "the second", r.tryService(tenantA, second), repository.ErrTaken)
	expectSame(t, "the state", r.state(t, first), before)
	_, err := r.store.ChangeService(t.Context(), tenantA, first, someAudit(), removing[repository.Service])
	expectNil(t, "delete", err)
	expectNil(t, "the second, once the label is free", r.tryService(tenantA, second))
}

// takenSubscription: a subscription belongs to the tenant that made its first group, also without any group.
func takenSubscription(t *testing.T, r *rig) {
	ctx := t.Context()
	before := r.state(t, at("x"))
	for _, key := range []repository.Key{groupA1, repository.NewKey("sub-a", "three")} {
		_, err := r.store.ChangeGroup(ctx, tenantB, key, someAudit(), puttingGroup(key))
		expectError(t, "another tenant's subscription", err, repository.ErrTaken)
	}
	key := repository.NewKey("sub-new", "one")
	for name, mutate := range map[string]repository.Mutation[repository.Group]{
		"nothing":   removing[repository.Group],
		"a refusal": func(*repository.Group) (*repository.Group, error) { return nil, errRefused },
	} {
		_, err := r.store.ChangeGroup(ctx, tenantB, key, someAudit(), mutate)
		if err != nil && !errors.Is(err, errRefused) {
			t.Errorf("%s: %v", name, err)
		}
		_, err = r.store.TenantOf(ctx, key)
		expectError(t, "the tenant after "+name, err, repository.ErrNotFound)
	}
	expectSame(t, "the state", r.state(t, at("x")), before)

	r.putGroup(t, tenantA, key)
	_, err := r.store.ChangeGroup(ctx, tenantA, key, someAudit(), removing[repository.Group])
	expectNil(t, "delete", err)
	_, err = r.store.ChangeGroup(ctx, tenantB, key, someAudit(), puttingGroup(key))
	expectError(t, "a subscription that has had a group", err, repository.ErrTaken)
	owner, err := r.store.TenantOf(ctx, key)
	expectNil(t, "TenantOf", err)
	expectSame(t, "the tenant", owner, tenantA.Tenant)
}

// workspaceNameTaken asks for all tenants.
func workspaceNameTaken(t *testing.T, r *rig) {
	r.putWorkspace(t, tenantB, repository.NewKey("sub-b", "one", "theirs"))
	for name, want := range map[string]bool{"home": true, "HOME": true, "theirs": true, "hom": false, "home-": false, "": false,
		"a\x00b": false, "\xff": false} {
		taken, err := r.store.WorkspaceNameTaken(t.Context(), name)
		expectNil(t, "WorkspaceNameTaken", err)
		expectSame(t, name, taken, want)
	}
	_, err := r.store.ChangeWorkspace(t.Context(), tenantA, home, someAudit(), removing[repository.Workspace])
	expectNil(t, "delete", err)
	taken, err := r.store.WorkspaceNameTaken(t.Context(), "home")
	expectNil(t, "WorkspaceNameTaken", err)
	expectSame(t, "a name that is free again", taken, false)
}

func workspaceWithServices(t *testing.T, r *rig) {
	r.put(t, "lodger")
	before := r.state(t, at("lodger"))
	_, err := r.store.ChangeWorkspace(t.Context(), tenantA, home, someAudit(), removing[repository.Workspace])
	expectError(t, "delete", err, repository.ErrNotEmpty)
	expectSame(t, "the state", r.state(t, at("lodger")), before)
	r.remove(t, "lodger")
	_, err = r.store.ChangeWorkspace(t.Context(), tenantA, home, someAudit(), removing[repository.Workspace])
	expectNil(t, "delete once it is empty", err)
}

// keysThatAreNoText name nothing. Callers ask for them all the same, and mutations say what is wrong with them.
func keysThatAreNoText(t *testing.T, r *rig) {
	refused := errors.New("no name for a record")
	before := r.state(t, at("x")).cursor
	for _, name := range []string{"a\x00b", "a\xffb"} {
		key := at(name)
		_, err := r.store.Service(t.Context(), tenantA, key)
		expectError(t, "a read", err, repository.ErrNotFound)
		_, err = r.store.Subscription(t.Context(), tenantA, repository.NewKey(name))
		expectError(t, "a subscription", err, repository.ErrNotFound)
		groups, err := r.store.ListGroups(t.Context(), tenantA, repository.NewKey(name), repository.Page{Limit: 1})
		expectNil(t, "a list of groups", err)
		expectSame(t, "a list of groups", len(groups), 0)
		list, err := r.store.ListServices(t.Context(), tenantA, repository.NewKey("sub-a", "one", name), repository.Page{Limit: 1})
		expectNil(t, "a list", err)
		expectSame(t, "a list", len(list), 0)
		heads, err := r.store.ListServiceHeads(t.Context(), tenantA, repository.NewKey("sub-a", name), repository.Page{Limit: 1})
		expectNil(t, "a list of heads", err)
		expectSame(t, "a list of heads", len(heads), 0)
		expectSame(t, "history", len(r.history(t, key, 0, 1)), 0)
		_, err = r.store.ChangeService(t.Context(), tenantA, key, someAudit(), func(old *repository.Service) (*repository.Service, error) {
			expectSame(t, "the record", old == nil, true)
			return nil, refused
		})
		expectError(t, "a refused change", err, refused)
		_, err = r.store.ChangeService(t.Context(), tenantA, key, someAudit(), removing[repository.Service])
		expectNil(t, "a deletion", err)
	}
	expectSame(t, "the cursor", r.state(t, at("x")).cursor, before)
}
