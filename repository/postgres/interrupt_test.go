// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

// TestInterruptedMigration: golang-migrate notes what it begins before each file, and that it is done after it. Wherever
// it was interrupted, up or down, the next call goes on from what the schema is.
func TestInterruptedMigration(t *testing.T) {
	t.Parallel()
	const record = "TRUNCATE schema_migrations; INSERT INTO schema_migrations VALUES (%d, %t)"
	cases := []struct {
		name   string
		schema int
		record string
	}{
		{"up to 1, before the commit", 0, fmt.Sprintf(record, 1, true)},
		{"up to 1, after the commit", 1, fmt.Sprintf(record, 1, true)},
		{"up to 2, before the commit", 1, fmt.Sprintf(record, 2, true)},
		{"up to 2, after the commit", 2, fmt.Sprintf(record, 2, true)},
		{"up to 3, before the commit", 2, fmt.Sprintf(record, 3, true)},
		{"up to 3, after the commit", 3, fmt.Sprintf(record, 3, true)},
		{"down to 2, before the commit", 3, fmt.Sprintf(record, 2, true)},
		{"down to 1, before the commit", 2, fmt.Sprintf(record, 1, true)},
		{"down to 1, after the commit", 1, fmt.Sprintf(record, 1, true)},
		{"down to 0, before the commit", 1, fmt.Sprintf(record, -1, true)},
		{"down to 0, after the commit", 0, fmt.Sprintf(record, -1, true)},
		{"the record is lost", 2, "DROP TABLE schema_migrations"},
		{"the record is of another database", 1, fmt.Sprintf(record, 2, false)},
	}
	for name, change := range map[string]func(context.Context, string, MigrateOptions) (Schema, Schema, error){"Up": Up, "Down": Down} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := testpg.Database(t)
			up(t, url)
			want := schemaOf(t, url)
			for _, c := range cases {
				if down(t, url, c.schema); c.schema > 0 {
					upTo(t, url, c.schema)
				}
				exec(t, url, c.record)
				before, now, err := change(t.Context(), url, MigrateOptions{})
				expected := Schema{latestSchema, latestSchema}
				if name == "Down" {
					expected.Version = max(c.schema-1, 0)
				}
				if err != nil || before.Version != c.schema || now != expected {
					t.Errorf("%s: %v, %v, %v", c.name, before, now, err)
				}
			}
			up(t, url)
			if got := schemaOf(t, url); got != want {
				t.Errorf("in the end the schema is %s", got)
			}
		})
	}
}

// down migrates back to a version, if the schema is beyond it.
func down(t testing.TB, url string, version int) {
	t.Helper()
	for read[bool](t, url, "SELECT to_regclass('meta') IS NOT NULL") && read[int](t, url, selectSchema) > version {
		if _, _, err := Down(t.Context(), url, MigrateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

// deleting is a transaction of somebody who deletes a service: the second migration waits for it.
func deleting(t *testing.T, url string) (end func()) {
	t.Helper()
	tx, err := connect(t, url).Begin(t.Context())
	if err == nil {
		_, err = tx.Exec(t.Context(), "INSERT INTO tombstones VALUES ('gone', 'tenant', 1, now())")
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Commit(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// TestUpBehindAPI: a migration does not wait long for a table in use, so that it does not hold up others behind it.
func TestUpBehindAPI(t *testing.T) {
	t.Parallel()
	url := testpg.Database(t)
	upTo(t, url, 1)
	end := deleting(t, url)
	_, _, err := Up(t.Context(), as(t, url, "postgres", "lock_timeout", "200"), MigrateOptions{})
	if fault := sqlFault(err); fault == nil || fault.Code != "55P03" {
		t.Errorf("Up: %v", err)
	} else if strings.Contains(err.Error(), "CREATE INDEX") {
		t.Errorf("the error quotes the migration: %v", err)
	}
	if got, err := Version(t.Context(), url, MigrateOptions{}); err != nil || got.Version != 1 {
		t.Errorf("the schema is %v, %v", got, err)
	}
	end()
	up(t, url)
}

// TestUpKilled: the server ends the session in the middle of a migration.
func TestUpKilled(t *testing.T) {
	t.Parallel()
	url := testpg.Database(t)
	upTo(t, url, 1)
	end := deleting(t, url)
	done := make(chan error, 1)
	go func() {
		_, _, err := Up(t.Context(), url, MigrateOptions{})
		done <- err
	}()
	eventually(t, "the migration waits, and is ended", func() bool {
		return read[int](t, url, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%tombstones_by_deletion%'`) == 1
	})
	if err := <-done; err == nil {
		t.Error("Up succeeded")
	}
	if !read[bool](t, url, "SELECT dirty FROM schema_migrations") {
		t.Error("nothing was interrupted")
	}
	end()
	up(t, url)
}

// TestUpCancelled: whoever waits for another one's migration can be stopped.
func TestUpCancelled(t *testing.T) {
	t.Parallel()
	url := testpg.Database(t)
	first, err := administer(t.Context(), url, MigrateOptions{})
	if err == nil {
		defer first.close()
		err = first.lock(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, _, err := Up(ctx, url, MigrateOptions{})
		done <- err
	}()
	eventually(t, "the second one waits", func() bool {
		return read[int](t, url, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'") == 1
	})
	cancel()
	if err := <-done; err == nil || ctx.Err() == nil {
		t.Errorf("Up: %v", err)
	}
}
