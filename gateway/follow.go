// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// Times of the follower.
const (
	// reread is how long it relies on the watcher's hints before it looks for itself; jitter is added.
	reread = 30 * time.Second
	// readTimeout bounds one reading of the store, so that a watcher that hangs is noticed.
	readTimeout = time.Minute
	// The pause after a failure doubles from least to most; a random part of it is waited, so that a thousand gateways
	// do not return at the same moment.
	leastPause = 50 * time.Millisecond
	mostPause  = 5 * time.Second
)

// Follower keeps a table in step with a watcher. While the watcher fails the table stays as it was.
type Follower struct {
	watcher   repository.Watcher
	table     *Table
	byDefault repository.Enforcement
	log       *slog.Logger
	metrics   *Metrics

	cursor repository.Cursor // only Run's goroutine uses it
	// unfit are the labels whose last change could not be compiled, with its revision.
	unfit  map[string]repository.Revision
	status atomic.Pointer[Status]
	// ready is closed when there is a table to serve.
	ready     chan struct{}
	firstTime sync.Once
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

// NewFollower follows watcher with table. byDefault is the enforcement of services that do not say.
func NewFollower(watcher repository.Watcher, table *Table, byDefault repository.Enforcement, log *slog.Logger, metrics *Metrics) *Follower {
	f := &Follower{watcher: watcher, table: table, byDefault: byDefault, log: log, metrics: metrics,
		unfit: make(map[string]repository.Revision), ready: make(chan struct{})}
	f.status.Store(&Status{Reason: "waiting for the first snapshot of the settings"})
	return f
}

// Status may be called at any time.
func (f *Follower) Status() Status { return *f.status.Load() }

// Ready returns a channel that is closed once there is a table to serve.
func (f *Follower) Ready() <-chan struct{} { return f.ready }

// Run follows until ctx ends.
func (f *Follower) Run(ctx context.Context) {
	pause := leastPause
	for ctx.Err() == nil {
		before := f.cursor
		err := f.follow(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, repository.ErrCompacted), errors.Is(err, repository.ErrEpoch):
			f.log.Warn("starting over from a snapshot", slog.Any("reason", err))
			f.cursor = repository.Cursor{}
		default:
			f.log.Error("cannot follow the settings; serving the last good ones", slog.Any("error", err))
			f.stall("the settings store cannot be reached at the moment")
		}
		if f.cursor != before {
			pause = leastPause
		}
		sleep(ctx, time.Duration(rand.Int64N(int64(pause))+1))
		pause = min(2*pause, mostPause)
	}
}

// follow applies what comes until something fails.
func (f *Follower) follow(ctx context.Context) error {
	if f.cursor == (repository.Cursor{}) {
		if err := f.restart(ctx); err != nil {
			return err
		}
	}
	for {
		if err := f.advance(ctx); err != nil {
			return err
		}
		if err := f.await(ctx); err != nil {
			return err
		}
	}
}

// advance reads and applies what has changed.
func (f *Follower) advance(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	changes, err := f.watcher.Changes(ctx, f.cursor)
	if err == nil {
		f.apply(changes)
	}
	return err
}

// await returns nil when it is time to read again.
func (f *Follower) await(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, reread+time.Duration(rand.Int64N(int64(reread/4))))
	defer cancel()
	err := f.watcher.Await(limited, f.cursor)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return nil
	}
	return err
}

// restart replaces the whole table.
func (f *Follower) restart(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	snapshot, err := f.watcher.Snapshot(ctx)
	if err != nil {
		return err
	}
	clear(f.unfit)
	routes := make([]*Route, 0, len(snapshot.Routes))
	for _, r := range snapshot.Routes {
		if route := f.compile(r); route != nil {
			routes = append(routes, route)
		}
	}
	f.table.replace(routes)
	f.moveTo(snapshot.Cursor)
	return nil
}

func (f *Follower) apply(changes repository.Changes) {
	for _, commit := range changes.Commits {
		for _, r := range commit.Routes {
			if route := f.compile(r); route != nil {
				f.table.set(route)
			} else {
				f.table.remove(r.Label)
			}
		}
		for _, label := range commit.Removed {
			delete(f.unfit, label)
			f.table.remove(label)
		}
	}
	f.moveTo(changes.Cursor)
}

// compile returns the route to serve: the new one, or the one before if the new one is not fit to be served. The one
// before may have been another tenant's, who has given the label up; then there is none.
func (f *Follower) compile(r repository.Route) *Route {
	route, err := compile(r, f.byDefault)
	if err == nil {
		delete(f.unfit, r.Label)
		return route
	}
	f.metrics.unfit.Inc()
	f.unfit[r.Label] = r.Revision
	f.log.Error("settings do not compile; keeping those before", slog.String("label", r.Label),
		slog.Int64("revision", int64(r.Revision)))
	if before := f.table.lookup(r.Label); before != nil && before.tenant == r.Tenant {
		return before
	}
	return nil
}

// moveTo publishes how far the table has come. A change that could not be applied holds the revision back: it is not in
// force.
func (f *Follower) moveTo(c repository.Cursor) {
	f.cursor = c
	status := Status{Ready: true, Applied: c.Revision}
	for _, revision := range f.unfit {
		status.Applied = min(status.Applied, revision-1)
		status.Reason = "some settings do not compile; serving the ones before them"
	}
	f.metrics.applied.Set(float64(status.Applied))
	f.metrics.routes.Set(float64(f.table.size()))
	f.status.Store(&status)
	f.firstTime.Do(func() { close(f.ready) })
}

// stall publishes why the table stays as it is.
func (f *Follower) stall(reason string) {
	status := f.Status()
	status.Reason = reason
	f.status.Store(&status)
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
