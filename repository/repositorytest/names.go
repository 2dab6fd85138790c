// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
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
	before := r.state(t, at("x"))
	expectError(t, "other group", r.tryWorkspace(tenantA, repository.NewKey("sub-a", "two", "home")), repository.ErrTaken)
	expectError(t, "other tenant", r.tryWorkspace(tenantB, repository.NewKey("sub-b", "one", "home")), repository.ErrTaken)
	expectNil(t, "PutGroup", r.store.PutGroup(t.Context(),
		repository.Group{Key: repository.NewKey("sub-a2", "one"), Tenant: tenantA.Tenant, Name: "one"}))
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
