// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// awaitChange awaits until the watcher has left the cursor: Await itself may return early.
func awaitChange(ctx context.Context, watcher repository.Watcher, after repository.Cursor) error {
	for {
		if err := watcher.Await(ctx, after); err != nil {
			return err
		}
		snapshot, err := watcher.Snapshot(ctx)
		if err != nil || snapshot.Cursor != after {
			return err
		}
	}
}

// awaitFrom starts n waiters, changes the store, and expects all of them to wake.
func (r *rig) awaitFrom(t *testing.T, n int, change func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cursor := follow(t, r.watcher).cursor
	woken := make(chan error, n)
	for range n {
		go func() { woken <- awaitChange(ctx, r.watcher, cursor) }()
	}
	change()
	for range n {
		expectNil(t, "Await", <-woken)
	}
}

func awaitWakesOnCommit(t *testing.T, r *rig) {
	for i := range 20 { // so that the commit comes before, while and after the waiter begins to wait
		r.awaitFrom(t, 1, func() { r.edit(t, at("s"), move(i)) })
	}
	r.awaitFrom(t, 1, func() { r.remove(t, "s") })
	r.awaitFrom(t, 1, func() { r.putWorkspace(t, tenantA, repository.NewKey("sub-a", "two", "wakes")) })
}

func awaitReturnsWhenBehind(t *testing.T, r *rig) {
	r.put(t, "s")
	cursor := follow(t, r.watcher).cursor
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r.put(t, "later")
	expectNil(t, "Await behind", r.watcher.Await(ctx, cursor))
	expectNil(t, "Await of another epoch", r.watcher.Await(ctx, repository.Cursor{Epoch: "other", Revision: cursor.Revision + 1}))
	cursor.Revision += 100
	expectNil(t, "Await ahead, which is another epoch too", r.watcher.Await(ctx, cursor))
}

func awaitWakesEverybody(t *testing.T, r *rig) {
	r.awaitFrom(t, 50, func() { r.put(t, "s") })
}

func awaitWakesOnEpoch(t *testing.T, r *rig) {
	r.awaitFrom(t, 1, func() { expectNil(t, "NewEpoch", r.store.NewEpoch(t.Context())) })
}

// awaitEndsWithContext: also a waiter whom nothing wakes.
func awaitEndsWithContext(t *testing.T, r *rig) {
	cursor := follow(t, r.watcher).cursor
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- awaitChange(ctx, r.watcher, cursor) }()
	select {
	case err := <-ended:
		expectError(t, "Await", err, context.DeadlineExceeded)
	case <-time.After(patience):
		t.Error("Await outlived its context")
	}
}
