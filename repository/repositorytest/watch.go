// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"fmt"
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

func emptySnapshot(t *testing.T, r *rig) {
	snapshot, err := r.watcher.Snapshot(t.Context())
	expectNil(t, "Snapshot", err)
	if len(snapshot.Routes) != 0 || snapshot.Cursor.Epoch == "" {
		t.Errorf("got %s", show(snapshot))
	}
	changes, err := r.watcher.Changes(t.Context(), snapshot.Cursor)
	expectNil(t, "Changes", err)
	expectSame(t, "the cursor", changes.Cursor, snapshot.Cursor)
	expectSame(t, "commits", len(changes.Commits), 0)
}

func snapshotOfAllTenants(t *testing.T, r *rig) {
	bare := r.put(t, "bare")
	full := r.edit(t, at("full"), func(s *repository.Service) {
		s.CORS = &repository.Part[cors.Settings]{Value: cors.Settings{Origins: []string{"*"}, MaxAge: new(0)}}
		s.Upstream = &repository.Part[repository.Upstream]{Value: repository.Upstream{URL: "https://u.example/fhir"}}
		s.Gateway = &repository.Part[repository.GatewaySettings]{Value: repository.GatewaySettings{
			Enforcement: repository.Enforce, Discovery: repository.ConfiguredOrigins}}
	})
	key := repository.NewKey("sub-b", "one", "other", "records")
	r.putWorkspace(t, tenantB, key.WorkspaceKey())
	expectNil(t, "another tenant's", r.tryService(tenantB, key))
	f := follow(t, r.watcher)
	want := map[string]repository.Route{
		"home-bare": {Label: "home-bare", Tenant: tenantA.Tenant, Revision: bare.Revision},
		"home-full": {Label: "home-full", Tenant: tenantA.Tenant, Revision: full.Revision,
			Upstream: "https://u.example/fhir", Settings: full.After.CORS.Value,
			Enforcement: repository.Enforce, Discovery: repository.ConfiguredOrigins},
		"other-records": {Label: "other-records", Tenant: tenantB.Tenant, Revision: f.cursor.Revision},
	}
	expectSame(t, "the routes", f.routes, want)
}

func changesInOrder(t *testing.T, r *rig) {
	f := follow(t, r.watcher)
	var want []string
	for i, name := range []string{"c", "a", "b", "d"} {
		change := r.edit(t, at(name), move(i))
		want = append(want, fmt.Sprintf("%d home-%s", change.Revision, name))
	}
	var got []string
	for _, commit := range f.step(t).Commits {
		got = append(got, fmt.Sprintf("%d %s", commit.Revision, commit.Routes[0].Label))
	}
	expectSame(t, "commits", got, want)
	f.expectUpToDate(t)
}

func routeKeepsSettings(t *testing.T, r *rig) {
	f := follow(t, r.watcher)
	for _, c := range oddSettings() {
		r.edit(t, at("exact"), func(s *repository.Service) {
			s.CORS = &repository.Part[cors.Settings]{Value: c.settings}
		})
		f.step(t)
		expectSame(t, c.name+": changes", f.routes["home-exact"].Settings, c.settings)
		expectSame(t, c.name+": snapshot", follow(t, r.watcher).routes["home-exact"].Settings, c.settings)
	}
}

func resumeFromCursor(t *testing.T, r *rig) {
	r.put(t, "a")
	f := follow(t, r.watcher)
	r.put(t, "b")
	f.step(t)
	saved := f.cursor
	changed := r.edit(t, at("a"), move(1))
	for range 2 { // a cursor can be used again: the watcher does not remember who has seen what
		changes, err := r.watcher.Changes(t.Context(), saved)
		expectNil(t, "Changes", err)
		if len(changes.Commits) != 1 || changes.Commits[0].Revision != changed.Revision ||
			changes.Commits[0].Routes[0].Label != "home-a" || changes.Cursor.Revision != changed.Revision {
			t.Errorf("after the saved cursor: %s", show(changes))
		}
	}
}

func deletionIsSeen(t *testing.T, r *rig) {
	r.put(t, "stays")
	r.put(t, "goes")
	f := follow(t, r.watcher)
	deleted := r.remove(t, "goes")
	changes := f.step(t)
	want := []repository.Commit{{Revision: deleted.Revision, Removed: []string{"home-goes"}}}
	expectSame(t, "commits", changes.Commits, want)
	expectSame(t, "the routes", f.labels(), "home-stays")
	f.expectUpToDate(t)
	r.put(t, "brief")
	r.remove(t, "brief")
	f.step(t)
	f.expectUpToDate(t)
}

func recreationReplacesDeletion(t *testing.T, r *rig) {
	r.put(t, "phoenix")
	f := follow(t, r.watcher)
	r.remove(t, "phoenix")
	again := r.edit(t, at("phoenix"), move(2))
	changes := f.step(t)
	if len(changes.Commits) != 1 || len(changes.Commits[0].Removed) != 0 || changes.Commits[0].Revision != again.Revision {
		t.Errorf("got %s", show(changes))
	}
	expectNil(t, "Compact", r.store.Compact(t.Context(), inAnHour()))
	f.step(t) // nothing was forgotten: the deletion is no more
	f.expectUpToDate(t)
}

func deletionAgain(t *testing.T, r *rig) {
	r.put(t, "phoenix")
	f := follow(t, r.watcher)
	r.remove(t, "phoenix")
	f.step(t)
	r.put(t, "phoenix")
	second := r.remove(t, "phoenix")
	changes := f.step(t)
	expectSame(t, "commits", changes.Commits, []repository.Commit{{Revision: second.Revision, Removed: []string{"home-phoenix"}}})
}

func othersMoveCursor(t *testing.T, r *rig) {
	r.put(t, "s")
	f := follow(t, r.watcher)
	group := r.putGroup(t, tenantA, repository.NewKey("sub-a", "empty"))
	subscription := r.editSubscription(t, tenantA, repository.NewKey("sub-a"), func(s *repository.Subscription) { s.ID = "/Sub-A" })
	changes := f.step(t)
	expectSame(t, "revision of the subscription", changes.Cursor.Revision, subscription.Revision)
	expectSame(t, "commits of the subscription and the group", len(changes.Commits), 0)
	group = r.putGroup(t, tenantA, repository.NewKey("sub-a", "empty too"))
	changes = f.step(t)
	expectSame(t, "revision of the group", changes.Cursor.Revision, group.Revision)
	expectSame(t, "commits of the group", len(changes.Commits), 0)
	workspace := r.putWorkspace(t, tenantA, repository.NewKey("sub-a", "empty", "empty"))
	changes = f.step(t)
	expectSame(t, "revision of the workspace", changes.Cursor.Revision, workspace.Revision)
	expectSame(t, "commits of the workspace", len(changes.Commits), 0)
	f.expectUpToDate(t)
}

func noOpIsNotSeen(t *testing.T, r *rig) {
	r.put(t, "s")
	f := follow(t, r.watcher)
	before := f.cursor
	r.put(t, "s") // the same content
	changes := f.step(t)
	expectSame(t, "cursor", changes.Cursor, before)
	expectSame(t, "commits", len(changes.Commits), 0)
}

// slowConsumer: the watch tells states, not events, so sleeping through a thousand of them costs no more than one.
func slowConsumer(t *testing.T, r *rig) {
	f := follow(t, r.watcher)
	names := []string{"a", "b", "c"}
	for i := range 60 {
		r.edit(t, at(names[i%len(names)]), move(i))
	}
	r.remove(t, "b")
	last := r.edit(t, at("a"), move(60)).Revision
	changes := f.step(t) // complains if a label is there twice
	expectSame(t, "commits", len(changes.Commits), len(names))
	expectSame(t, "cursor", changes.Cursor.Revision, last)
	expectSame(t, "the routes", f.labels(), "home-a home-c")
	f.expectUpToDate(t)
}
