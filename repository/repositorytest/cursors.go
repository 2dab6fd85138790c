// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

func inAnHour() time.Time { return time.Now().Add(time.Hour) }

func compaction(t *testing.T, r *rig) {
	ctx := t.Context()
	r.put(t, "goes")
	r.put(t, "stays")
	old := follow(t, r.watcher)
	deleted := r.remove(t, "goes")
	informed := follow(t, r.watcher)
	r.edit(t, at("stays"), move(1))
	expectNil(t, "Compact", r.store.Compact(ctx, inAnHour()))

	_, err := r.watcher.Changes(ctx, old.cursor)
	expectError(t, "a cursor before the deletion", err, repository.ErrCompacted)
	expectSame(t, "a cursor at the deletion", informed.cursor.Revision, deleted.Revision)
	informed.step(t)
	informed.expectUpToDate(t)
	expectSame(t, "a new snapshot", follow(t, r.watcher).labels(), "home-stays")

	expectNil(t, "Compact with nothing to forget", r.store.Compact(ctx, inAnHour()))
	r.put(t, "later")
	informed.step(t)
	informed.expectUpToDate(t)
	_, err = r.watcher.Changes(ctx, old.cursor)
	expectError(t, "the old cursor, still", err, repository.ErrCompacted)
}

func compactionKeepsYoung(t *testing.T, r *rig) {
	r.put(t, "goes")
	f := follow(t, r.watcher)
	r.remove(t, "goes")
	expectNil(t, "Compact", r.store.Compact(t.Context(), time.Now().Add(-time.Hour)))
	f.step(t)
	f.expectUpToDate(t)
}

func newEpoch(t *testing.T, r *rig) {
	ctx := t.Context()
	r.put(t, "s")
	f := follow(t, r.watcher)
	expectNil(t, "NewEpoch", r.store.NewEpoch(ctx))
	_, err := r.watcher.Changes(ctx, f.cursor)
	expectError(t, "a cursor of the old epoch", err, repository.ErrEpoch)
	again := follow(t, r.watcher)
	if again.cursor.Epoch == f.cursor.Epoch || again.cursor.Epoch == "" {
		t.Errorf("the epoch is %q after %q", again.cursor.Epoch, f.cursor.Epoch)
	}
	if again.cursor.Revision < f.cursor.Revision {
		t.Errorf("the revision went from %d to %d", f.cursor.Revision, again.cursor.Revision)
	}
	expectSame(t, "the routes", again.routes, f.routes)
	r.put(t, "later")
	again.step(t)
	again.expectUpToDate(t)
}

func cursorFromElsewhere(t *testing.T, r *rig) {
	r.put(t, "s")
	now := follow(t, r.watcher).cursor
	for name, cursor := range map[string]repository.Cursor{
		"ahead":           {Epoch: now.Epoch, Revision: now.Revision + 1},
		"another epoch":   {Epoch: now.Epoch + "0", Revision: now.Revision},
		"no epoch":        {Revision: now.Revision},
		"the zero cursor": {},
	} {
		_, err := r.watcher.Changes(t.Context(), cursor)
		expectError(t, name, err, repository.ErrEpoch)
	}
	changes, err := r.watcher.Changes(t.Context(), repository.Cursor{Epoch: now.Epoch})
	expectNil(t, "the beginning of this epoch", err)
	expectSame(t, "cursor", changes.Cursor, now)
}
