// SPDX-License-Identifier: Apache-2.0

package testpg_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/jackc/pgx/v5"
)

func TestDatabasesDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	one, other := testpg.Database(t), testpg.Database(t)
	exec(t, one, "CREATE TABLE notes (text text)")
	exec(t, other, "CREATE TABLE notes (text text)") // fails where one is the other
	exec(t, one, "INSERT INTO notes VALUES ('one')")
	if n := read[int](t, other, "SELECT count(*) FROM notes"); n != 0 {
		t.Errorf("the other database has %d notes, want none", n)
	}
}

func TestDatabaseGoesWithItsTest(t *testing.T) {
	t.Parallel()
	var name string
	var open *pgx.Conn
	t.Run("while it runs", func(t *testing.T) {
		url := testpg.Database(t)
		name = read[string](t, url, "SELECT current_database()")
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		open = conn
	})
	if open != nil {
		defer func() { _ = open.Close(context.Background()) }() // the server ended it with the database
	}
	if read[bool](t, testpg.Database(t), "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name) {
		t.Errorf("database %s is still there", name)
	}
}

// migrations counts how often migrate has run in this test binary.
var migrations atomic.Int32

func migrate(ctx context.Context, url string) error {
	migrations.Add(1)
	return execute(ctx, url, "CREATE TABLE notes (text text)")
}

func TestMigratedDatabasesAreClonesOfOne(t *testing.T) {
	t.Parallel()
	t.Run("at once", func(t *testing.T) {
		for range 4 {
			t.Run("clone", func(t *testing.T) {
				t.Parallel()
				url := testpg.Migrated(t, migrate)
				exec(t, url, "INSERT INTO notes VALUES ('mine')")
				if n := read[int](t, url, "SELECT count(*) FROM notes"); n != 1 {
					t.Errorf("%d notes, want one", n)
				}
			})
		}
	})
	before := migrations.Load()
	testpg.Migrated(t, migrate)
	if after := migrations.Load(); before == 0 || after != before {
		t.Errorf("the migrations ran %d times, then %d times; want once a server", before, after)
	}
}
