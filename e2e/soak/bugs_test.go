// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"errors"

	"github.com/corsgate/corsgate/repository"
)

// bug is a fault that is planted, to see that it is found.
type bug string

// The bugs of a follower, and one of a writer.
const (
	none              bug = ""
	skipsACommit      bug = "skips a commit"
	appliesStale      bug = "applies a stale commit"
	losesADeletion    bug = "loses a deletion"
	keepsOldEpoch     bug = "keeps the old epoch"
	acknowledgesEarly bug = "acknowledges before the commit"
)

// plant puts the bug between a store and its follower.
func plant(b bug, w repository.Watcher) repository.Watcher {
	switch b {
	case skipsACommit:
		return &tampering{w, (&skipper{}).tamper}
	case appliesStale:
		return &stale{Watcher: w, first: map[string]repository.Commit{}}
	case losesADeletion:
		return &tampering{w, loseDeletions}
	case keepsOldEpoch:
		return &oldEpoch{Watcher: w}
	}
	return w
}

// tampering changes what changes a follower is told.
type tampering struct {
	repository.Watcher
	tamper func(repository.Changes) repository.Changes
}

func (w *tampering) Changes(ctx context.Context, after repository.Cursor) (repository.Changes, error) {
	c, err := w.Watcher.Changes(ctx, after)
	return w.tamper(c), err
}

// skipper leaves out the first commit of every second answer.
type skipper struct{ answers int }

func (s *skipper) tamper(c repository.Changes) repository.Changes {
	if len(c.Commits) == 0 || len(c.Commits[0].Routes) == 0 {
		return c
	}
	if s.answers++; s.answers%2 == 0 {
		c.Commits = c.Commits[1:]
	}
	return c
}

// stale tells the first commit of a label again after a later one, in each epoch.
type stale struct {
	repository.Watcher
	first map[string]repository.Commit
}

func (w *stale) Snapshot(ctx context.Context) (repository.Snapshot, error) {
	clear(w.first)
	return w.Watcher.Snapshot(ctx)
}

func (w *stale) Changes(ctx context.Context, after repository.Cursor) (repository.Changes, error) {
	c, err := w.Watcher.Changes(ctx, after)
	for _, commit := range c.Commits {
		for _, route := range commit.Routes {
			if first, known := w.first[route.Label]; known {
				c.Commits = append(c.Commits[:len(c.Commits):len(c.Commits)], first)
				delete(w.first, route.Label)
			} else {
				w.first[route.Label] = commit
			}
		}
	}
	return c, err
}

func loseDeletions(c repository.Changes) repository.Changes {
	var kept []repository.Commit
	for _, commit := range c.Commits {
		if len(commit.Removed) == 0 {
			kept = append(kept, commit)
		}
	}
	c.Commits = kept
	return c
}

// oldEpoch answers as if there were no epochs: what the store says is of the first one, and a store that is behind has
// nothing new.
type oldEpoch struct {
	repository.Watcher
	epoch string
}

func (w *oldEpoch) Snapshot(ctx context.Context) (repository.Snapshot, error) {
	s, err := w.Watcher.Snapshot(ctx)
	if err == nil && w.epoch == "" {
		w.epoch = s.Cursor.Epoch
	}
	s.Cursor.Epoch = w.epoch
	return s, err
}

func (w *oldEpoch) Changes(ctx context.Context, after repository.Cursor) (repository.Changes, error) {
	now, err := w.Watcher.Snapshot(ctx)
	if err != nil {
		return repository.Changes{}, err
	}
	c, err := w.Watcher.Changes(ctx, repository.Cursor{Epoch: now.Cursor.Epoch, Revision: after.Revision})
	if errors.Is(err, repository.ErrEpoch) {
		return repository.Changes{Cursor: after}, nil
	}
	c.Cursor.Epoch = w.epoch
	return c, err
}

// Await forgets the epoch as well, or it would always return at once.
func (w *oldEpoch) Await(ctx context.Context, after repository.Cursor) error {
	now, err := w.Watcher.Snapshot(ctx)
	if err != nil || now.Cursor.Revision > after.Revision {
		return err
	}
	return w.Watcher.Await(ctx, now.Cursor)
}
