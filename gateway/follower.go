// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// awayLater is the reason of a table that stays as it is.
const awayLater = "the settings store cannot be reached at the moment"

// FollowerOptions of a follower. Without a Logger or Metrics nothing is told.
type FollowerOptions struct {
	// ByDefault is the enforcement of services that do not say; empty is Advise.
	ByDefault repository.Enforcement
	Logger    *slog.Logger
	Metrics   *Metrics
	// Saved keeps the last good table on disk, for the next start; nil keeps none.
	Saved *Saved
}

// Follower keeps a table in step with a watcher. While the watcher fails the table stays as it was.
type Follower struct {
	FollowerOptions
	watcher repository.Watcher
	table   *Table

	status atomic.Pointer[Status]
	// ready is closed when there is a table to serve.
	ready     chan struct{}
	firstTime sync.Once

	// moving is held while the table moves to another cursor, so that a copy is of one cursor and of all its routes. It
	// guards what follows. Only Run's goroutine changes these, so it reads them without the lock.
	moving sync.Mutex
	cursor repository.Cursor
	// unfit are the routes whose last change could not be compiled, by their labels.
	unfit map[string]repository.Route
	// policies are what routes were compiled with, shared among them.
	policies *cors.Pool
	// recalled: the table came from disk. away is what to say of it while the store fails.
	recalled bool
	away     string
	// failing: the last reading failed, and that was logged.
	failing bool
	// moved holds a hint for keepSaved after each move.
	moved chan struct{}
}

// Status is how far a follower has come.
type Status struct {
	// Ready: a table is being served.
	Ready bool
	// Applied is the last revision that is in force entirely.
	Applied repository.Revision
	// Reason says what is missing, for people.
	Reason string
}

// NewFollower follows watcher with table.
func NewFollower(watcher repository.Watcher, table *Table, o FollowerOptions) *Follower {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = NewMetrics(nil)
	}
	f := &Follower{FollowerOptions: o, watcher: watcher, table: table, unfit: make(map[string]repository.Route), policies: cors.NewPool(),
		away: awayLater, ready: make(chan struct{}), moved: make(chan struct{}, 1)}
	f.status.Store(&Status{Reason: "waiting for the first snapshot of the settings"})
	return f
}

// Status may be called at any time.
func (f *Follower) Status() Status { return *f.status.Load() }

// Ready returns a channel that is closed once there is a table to serve.
func (f *Follower) Ready() <-chan struct{} { return f.ready }
