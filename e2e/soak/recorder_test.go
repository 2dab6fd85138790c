// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/corsgate/corsgate/e2e/soak/history"
	"github.com/corsgate/corsgate/repository"
)

// sample is how many labels a step asks for besides those that it changed: others each time, in turn.
const sample = 8

// recorder is a watcher that writes down what another one gives. A follower that asks it for more has applied what it was
// given before, so then the recorder looks at what the gateway serves.
type recorder struct {
	watcher repository.Watcher
	gateway http.Handler
	labels  []string
	out     *json.Encoder

	given  *history.Step // what the follower was given last, until it has been written
	next   int           // of labels
	failed error         // of writing
}

// Snapshot implements repository.Watcher.
func (r *recorder) Snapshot(ctx context.Context) (repository.Snapshot, error) {
	r.applied()
	s, err := r.watcher.Snapshot(ctx)
	if r.noteFailure(err) {
		return s, err
	}
	r.given = &history.Step{Kind: history.Snapshot, Cursor: cursorOf(s.Cursor), Given: puts(s.Routes)}
	return s, nil
}

// Changes implements repository.Watcher.
func (r *recorder) Changes(ctx context.Context, after repository.Cursor) (repository.Changes, error) {
	r.applied()
	c, err := r.watcher.Changes(ctx, after)
	if r.noteFailure(err) {
		return c, err
	}
	step := &history.Step{Kind: history.Changes, After: cursorOf(after), Cursor: cursorOf(c.Cursor)}
	for _, commit := range c.Commits {
		step.Given = append(step.Given, puts(commit.Routes)...)
		for _, label := range commit.Removed {
			step.Given = append(step.Given, history.Commit{Revision: int64(commit.Revision), Label: label})
		}
	}
	r.given = step
	return c, nil
}

// Await implements repository.Watcher.
func (r *recorder) Await(ctx context.Context, after repository.Cursor) error {
	r.applied()
	err := r.watcher.Await(ctx, after)
	r.noteFailure(err)
	return err
}

// noteFailure is false if there is none. That the follower's time is over is no failure of the watcher.
func (r *recorder) noteFailure(err error) bool {
	if err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
		r.given = &history.Step{Kind: history.Failure, Error: err.Error()}
	}
	return err != nil
}

// applied writes down the last step, with what is served now.
func (r *recorder) applied() {
	if r.given == nil {
		return
	}
	r.given.Served = map[string]string{}
	for _, c := range r.given.Given {
		r.given.Served[c.Label] = served(r.gateway, c.Label)
	}
	for range min(sample, len(r.labels)) {
		label := r.labels[r.next%len(r.labels)]
		r.given.Served[label] = served(r.gateway, label)
		r.next++
	}
	r.write(*r.given)
	r.given = nil
}

// last writes down what is served in the end.
func (r *recorder) last() error {
	r.applied()
	step := history.Step{Kind: history.Last, Served: map[string]string{}}
	for _, label := range r.labels {
		step.Served[label] = served(r.gateway, label)
	}
	r.write(step)
	return r.failed
}

func (r *recorder) write(step history.Step) { r.failed = errors.Join(r.failed, r.out.Encode(step)) }

func cursorOf(c repository.Cursor) history.Cursor {
	return history.Cursor{Epoch: c.Epoch, Revision: int64(c.Revision)}
}

func puts(routes []repository.Route) []history.Commit {
	var list []history.Commit
	for _, r := range routes {
		list = append(list, history.Commit{Revision: int64(r.Revision), Label: r.Label, Mark: markOf(r.Settings)})
	}
	return list
}
