// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// removeGroup deletes the group with all that is in it.
func removeGroup(ctx context.Context, store *Store) (repository.Change[repository.Group], error) {
	return store.ChangeGroup(ctx, tenant, group, audit(), func(*repository.Group) (*repository.Group, error) { return nil, nil })
}

// waiting is how many sessions of the database wait for a lock.
func waiting(t *testing.T, url string) int {
	return read[int](t, url, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
}

// expectGone expects that the service was made and went with the group.
func expectGone(t *testing.T, store *Store, key repository.Key, made, deleted repository.Revision) {
	t.Helper()
	if _, err := store.Service(t.Context(), tenant, key); !errors.Is(err, repository.ErrNotFound) {
		t.Errorf("%v: %v", key, err)
	}
	entries, err := store.History(t.Context(), tenant, key, made-1, 10)
	if err != nil || len(entries) != 2 || entries[0].Revision != made || entries[1].Revision != deleted || entries[1].After != nil ||
		string(entries[1].Before) != string(entries[0].After) {
		t.Errorf("the history of %v is %+v, %v", key, entries, err)
	}
}

// TestCreatorBeforeCascade: whoever creates or changes a service already is waited for, and the service goes as it is then.
func TestCreatorBeforeCascade(t *testing.T) {
	t.Parallel()
	for name, existing := range map[string]bool{"creates": false, "changes": true} {
		url := newDatabase(t)
		store := opened(t, as(t, url, appUser), Options{})
		furnish(t, store)
		if existing {
			mustPut(t, store, records, "here")
		}
		inside, release, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		var made, deleted repository.Revision
		go func() {
			c, err := store.ChangeService(t.Context(), tenant, records, audit(), func(old *repository.Service) (*repository.Service, error) {
				close(inside)
				<-release
				return locating("there")(old)
			})
			made = c.Revision
			done <- err
		}()
		<-inside
		gone := make(chan error, 1)
		go func() {
			c, err := removeGroup(t.Context(), store)
			deleted = c.Revision
			gone <- err
		}()
		eventually(t, "the deletion waits", func() bool { return waiting(t, url) == 1 })
		close(release)
		if err := errors.Join(<-done, <-gone); err != nil || made >= deleted {
			t.Errorf("who %s: revisions %d and %d, %v", name, made, deleted, err)
		}
		expectGone(t, store, records, made, deleted)
	}
}

// TestCreatorsBehindCascade: whoever comes once the deletion has the locks waits for it, and then finds no parent.
func TestCreatorsBehindCascade(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	furnish(t, store)
	mustPut(t, store, records, "here")
	holder, err := connect(t, url).Begin(t.Context()) // keeps the deletion from its last lock
	if err == nil {
		_, err = holder.Exec(t.Context(), "SELECT FROM services FOR UPDATE")
	}
	if err != nil {
		t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() { _, err := removeGroup(t.Context(), store); gone <- err }()
	eventually(t, "the deletion waits", func() bool { return waiting(t, url) == 1 })
	results := map[string]chan error{}
	for name, create := range map[string]func() error{
		"a service":   func() error { _, err := put(t.Context(), store, other, "here"); return err },
		"a workspace": func() error { return putWorkspace(t.Context(), store, repository.NewKey("sub", "group", "second")) },
	} {
		results[name] = make(chan error, 1)
		go func() { results[name] <- create() }()
	}
	eventually(t, "the creators wait", func() bool { return waiting(t, url) == 3 })
	if err := holder.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-gone; err != nil {
		t.Errorf("the deletion: %v", err)
	}
	for name, result := range results {
		if err := <-result; !errors.Is(err, repository.ErrParentNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left := read[int](t, url, "SELECT (SELECT count(*) FROM services) + (SELECT count(*) FROM workspaces)"); left != 0 {
		t.Errorf("%d records are left", left)
	}
}

func putWorkspace(ctx context.Context, store *Store, key repository.Key) error {
	_, err := store.ChangeWorkspace(ctx, tenant, key, audit(), func(*repository.Workspace) (*repository.Workspace, error) {
		return &repository.Workspace{Document: []byte(`{}`)}, nil
	})
	return err
}

// TestRefusedWithoutWaiting: what is not empty is not deleted, and that is said at once, beside whoever changes what is in
// it: to find out by the constraint would be to lock the counter and wait for somebody who waits for the counter.
func TestRefusedWithoutWaiting(t *testing.T) {
	t.Parallel()
	store := opened(t, as(t, newDatabase(t), appUser), Options{})
	furnish(t, store)
	mustPut(t, store, records, "here")
	_, err := store.ChangeService(t.Context(), tenant, records, audit(), func(old *repository.Service) (*repository.Service, error) {
		_, err := store.ChangeWorkspace(t.Context(), tenant, home, audit(), func(*repository.Workspace) (*repository.Workspace, error) { return nil, nil })
		if !errors.Is(err, repository.ErrNotEmpty) {
			t.Errorf("the workspace: %v", err)
		}
		return locating("there")(old)
	})
	if err != nil {
		t.Error(err)
	}
	_, err = store.ChangeGroup(t.Context(), tenant, group, audit(), func(old *repository.Group) (*repository.Group, error) {
		_, err := store.ChangeSubscription(t.Context(), tenant, group, audit(), func(*repository.Subscription) (*repository.Subscription, error) { return nil, nil })
		if !errors.Is(err, repository.ErrNotEmpty) {
			t.Errorf("the subscription: %v", err)
		}
		next := *old
		next.Location = "there"
		return &next, nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestLargeGroup: more services than go into one statement.
func TestLargeGroup(t *testing.T) {
	t.Parallel()
	const many = 2*deletionsAtOnce + 1
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	furnish(t, store)
	exec(t, url, fmt.Sprintf(manyServices, many))
	before := cursorOf(t, store)
	c, err := removeGroup(t.Context(), store)
	if err != nil || c.Revision != before.Revision+1 {
		t.Fatalf("%+v, %v", c, err)
	}
	changes, err := store.Changes(t.Context(), before)
	if err != nil || len(changes.Commits) != 1 || len(changes.Commits[0].Removed) != many || changes.Commits[0].Revision != c.Revision {
		t.Errorf("%d commits, %v", len(changes.Commits), err)
	}
	if n := read[int](t, url, `SELECT count(DISTINCT scope) FROM audit WHERE revision = $1 AND after IS NULL AND before::json ->> 'id' = scope
		AND scope LIKE 'sub/group/home/s%'`, c.Revision); n != many {
		t.Errorf("%d services are in the history", n)
	}
	if n := read[int](t, url, "SELECT count(*) FROM audit WHERE revision = $1", c.Revision); n != many+2 {
		t.Errorf("%d records are in the history", n)
	}
}

const manyServices = `
INSERT INTO services (subscription_id, group_name, workspace_name, name, tenant_id, label, id, location,
	document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
SELECT 'sub', 'group', 'home', 's' || n, 'tenant', 'home-s' || n, 'sub/group/home/s' || n, '', '{}', '', '', '', now(), '', '', now(), 2
FROM generate_series(1, %d) AS n`
