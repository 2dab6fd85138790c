// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// TestConnectionsEnded: somebody ends all connections of the pool; the next call finds another one.
func TestConnectionsEnded(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	furnish(t, store)
	for name, call := range map[string]func(location string) error{
		"write":    func(location string) error { _, err := put(t.Context(), store, records, location); return err },
		"read":     func(string) error { _, err := store.Workspace(t.Context(), tenant, home); return err },
		"Snapshot": func(string) error { _, err := store.Snapshot(t.Context()); return err },
		"Compact":  func(string) error { return store.Compact(t.Context(), time.Now()) },
	} {
		for _, location := range []string{"north", "south"} {
			fillPool(t, store)
			endSessions(t, url, maxConnections)
			if err := call(location); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// endSessions ends the sessions of stores of a database, which have to be n, and waits until they are gone.
func endSessions(t *testing.T, url string, n int) {
	t.Helper()
	const stores = ` FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'corsgate'`
	admin := connect(t, url)
	defer func() { _ = admin.Close(t.Context()) }()
	count := func(sql string) (n int) {
		if err := admin.QueryRow(t.Context(), sql+stores).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if ended := count("SELECT count(pg_terminate_backend(pid))"); ended != n {
		t.Errorf("ended %d sessions, want %d", ended, n)
	}
	eventually(t, "the sessions are gone", func() bool { return count("SELECT count(*)") == 0 })
}

// fillPool makes the pool open all the connections that it may.
func fillPool(t *testing.T, store *Store) {
	t.Helper()
	for range maxConnections {
		conn, err := store.pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
		if err := conn.Ping(t.Context()); err != nil {
			conn.Conn().Close(t.Context()) // ended earlier; it is replaced by the next one
		}
	}
}

// lockServices keeps everybody from the table.
func lockServices(t *testing.T, url string) pgx.Tx {
	t.Helper()
	tx, err := connect(t, url).Begin(t.Context())
	if err == nil {
		_, err = tx.Exec(t.Context(), "LOCK TABLE services")
	}
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

// TestSlowDatabase: a call ends with the caller's context or with its own time, whichever is first, and says which.
func TestSlowDatabase(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	impatient := opened(t, as(t, url, appUser), Options{CallTimeout: 50 * time.Millisecond})
	patient := opened(t, as(t, url, appUser), Options{CallTimeout: time.Hour})
	furnish(t, patient)
	tx := lockServices(t, url)
	calls := func(store *Store) map[string]func(context.Context) error {
		return map[string]func(context.Context) error{
			"read": func(ctx context.Context) error { _, err := store.Service(ctx, tenant, records); return err },
			"list": func(ctx context.Context) error {
				_, err := store.ListServices(ctx, tenant, home, repository.Page{Limit: 1})
				return err
			},
			"write": func(ctx context.Context) error { _, err := put(ctx, store, records, "here"); return err },
		}
	}
	for name, call := range calls(impatient) {
		err := call(t.Context())
		if !errors.Is(err, repository.ErrUnavailable) || !errors.Is(err, errSlow) || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, call := range calls(patient) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if err := call(ctx); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, repository.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := impatient.Snapshot(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Snapshot, which has no time of its own: %v", err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, err := put(t.Context(), patient, records, "here"); err != nil || c.Before != nil || c.Revision != 3 {
		t.Errorf("afterwards: %v, %v", c, err) // none of those that gave up has happened
	}
}

// TestCreatedMeanwhile: of two who create the same record the later one is asked again, about the earlier one's.
func TestCreatedMeanwhile(t *testing.T) {
	t.Parallel()
	store := opened(t, as(t, newDatabase(t), appUser), Options{})
	furnish(t, store)
	var seen []string
	change, err := store.ChangeService(t.Context(), tenant, records, audit(), func(old *repository.Service) (*repository.Service, error) {
		if old == nil {
			seen = append(seen, "nothing")
			mustPut(t, store, records, "theirs")
		} else {
			seen = append(seen, old.Location)
		}
		return locating("mine")(old)
	})
	if err != nil || !slices.Equal(seen, []string{"nothing", "theirs"}) || change.Before == nil || change.Before.Location != "theirs" {
		t.Errorf("the mutation saw %q; %v, %v", seen, change, err)
	}
	if change.Revision != 4 || cursorOf(t, store).Revision != 4 {
		t.Errorf("revision %d, the store is at %v", change.Revision, cursorOf(t, store))
	}
}

// TestBadRecords: what cannot be kept exactly is refused whole, and to try again would be of no use.
func TestBadRecords(t *testing.T) {
	t.Parallel()
	store := opened(t, as(t, newDatabase(t), appUser), Options{})
	furnish(t, store)
	upstream := &repository.Part[repository.Upstream]{Value: repository.Upstream{URL: "\xff"}}
	for name, service := range map[string]*repository.Service{
		"a document that is no JSON": {Document: []byte(`{"a":`)},
		"a URL that is not UTF-8":    {Document: []byte(`{}`), Upstream: upstream},
		"an id that is not UTF-8":    {Document: []byte(`{}`), ID: "\xff"},
		"an id with a zero byte":     {Document: []byte(`{}`), ID: "a\x00b"},
	} {
		calls := 0
		_, err := store.ChangeService(t.Context(), tenant, records, audit(), func(*repository.Service) (*repository.Service, error) {
			calls++
			return service, nil
		})
		if err == nil || errors.Is(err, repository.ErrUnavailable) || calls != 1 {
			t.Errorf("%s: %v, after %d calls", name, err, calls)
		}
	}
	if got := cursorOf(t, store).Revision; got != 2 {
		t.Errorf("the revision went to %d", got)
	}
}
