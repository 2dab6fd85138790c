// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-migrate/migrate/v4"

	"github.com/corsgate/corsgate/repository"
)

// oldRows are what a program of the first schema left behind.
const oldRows = `
INSERT INTO subscriptions VALUES ('old', 'tenant'), ('bare', 'tenant'), ('theirs', 'another');
INSERT INTO resource_groups VALUES
	('old', 'later', 'tenant', '', '', '{}', '', 'another', 'User', '2026-05-05T00:00:00.000000Z', 'x', 'x', '2026-05-06T00:00:00.000000Z', 1),
	('old', 'first', 'tenant', '', '', '{}', 'tag', 'maker', 'Application', '2026-01-02T03:04:05.000006Z', 'x', 'x', '2026-05-07T00:00:00.000000Z', 2);
UPDATE meta SET revision = 2`

// oldFile is a store of the first schema.
func oldFile(t *testing.T) (path string) {
	t.Helper()
	path = newPath(t)
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	step(t, path, func(m *migrate.Migrate) error { return m.Migrate(1) })
	execute(t, path, oldRows)
	return path
}

// step migrates a file that nobody has opened.
func step(t *testing.T, path string, by func(*migrate.Migrate) error) {
	t.Helper()
	db, err := connect(dsn(path, "rw", Options{}, map[string][]string{"_pragma": {"foreign_keys(ON)"}}), 1)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newMigrator(db)
	if err != nil {
		t.Fatal(err)
	}
	err = by(m)
	fromSource, fromDatabase := m.Close()
	if err := errors.Join(err, fromSource, fromDatabase); err != nil {
		t.Fatal(err)
	}
}

func execute(t *testing.T, path, text string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, "rw", Options{}.withDefaults(), map[string][]string{"_pragma": {"foreign_keys(ON)"}}))
	if err == nil {
		_, err = db.ExecContext(t.Context(), text)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestSubscriptionsOfFirstSchema: they are records after the migration, and the way back keeps whose they are.
func TestSubscriptionsOfFirstSchema(t *testing.T) {
	t.Parallel()
	path, start := oldFile(t), time.Now()
	store := open(t, path)
	expectOldSubscriptions(t, store, start)
	key := repository.NewKey("old")
	c, err := store.ChangeSubscription(t.Context(), tenant, key, repository.Audit{At: time.Now()}, func(old *repository.Subscription) (*repository.Subscription, error) {
		next := *old
		next.ID = "/subscriptions/OLD"
		return &next, nil
	})
	if err != nil || c.Revision != 3 || c.Before.ID != "/subscriptions/old" {
		t.Errorf("the change is %+v, %v", c, err)
	}
	if got, err := store.Subscription(t.Context(), tenant, key); err != nil || got.ID != "/subscriptions/OLD" || got.Meta != c.After.Meta {
		t.Errorf("changed to %+v, %v", got, err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	step(t, path, func(m *migrate.Migrate) error { return m.Steps(-1) })
	again := opened(t, path)
	expectOldSubscriptions(t, again, start)
	if owner, err := again.TenantOf(t.Context(), repository.NewKey("theirs")); err != nil || owner != "another" {
		t.Errorf("the other one is of %q, %v", owner, err)
	}
}

func expectOldSubscriptions(t *testing.T, store *Store, start time.Time) {
	t.Helper()
	list, err := store.ListSubscriptions(t.Context(), tenant, repository.Page{Limit: 10})
	if err != nil || len(list) != 2 || list[0].Meta.ETag == list[1].Meta.ETag || list[0].Meta.ETag == "" || list[1].Meta.ETag == "" {
		t.Fatalf("there are %+v, %v", list, err)
	}
	for i, id := range []string{"bare", "old"} {
		got, want := list[i], repository.Stamp{By: "maker", ByType: "Application", At: time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)}
		if id == "bare" {
			want = repository.Stamp{At: got.Meta.Created.At}
		}
		if got.Key.String() != id || got.ID != "/subscriptions/"+id || string(got.Document) != "{}" || got.Tenant != tenant.Tenant || got.Revision != 0 ||
			got.Meta.Created != want || got.Meta.Modified != want {
			t.Errorf("%s is %+v", id, got)
		}
		if id == "bare" && (want.At.Before(start.Add(-time.Minute)) || want.At.After(time.Now().Add(time.Minute))) {
			t.Errorf("%s was created %v", id, want.At)
		}
	}
}

// TestInterruptedUpgrade: golang-migrate notes what it begins, and that it is done. Wherever it was killed, the next Open
// goes on from what the schema is.
func TestInterruptedUpgrade(t *testing.T) {
	t.Parallel()
	const note = `DELETE FROM schema_migrations; INSERT INTO schema_migrations VALUES (%d, true)`
	for name, before := range map[string]struct {
		migrated bool
		noted    int
	}{"before the commit": {false, latestSchema}, "after the commit": {true, latestSchema}, "on the way back": {true, 1}} {
		start := time.Now()
		path := oldFile(t)
		if before.migrated {
			if err := open(t, path).Close(); err != nil {
				t.Fatal(err)
			}
		}
		execute(t, path, fmt.Sprintf(note, before.noted))
		store, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		expectOldSubscriptions(t, store, start)
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestUpgradedOnce: whoever opens an older store at the same time, all get it as it shall be.
func TestUpgradedOnce(t *testing.T) {
	t.Parallel()
	path, start := oldFile(t), time.Now()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			store, err := Open(t.Context(), path, Options{})
			if err != nil {
				t.Errorf("Open: %v", err)
				return
			}
			expectOldSubscriptions(t, store, start)
			if err := store.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// TestOlderReadOnly: a store that is only looked at is not migrated, and the error says who does that.
func TestOlderReadOnly(t *testing.T) {
	t.Parallel()
	path := oldFile(t)
	if store, err := OpenReadOnly(t.Context(), path, Options{}); !errors.Is(err, errOlder) {
		t.Errorf("opened %v, %v", store, err)
	}
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	store, err := OpenReadOnly(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}

// TestNewerSchema: an older program leaves it alone.
func TestNewerSchema(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, path, "PRAGMA user_version = 99")
	if store, err := Open(t.Context(), path, Options{}); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("opened %v, %v", store, err)
	}
}

func TestLatestSchema(t *testing.T) {
	t.Parallel()
	store := opened(t, newPath(t))
	if version, err := schemaOf(t.Context(), store.read); err != nil || version != latestSchema {
		t.Errorf("the schema is at %d, %v", version, err)
	}
	var noted int
	if err := store.read.QueryRowContext(t.Context(), "SELECT version FROM schema_migrations").Scan(&noted); err != nil || noted != latestSchema {
		t.Errorf("golang-migrate has come to %d, %v", noted, err)
	}
}
