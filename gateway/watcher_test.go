// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

var errAway = errors.New("the store is away")

// fakeWatcher is a store in memory that can fail in each way that a Watcher may.
type fakeWatcher struct {
	mu      sync.Mutex
	cursor  repository.Cursor
	routes  map[string]repository.Route
	removed map[string]repository.Revision
	fail    error         // of every call
	changes error         // of Changes only
	deaf    bool          // Await never hints
	hangs   bool          // every call waits for its context
	takes   time.Duration // how long a call takes before it does anything
	bell    chan struct{}
	calls   []time.Time
	whole   int // snapshots taken
	// refuseSnapshots fails Snapshot only.
	refuseSnapshots bool
}

func newFakeWatcher() *fakeWatcher {
	return &fakeWatcher{cursor: repository.Cursor{Epoch: "first", Revision: 10}, routes: make(map[string]repository.Route),
		removed: make(map[string]repository.Revision), bell: make(chan struct{})}
}

// enter begins a call: it counts it, hangs, or fails.
func (w *fakeWatcher) enter(ctx context.Context) error {
	w.mu.Lock()
	w.calls = append(w.calls, time.Now())
	fail, hangs, takes := w.fail, w.hangs, w.takes
	w.mu.Unlock()
	sleep(ctx, takes)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if hangs {
		<-ctx.Done()
		return ctx.Err()
	}
	return fail
}

func (w *fakeWatcher) Snapshot(ctx context.Context) (repository.Snapshot, error) {
	if err := w.enter(ctx); err != nil {
		return repository.Snapshot{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refuseSnapshots {
		return repository.Snapshot{}, errAway
	}
	w.whole++
	w.changes = nil // a new cursor cures
	return repository.Snapshot{Cursor: w.cursor, Routes: slices.Collect(maps.Values(w.routes))}, nil
}

func (w *fakeWatcher) Changes(ctx context.Context, after repository.Cursor) (repository.Changes, error) {
	if err := w.enter(ctx); err != nil {
		return repository.Changes{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.changes != nil {
		return repository.Changes{}, w.changes
	}
	if after.Epoch != w.cursor.Epoch || after.Revision > w.cursor.Revision {
		return repository.Changes{}, repository.ErrEpoch
	}
	changes := repository.Changes{Cursor: w.cursor}
	for revision := after.Revision + 1; revision <= w.cursor.Revision; revision++ {
		commit := repository.Commit{Revision: revision}
		for _, route := range w.routes {
			if route.Revision == revision {
				commit.Routes = append(commit.Routes, route)
			}
		}
		for label, at := range w.removed {
			if at == revision {
				commit.Removed = append(commit.Removed, label)
			}
		}
		changes.Commits = append(changes.Commits, commit)
	}
	return changes, nil
}

func (w *fakeWatcher) Await(ctx context.Context, after repository.Cursor) error {
	if err := w.enter(ctx); err != nil {
		return err
	}
	w.mu.Lock()
	bell, moved := w.bell, w.cursor != after
	if w.deaf {
		bell, moved = nil, false
	}
	w.mu.Unlock()
	if moved {
		return nil
	}
	select {
	case <-bell:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// change does something to the store and tells those who wait.
func (w *fakeWatcher) change(do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	do()
	close(w.bell)
	w.bell = make(chan struct{})
}

// put commits a route with one allowed origin; "" does not compile.
func (w *fakeWatcher) put(label, tenant, origin string) repository.Revision {
	w.change(func() {
		w.cursor.Revision++
		delete(w.removed, label)
		w.routes[label] = repository.Route{Label: label, Tenant: tenant, Revision: w.cursor.Revision, Upstream: "http://" + tenant + ".example",
			Settings: cors.Settings{Origins: []string{origin}, Methods: []string{"GET"}}}
	})
	return w.cursor.Revision
}

func (w *fakeWatcher) remove(label string) repository.Revision {
	w.change(func() {
		w.cursor.Revision++
		delete(w.routes, label)
		w.removed[label] = w.cursor.Revision
	})
	return w.cursor.Revision
}

// following is a follower of a fake watcher, inside a synctest bubble.
type following struct {
	*fakeWatcher
	t        *testing.T
	table    *Table
	follower *Follower
	registry *prometheus.Registry
	log      logged
	cancel   context.CancelFunc
	ended    chan struct{}
}

// follow runs test beside a follower, in fake time.
func follow(t *testing.T, prepare func(*fakeWatcher), test func(*following)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newFakeWatcher()
		prepare(w)
		f := begin(t, w, FollowerOptions{})
		test(f)
		f.end()
	})
}

// begin starts a follower, and lets happen what can happen at once.
func begin(t *testing.T, w *fakeWatcher, o FollowerOptions) *following {
	f := &following{fakeWatcher: w, t: t, table: NewTable(), registry: prometheus.NewRegistry(), ended: make(chan struct{})}
	o.Logger, o.Metrics = slog.New(slog.NewTextHandler(&f.log, nil)), NewMetrics(f.registry)
	f.follower = NewFollower(w, f.table, o)
	var ctx context.Context
	ctx, f.cancel = context.WithCancel(t.Context())
	go func() { f.follower.Run(ctx); close(f.ended) }()
	synctest.Wait()
	return f
}

// end ends the follower's context, and wants it to end at once.
func (f *following) end() {
	f.t.Helper()
	f.cancel()
	synctest.Wait()
	select {
	case <-f.ended:
	default:
		f.t.Error("the follower goes on after its context has ended")
		f.change(func() { f.hangs = false })
	}
}

// serves checks what the table answers an origin of a label: upstream's host, and whether it is allowed. "" is no route.
func (f *following) serves(label, upstream, origin string) {
	f.t.Helper()
	route := f.table.lookup(label)
	if route == nil || upstream == "" {
		if route != nil || upstream != "" {
			f.t.Errorf("%s: route %v, want one to %q", label, route, upstream)
		}
		return
	}
	d := route.policy.Decide(&cors.Request{Method: "GET", Origin: []string{origin}})
	if route.upstream.Host != upstream+".example" || d.AllowOrigin != origin {
		f.t.Errorf("%s: to %s, %s", label, route.upstream.Host, d.Reason)
	}
}

// status checks the follower's status; reason says whether it has one.
func (f *following) status(ready bool, applied repository.Revision, reason bool) {
	f.t.Helper()
	if s := f.follower.Status(); s.Ready != ready || s.Applied != applied || (s.Reason != "") != reason {
		f.t.Errorf("status %+v, want ready %t, applied %d, a reason: %t", s, ready, applied, reason)
	}
}

// metric reads a counter or gauge.
func (f *following) metric(name string) float64 {
	f.t.Helper()
	families, err := f.registry.Gather()
	if err != nil {
		f.t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() == name {
			return family.GetMetric()[0].GetCounter().GetValue() + family.GetMetric()[0].GetGauge().GetValue()
		}
	}
	f.t.Fatalf("no metric %s", name)
	return 0
}
