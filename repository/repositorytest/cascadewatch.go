// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"slices"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// cascadeIsOneCommit: gateways drop all labels of a group at once.
func cascadeIsOneCommit(t *testing.T, r *rig) {
	r.fillGroup(t)
	f := follow(t, r.watcher)
	deleted := r.removeGroup(t, groupA1)
	changes := f.step(t)
	for _, commit := range changes.Commits {
		slices.Sort(commit.Removed)
	}
	want := []repository.Commit{{Revision: deleted.Revision, Removed: []string{"home-a", "home-b", "house-a"}}}
	expectSame(t, "commits", changes.Commits, want)
	expectSame(t, "the routes", f.labels(), "homes-a one-a other-a")
	f.expectUpToDate(t)
	second := r.removeGroup(t, groupA2)
	changes = f.step(t)
	expectSame(t, "another one", changes.Commits, []repository.Commit{{Revision: second.Revision, Removed: []string{"homes-a"}}})
	f.expectUpToDate(t)

	expectNil(t, "Compact", r.store.Compact(t.Context(), inAnHour()))
	f.step(t)
	_, err := r.watcher.Changes(t.Context(), repository.Cursor{Epoch: f.cursor.Epoch, Revision: deleted.Revision - 1})
	expectError(t, "a cursor before the deletion", err, repository.ErrCompacted)
}

// cascadePartlySuperseded: a label that is back is told as it is, the others as removed.
func cascadePartlySuperseded(t *testing.T, r *rig) {
	inside, _ := r.fillGroup(t)
	f := follow(t, r.watcher)
	deleted := r.removeGroup(t, groupA1)
	r.putGroup(t, tenantA, groupA1)
	r.putWorkspace(t, tenantA, home)
	again := r.edit(t, inside[0], move(1))
	changes := f.step(t)
	if len(changes.Commits) != 2 || len(changes.Commits[1].Routes) != 1 || changes.Commits[1].Routes[0].Label != "home-a" {
		t.Fatalf("got %s", show(changes))
	}
	slices.Sort(changes.Commits[0].Removed)
	expectSame(t, "what did not come back", changes.Commits[0], repository.Commit{Revision: deleted.Revision, Removed: []string{"home-b", "house-a"}})
	expectSame(t, "what did", changes.Commits[1].Revision, again.Revision)
	f.expectUpToDate(t)
}
