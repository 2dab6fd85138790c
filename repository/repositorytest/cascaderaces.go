// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// race is a group that some write in while it is deleted.
type race struct {
	*rig
	group repository.Key
	busy  chan struct{} // gets something for each commit, as long as there is room
	// failed is set if the group stays.
	failed atomic.Bool
	mu     sync.Mutex
	// commits are the revisions of each service and workspace that somebody wrote.
	commits map[repository.Key][]repository.Revision
}

// writersInDeletedGroup: whoever creates or changes something in a group that is deleted at the same time comes before,
// and then it goes with the group, or after, and then there is no group. Nothing is left without one.
func writersInDeletedGroup(t *testing.T, r *rig) {
	const rounds = 8
	f := follow(t, r.watcher)
	for round := range rounds {
		c := &race{rig: r, group: repository.NewKey("sub-a", "race"), busy: make(chan struct{}, 2*round+1),
			commits: map[repository.Key][]repository.Revision{}}
		start := r.putGroup(t, tenantA, c.group).Revision
		deleted := c.run(t)
		c.expectNothingLeft(t, deleted)
		f.step(t)
		f.expectUpToDate(t)
		commits := 1
		for _, revisions := range c.commits {
			commits += len(revisions)
		}
		expectSame(t, "one revision a commit", f.cursor.Revision, start+repository.Revision(commits))
	}
}

// run lets writers work until there is no group any more, and returns the revision of its deletion.
func (c *race) run(t *testing.T) repository.Revision {
	var writers sync.WaitGroup
	for _, name := range []string{"left", "right"} {
		workspace := repository.NewKey("sub-a", "race", name)
		c.wrote(workspace, c.putWorkspace(t, tenantA, workspace).Revision)
		old := repository.NewKey("sub-a", "race", name, "old")
		writers.Go(func() { c.write(t, func(int) error { return c.changeService(old) }) })
		writers.Go(func() {
			c.write(t, func(n int) error {
				return c.changeService(repository.NewKey("sub-a", "race", name, fmt.Sprint("new", n)))
			})
		})
	}
	writers.Go(func() { c.write(t, c.createWorkspace) })
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for range cap(c.busy) {
		select {
		case <-c.busy:
		case <-ctx.Done(): // the deletion will tell why
		}
	}
	deleted, err := c.store.ChangeGroup(context.Background(), tenantA, c.group, deletingGroup(), removing[repository.Group])
	c.failed.Store(err != nil)
	writers.Wait()
	expectNil(t, "the deletion", err)
	return deleted.Revision
}

// write goes on until a parent is missing.
func (c *race) write(t *testing.T, one func(n int) error) {
	for n := 0; !c.failed.Load(); n++ {
		if err := one(n); err != nil {
			expectError(t, "a writer", err, repository.ErrParentNotFound)
			return
		}
	}
}

func (c *race) changeService(key repository.Key) error {
	change, err := c.store.ChangeService(context.Background(), tenantA, key, someAudit(), func(old *repository.Service) (*repository.Service, error) {
		n := 0
		if old != nil {
			n = int(old.Revision)
		}
		return editing(key, move(n))(old)
	})
	if err == nil {
		c.wrote(key, change.Revision)
	}
	return err
}

func (c *race) createWorkspace(n int) error {
	key := repository.NewKey("sub-a", "race", fmt.Sprint("space", n))
	change, err := c.store.ChangeWorkspace(context.Background(), tenantA, key, someAudit(), func(*repository.Workspace) (*repository.Workspace, error) {
		return newWorkspace(key), nil
	})
	if err != nil {
		return err
	}
	c.wrote(key, change.Revision)
	return c.changeService(repository.NewKey("sub-a", "race", key.Workspace, "first"))
}

func (c *race) wrote(key repository.Key, revision repository.Revision) {
	c.mu.Lock()
	c.commits[key] = append(c.commits[key], revision)
	c.mu.Unlock()
	select {
	case c.busy <- struct{}{}:
	default:
	}
}

func (c *race) expectNothingLeft(t *testing.T, deleted repository.Revision) {
	for key, revisions := range c.commits {
		var err error
		if key.Service == "" {
			_, err = c.store.Workspace(t.Context(), tenantA, key)
		} else {
			_, err = c.store.Service(t.Context(), tenantA, key)
		}
		if !errors.Is(err, repository.ErrNotFound) {
			t.Errorf("%v is left: %v", key, err)
		}
		var told []repository.Revision
		entries := c.history(t, key, revisions[0]-1, 1000)
		for _, entry := range entries {
			told = append(told, entry.Revision)
		}
		expectSame(t, fmt.Sprintf("the history of %v", key), told, append(slices.Clone(revisions), deleted))
		last := len(entries) - 1
		if last < 1 || entries[last].After != nil || string(entries[last].Before) != string(entries[last-1].After) {
			t.Errorf("%v went as %s", key, show(entries))
		}
	}
	for label := range follow(t, c.watcher).routes {
		if strings.HasPrefix(label, "left-") || strings.HasPrefix(label, "right-") || strings.HasPrefix(label, "space") {
			t.Errorf("the route %s is left", label)
		}
	}
}
