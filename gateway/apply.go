// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"log/slog"

	"github.com/corsgate/corsgate/repository"
)

// startOver makes follow begin with a snapshot.
func (f *Follower) startOver() {
	f.moving.Lock()
	defer f.moving.Unlock()
	f.cursor = repository.Cursor{}
}

// restart replaces the whole table.
func (f *Follower) restart(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	snapshot, err := f.watcher.Snapshot(ctx)
	if err != nil {
		return err
	}
	f.moving.Lock()
	defer f.moving.Unlock()
	f.fill(snapshot.Routes)
	f.moveTo(snapshot.Cursor)
	return nil
}

// fill makes the table hold these routes. Of several with one label the last counts that compiles.
func (f *Follower) fill(all []repository.Route) {
	clear(f.unfit)
	routes := make([]*Route, 0, len(all))
	for _, r := range all {
		if route := f.compile(r); route != nil {
			routes = append(routes, route)
		}
	}
	f.table.replace(routes)
}

func (f *Follower) apply(changes repository.Changes) {
	f.moving.Lock()
	defer f.moving.Unlock()
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
	route, err := compile(r, f.ByDefault, f.policies)
	if err == nil {
		delete(f.unfit, r.Label)
		if f.Saved != nil {
			kept := r
			route.record = &kept
		}
		return route
	}
	f.Metrics.unfit.Inc()
	f.unfit[r.Label] = r
	f.Logger.Error("settings do not compile; keeping those before", slog.String("label", r.Label),
		slog.Int64("revision", int64(r.Revision)))
	if before := f.table.lookup(r.Label); before != nil && before.tenant == r.Tenant {
		return before
	}
	return nil
}

// moveTo publishes how far the table has come.
func (f *Follower) moveTo(c repository.Cursor) {
	if c != f.cursor {
		f.hint()
	}
	f.cursor, f.away = c, awayLater
	f.publish(f.inForce())
}

// inForce is the status of a table that is served. A change that could not be applied holds the revision back: it is not
// in force.
func (f *Follower) inForce() Status {
	status := Status{Ready: true, Applied: f.cursor.Revision}
	for _, r := range f.unfit {
		status.Applied = min(status.Applied, r.Revision-1)
		status.Reason = "some settings do not compile; serving the ones before them"
	}
	return status
}

// stall publishes why the table stays as it is. One that came from disk is served from now on.
func (f *Follower) stall() {
	status := f.Status()
	status.Ready, status.Reason = status.Ready || f.recalled, f.away
	f.publish(status)
}

func (f *Follower) publish(status Status) {
	f.Metrics.applied.Set(float64(status.Applied))
	f.Metrics.routes.Set(float64(f.table.size()))
	f.status.Store(&status)
	if status.Ready {
		f.firstTime.Do(func() { close(f.ready) })
	}
}

// hint tells keepSaved that there is something to save. One hint is enough.
func (f *Follower) hint() {
	select {
	case f.moved <- struct{}{}:
	default:
	}
}
