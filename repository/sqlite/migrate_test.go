// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/migrations"
	"github.com/corsgate/corsgate/repository"
)

// TestMigrationsUpDownUp: each way back leaves nothing behind, and the way up ends at the same schema again.
func TestMigrationsUpDownUp(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	store := open(t, path)
	before, epoch := schema(t, store), cursorOf(t, store).Epoch
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := connect(dsn(path, "rw", Options{}, map[string][]string{"_pragma": {"foreign_keys(ON)"}}), 1)
	if err != nil {
		t.Fatal(err)
	}
	migrator, err := newMigrator(db)
	if err != nil {
		t.Fatal(err)
	}
	if err := migrator.Down(); err != nil {
		t.Fatal(err)
	}
	if left := schema(t, &Store{read: db}); len(left) != 0 {
		t.Errorf("after down there is still %q", left)
	}
	if source, database := migrator.Close(); source != nil || database != nil {
		t.Fatal(source, database)
	}
	again := opened(t, path)
	if after := schema(t, again); !slices.Equal(after, before) {
		t.Errorf("after up again: %q, want %q", after, before)
	}
	if cursorOf(t, again).Epoch == epoch {
		t.Error("a new schema has the epoch of the old one")
	}
}

// schema lists what the migrations made; the rest belongs to golang-migrate and to SQLite.
func schema(t *testing.T, store *Store) (list []string) {
	t.Helper()
	rows, err := store.read.QueryContext(t.Context(), `SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind, name, text string
		if err := rows.Scan(&kind, &name, &text); err != nil {
			t.Fatal(err)
		}
		if name != "schema_migrations" && name != "version_unique" {
			list = append(list, kind+" "+name+" "+text)
		}
	}
	return list
}

func cursorOf(t *testing.T, store *Store) repository.Cursor {
	t.Helper()
	snapshot, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return snapshot.Cursor
}

// TestMigrationsPaired: each migration has its way back.
func TestMigrationsPaired(t *testing.T) {
	t.Parallel()
	ups, err := fs.Glob(migrations.SQLite(), "*.up.sql")
	if err != nil || len(ups) == 0 {
		t.Fatalf("found %v, %v", ups, err)
	}
	for _, up := range ups {
		if _, err := fs.Stat(migrations.SQLite(), strings.TrimSuffix(up, ".up.sql")+".down.sql"); err != nil {
			t.Error(err)
		}
	}
	all, err := fs.ReadDir(migrations.SQLite(), ".")
	if err != nil || len(all) != 2*len(ups) {
		t.Errorf("%d files for %d migrations, %v", len(all), len(ups), err)
	}
}

// TestTenantColumns: every table with records says whose they are.
func TestTenantColumns(t *testing.T) {
	t.Parallel()
	store := opened(t, newPath(t))
	tables := 0
	for _, entry := range schema(t, store) {
		if !strings.HasPrefix(entry, "table ") || strings.HasPrefix(entry, "table meta ") {
			continue
		}
		tables++
		if !strings.Contains(entry, "tenant_id") || !strings.Contains(entry, "STRICT") {
			t.Errorf("without tenant_id or not STRICT: %s", entry)
		}
	}
	if tables != 6 {
		t.Errorf("found %d tables", tables)
	}
}
