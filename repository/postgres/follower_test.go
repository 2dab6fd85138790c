// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

var other = repository.NewKey("sub", "group", "home", "other")

// follower does what a gateway does.
type follower struct {
	store  *Store
	cursor repository.Cursor
	routes map[string]repository.Route
}

func follow(t testing.TB, store *Store) *follower {
	t.Helper()
	snapshot, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := &follower{store: store, cursor: snapshot.Cursor, routes: map[string]repository.Route{}}
	for _, route := range snapshot.Routes {
		f.routes[route.Label] = route
	}
	return f
}

// awaitChange awaits until the store has left the cursor, and applies what is different.
func (f *follower) awaitChange(ctx context.Context) error {
	for {
		if err := f.store.Await(ctx, f.cursor); err != nil {
			return err
		}
		changes, err := f.store.Changes(ctx, f.cursor)
		if err != nil {
			return err
		}
		for _, commit := range changes.Commits {
			for _, route := range commit.Routes {
				f.routes[route.Label] = route
			}
			for _, label := range commit.Removed {
				delete(f.routes, label)
			}
		}
		if changes.Cursor != f.cursor {
			f.cursor = changes.Cursor
			return nil
		}
	}
}

// expectAfter awaits the change, which is made when the follower may already wait, and compares the labels that there
// are then.
func (f *follower) expectAfter(t testing.TB, change func(), labels string) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- f.awaitChange(soon(t)) }()
	change()
	if err := <-done; err != nil {
		t.Fatalf("Await: %v", err)
	}
	if got := strings.Join(slices.Sorted(maps.Keys(f.routes)), " "); got != labels {
		t.Errorf("the follower has %q, want %q", got, labels)
	}
}

// expectUpToDate compares what the follower has with a new snapshot.
func (f *follower) expectUpToDate(t testing.TB) {
	t.Helper()
	now := follow(t, f.store)
	if f.cursor != now.cursor || !reflect.DeepEqual(f.routes, now.routes) {
		t.Errorf("the follower has %v at %v, the store %v at %v", f.routes, f.cursor, now.routes, now.cursor)
	}
}

func mustPut(t testing.TB, store *Store, key repository.Key, location string) {
	t.Helper()
	if _, err := put(t.Context(), store, key, location); err != nil {
		t.Fatal(err)
	}
}

func remove(t testing.TB, store *Store, key repository.Key) {
	t.Helper()
	nothing := func(*repository.Service) (*repository.Service, error) { return nil, nil }
	if _, err := store.ChangeService(t.Context(), tenant, key, audit(), nothing); err != nil {
		t.Fatal(err)
	}
}
