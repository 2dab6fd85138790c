// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// follower does what a gateway does, and complains of whatever a gateway must never see.
type follower struct {
	watcher repository.Watcher
	cursor  repository.Cursor
	routes  map[string]repository.Route
	// last is the revision that a label was last seen with; it outlives the route.
	last map[string]repository.Revision
}

func follow(t testing.TB, watcher repository.Watcher) *follower {
	t.Helper()
	snapshot, err := watcher.Snapshot(context.Background())
	expectNil(t, "Snapshot", err)
	f := &follower{watcher: watcher, cursor: snapshot.Cursor, last: map[string]repository.Revision{}}
	f.routes = byLabel(t, snapshot)
	return f
}

func byLabel(t testing.TB, snapshot repository.Snapshot) map[string]repository.Route {
	t.Helper()
	routes := map[string]repository.Route{}
	for _, route := range snapshot.Routes {
		if _, twice := routes[route.Label]; twice {
			t.Errorf("snapshot: %s is there twice", route.Label)
		}
		if route.Revision > snapshot.Cursor.Revision {
			t.Errorf("snapshot: %s is of revision %d, the cursor of %d", route.Label, route.Revision, snapshot.Cursor.Revision)
		}
		routes[route.Label] = route
	}
	return routes
}

// step applies one answer of Changes and returns it.
func (f *follower) step(t testing.TB) repository.Changes {
	t.Helper()
	changes, err := f.watcher.Changes(context.Background(), f.cursor)
	expectNil(t, "Changes", err)
	if changes.Cursor.Epoch != f.cursor.Epoch || changes.Cursor.Revision < f.cursor.Revision {
		t.Errorf("the cursor went from %v to %v", f.cursor, changes.Cursor)
	}
	at, seen := f.cursor.Revision, map[string]bool{}
	for _, commit := range changes.Commits {
		if commit.Revision <= at || commit.Revision > changes.Cursor.Revision {
			t.Errorf("commit %d after %d, with the cursor at %d", commit.Revision, at, changes.Cursor.Revision)
		}
		at = commit.Revision
		f.apply(t, commit, seen)
	}
	f.cursor = changes.Cursor
	return changes
}

func (f *follower) apply(t testing.TB, commit repository.Commit, seen map[string]bool) {
	t.Helper()
	touch := func(label string) {
		if seen[label] {
			t.Errorf("%s is twice in one answer", label)
		}
		if commit.Revision <= f.last[label] {
			t.Errorf("%s went back from revision %d to %d", label, f.last[label], commit.Revision)
		}
		seen[label], f.last[label] = true, commit.Revision
	}
	for _, route := range commit.Routes {
		touch(route.Label)
		if route.Revision != commit.Revision {
			t.Errorf("%s of revision %d in commit %d", route.Label, route.Revision, commit.Revision)
		}
		f.routes[route.Label] = route
	}
	for _, label := range commit.Removed {
		touch(label)
		delete(f.routes, label)
	}
}

// reach follows until a revision, waiting where it has to.
func (f *follower) reach(t testing.TB, revision repository.Revision) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for f.step(t); f.cursor.Revision < revision; f.step(t) {
		expectNil(t, "Await", f.watcher.Await(ctx, f.cursor))
	}
}

// expectUpToDate compares what the follower has with a new snapshot.
func (f *follower) expectUpToDate(t testing.TB) {
	t.Helper()
	snapshot, err := f.watcher.Snapshot(context.Background())
	expectNil(t, "Snapshot", err)
	expectSame(t, "the cursor", f.cursor, snapshot.Cursor)
	expectSame(t, "the routes", f.routes, byLabel(t, snapshot))
}

func (f *follower) labels() string {
	return strings.Join(slices.Sorted(maps.Keys(f.routes)), " ")
}
