// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"slices"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// fillGroup makes two workspaces with services in the group "one", an empty one there, and neighbours of all of them.
func (r *rig) fillGroup(t testing.TB) (inside, outside []repository.Key) {
	t.Helper()
	inside = []repository.Key{at("a"), at("b"), repository.NewKey("sub-a", "one", "house", "a")}
	outside = []repository.Key{repository.NewKey("sub-a", "two", "homes", "a"), repository.NewKey("sub-a", "one-more", "one", "a"),
		repository.NewKey("sub-a2", "one", "other", "a")}
	r.putWorkspace(t, tenantA, repository.NewKey("sub-a", "one", "empty"))
	for _, key := range append(slices.Clone(inside), outside...) {
		r.putGroup(t, tenantA, key.GroupKey())
		r.putWorkspace(t, tenantA, key.WorkspaceKey())
		r.edit(t, key, func(*repository.Service) {})
	}
	return inside, outside
}

func (r *rig) removeGroup(t testing.TB, key repository.Key) repository.Change[repository.Group] {
	t.Helper()
	change, err := r.store.ChangeGroup(context.Background(), tenantA, key, deletingGroup(), removing[repository.Group])
	if err != nil {
		t.Fatalf("delete group %v: %v", key, err)
	}
	return change
}

// deletingGroup is an audit that no other call of these tests has.
func deletingGroup() repository.Audit {
	audit := someAudit()
	audit.Principal, audit.CorrelationID, audit.Action = "an operator", "de1e7e", "Microsoft.Resources/subscriptions/resourceGroups/delete"
	return audit
}

// cascade: the group goes with everything in it and with nothing else, under one revision.
func cascade(t *testing.T, r *rig) {
	ctx := t.Context()
	inside, outside := r.fillGroup(t)
	before, err := r.store.Group(ctx, tenantA, groupA1)
	expectNil(t, "Group", err)
	start := r.state(t, at("x")).cursor.Revision
	deleted := r.removeGroup(t, groupA1)
	if deleted.After != nil || deleted.Revision != start+1 {
		t.Errorf("the change: %s", show(deleted))
	}
	expectSame(t, "what it was", plainGroup(deleted.Before), plainGroup(before))
	expectSame(t, "the cursor", r.state(t, at("x")).cursor.Revision, start+1)

	_, err = r.store.Group(ctx, tenantA, groupA1)
	expectError(t, "the group", err, repository.ErrNotFound)
	for _, key := range inside {
		_, err = r.store.Service(ctx, tenantA, key)
		expectError(t, "a service", err, repository.ErrNotFound)
		_, err = r.store.Workspace(ctx, tenantA, key.WorkspaceKey())
		expectError(t, "a workspace", err, repository.ErrNotFound)
		expectError(t, "a service made again", r.tryService(tenantA, key), repository.ErrParentNotFound)
		expectError(t, "a workspace made again", r.tryWorkspace(tenantA, key.WorkspaceKey()), repository.ErrParentNotFound)
	}
	all := repository.Page{Limit: 100}
	services, err := r.store.ListServiceHeads(ctx, tenantA, groupA1, all)
	expectNil(t, "ListServiceHeads", err)
	workspaces, err := r.store.ListWorkspaces(ctx, tenantA, groupA1, all)
	expectNil(t, "ListWorkspaces", err)
	expectSame(t, "what is left in it", len(services)+len(workspaces), 0)
	for _, key := range outside {
		r.read(t, key)
		expectSame(t, "entries of a neighbour", len(r.history(t, key, 0, 10)), 1)
	}
	_, err = r.store.Subscription(ctx, tenantA, subA)
	expectNil(t, "the subscription", err)
	taken, err := r.store.WorkspaceNameTaken(ctx, "house")
	expectNil(t, "WorkspaceNameTaken", err)
	expectSame(t, "the name of a workspace that went", taken, false)
}

// historyOfCascade: an entry for each record that goes, as if it had been deleted by itself.
func historyOfCascade(t *testing.T, r *rig) {
	ctx := t.Context()
	inside, _ := r.fillGroup(t)
	want := map[repository.Key]string{}
	for _, key := range inside {
		want[key] = auditText(t, r.read(t, key))
	}
	for _, name := range []string{"home", "house", "empty"} {
		key := repository.NewKey("sub-a", "one", name)
		workspace, err := r.store.Workspace(ctx, tenantA, key)
		expectNil(t, "Workspace", err)
		want[key] = auditText(t, workspace)
	}
	group, err := r.store.Group(ctx, tenantA, groupA1)
	expectNil(t, "Group", err)
	want[groupA1] = auditText(t, group)

	deleted := r.removeGroup(t, groupA1)
	for key, before := range want {
		entries := r.history(t, key, deleted.Revision-1, 10)
		if len(entries) != 1 || entries[0].At.IsZero() {
			t.Errorf("%v: got %s", key, show(entries))
			continue
		}
		entry := entries[0]
		expectSame(t, key.String()+" before", string(entry.Before), before)
		expectSame(t, key.String()+" after", entry.After == nil, true)
		wanted := repository.Entry{Audit: deletingGroup(), Tenant: tenantA.Tenant, Scope: key.String(),
			Outcome: repository.Succeeded, Revision: deleted.Revision}
		entry.At, entry.Before = wanted.At, nil
		expectSame(t, "who and what", entry, wanted)
		expectSame(t, "creations and the deletion", len(r.history(t, key, 0, 10)), 2)
	}
}

func groupMadeAnew(t *testing.T, r *rig) {
	inside, _ := r.fillGroup(t)
	for round := range 3 {
		deleted := r.removeGroup(t, groupA1)
		r.putGroup(t, tenantA, groupA1)
		for _, key := range inside {
			r.putWorkspace(t, tenantA, key.WorkspaceKey())
			again := r.edit(t, key, move(round))
			if again.Before != nil || again.Revision <= deleted.Revision {
				t.Errorf("round %d: %s", round, show(again))
			}
		}
	}
	f := follow(t, r.watcher)
	f.expectUpToDate(t)
	expectSame(t, "the labels", f.labels(), "home-a home-b homes-a house-a one-a other-a")
}

// refusedCascade: whoever may not delete the group deletes nothing of it.
func refusedCascade(t *testing.T, r *rig) {
	inside, _ := r.fillGroup(t)
	before := r.state(t, inside[0])
	_, err := r.store.ChangeGroup(t.Context(), tenantA, groupA1, someAudit(), func(*repository.Group) (*repository.Group, error) { return nil, errRefused })
	expectError(t, "a mutation that refuses", err, errRefused)
	_, err = r.store.ChangeGroup(t.Context(), tenantB, groupA1, someAudit(), removing[repository.Group])
	expectError(t, "another tenant", err, repository.ErrTaken)
	ended, cancel := context.WithCancel(t.Context())
	_, err = r.store.ChangeGroup(ended, tenantA, groupA1, someAudit(), func(*repository.Group) (*repository.Group, error) {
		cancel()
		return nil, nil
	})
	expectError(t, "a context that ends", err, context.Canceled)
	for _, key := range inside {
		r.read(t, key)
	}
	expectSame(t, "the state", r.state(t, inside[0]), before)
}
