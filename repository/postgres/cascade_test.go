// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
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
		result := make(chan error, 1)
		go func() { result <- create() }()
		results[name] = result
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
