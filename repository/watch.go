// SPDX-License-Identifier: Apache-2.0

package repository

import (
	"context"

	"github.com/corsgate/corsgate/cors"
)

// Watcher is how a gateway follows the store. It is level-triggered: it tells a record's last state, not every state
// in between, so a slow follower costs nothing and a follower never goes back.
//
// A follower takes a Snapshot, applies Changes after its cursor, and awaits more; on ErrCompacted and ErrEpoch it takes
// a new Snapshot.
type Watcher interface {
	// Snapshot returns every route, and the cursor at which that is so.
	Snapshot(ctx context.Context) (Snapshot, error)
	// Changes returns what is different after a cursor, in the order of the commits.
	// ErrCompacted: deletions after the cursor were forgotten. ErrEpoch: the cursor is of another epoch, or ahead.
	Changes(ctx context.Context, after Cursor) (Changes, error)
	// Await returns nil once the store may have moved beyond the cursor. It may return early, and a caller that cannot
	// afford to miss a hint bounds ctx; then it returns ctx's error.
	Await(ctx context.Context, after Cursor) error
}

// Cursor is a place in the order of commits. Revisions of different epochs cannot be compared.
type Cursor struct {
	Epoch    string
	Revision Revision
}

// Snapshot is every route at one cursor.
type Snapshot struct {
	Cursor Cursor
	Routes []Route
}

// Changes are the commits between two cursors; those that another one has superseded are left out. Cursor is where
// they lead, also when no route changed.
type Changes struct {
	Cursor  Cursor
	Commits []Commit
}

// Commit is what one transaction changed: routes to set and labels to remove. It is one service, or all those of a group
// that was deleted.
type Commit struct {
	Revision Revision
	Routes   []Route
	Removed  []string
}

// Route is what a gateway needs to know of a service.
type Route struct {
	Label       string // unique in the whole installation
	Tenant      string
	Upstream    string // base URL; empty: none set
	Settings    cors.Settings
	Enforcement Enforcement
	Discovery   DiscoveryRule
	Revision    Revision // of the service's last change
}
