// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/migrations"
)

// update renews what the tests compare with: go test ./repository/postgres -run 'TestSchema|TestFixtures' -update
// writes testdata/schema.sql, and the fixture of the newest schema if there is none. Fixtures are never written again.
var update = flag.Bool("update", false, "renew testdata")

// TestSchema: the migrations together make the schema that testdata/schema.sql shows.
func TestSchema(t *testing.T) {
	t.Parallel()
	golden := filepath.Join("testdata", "schema.sql")
	got := "-- What the migrations make. TestSchema writes it with -update.\n\n" + schemaOf(t, newDatabase(t))
	if *update {
		write(t, golden, got)
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("the schema is not that of %s, which -update renews (%v):\n%s", golden, err, got)
	}
	again := testpg.Database(t)
	exec(t, again, got)
	if !strings.HasSuffix(got, schemaOf(t, again)) {
		t.Error("what the file says makes another schema")
	}
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestTenantColumns: every table with records says whose they are.
func TestTenantColumns(t *testing.T) {
	t.Parallel()
	tables := 0
	for table := range strings.SplitSeq(dumpOf(t, newDatabase(t), "schema_migrations").tables, "CREATE TABLE ") {
		if table == "" || strings.HasPrefix(table, "meta ") {
			continue
		}
		tables++
		if !strings.Contains(table, `    tenant_id text COLLATE "C" NOT NULL`) {
			t.Errorf("without tenant_id: %s", table)
		}
	}
	if tables != 6 {
		t.Errorf("found %d tables", tables)
	}
}

// setsSchema is the last statement of a migration.
var setsSchema = regexp.MustCompile(`^(?:UPDATE meta SET schema = (\d+)|INSERT INTO meta \(.*, schema\) VALUES \(.*, (\d+)\))$`)

// TestMigrationFiles: each migration has its way back, says in the end how far it has come, and the program knows the
// newest one.
func TestMigrationFiles(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(migrations.Postgres(), "*.up.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("found %v, %v", names, err)
	}
	for i, name := range names {
		version := i + 1
		if !strings.HasPrefix(name, fmt.Sprintf("%04d_", version)) {
			t.Errorf("%s should be number %d", name, version)
		}
		if got := lastSchema(t, name); got != version {
			t.Errorf("the last statement of %s sets the schema to %d", name, got)
		}
		down := strings.TrimSuffix(name, ".up.sql") + ".down.sql"
		if version == 1 { // it removes everything
			if _, err := fs.Stat(migrations.Postgres(), down); err != nil {
				t.Error(err)
			}
		} else if got := lastSchema(t, down); got != version-1 {
			t.Errorf("the last statement of %s sets the schema to %d", down, got)
		}
	}
	if len(names) != latestSchema {
		t.Errorf("latestSchema is %d and there are %d migrations", latestSchema, len(names))
	}
}

// lastSchema is the number that the last statement of a file gives the schema, or 0.
func lastSchema(t *testing.T, name string) int {
	t.Helper()
	text, err := fs.ReadFile(migrations.Postgres(), name)
	if err != nil {
		t.Fatal(err)
	}
	statements := strings.Split(strings.TrimSuffix(strings.TrimSpace(string(text)), ";"), ";")
	found := setsSchema.FindStringSubmatch(strings.TrimSpace(statements[len(statements)-1]))
	if found == nil {
		return 0
	}
	version, _ := strconv.Atoi(found[1] + found[2]) // digits
	return version
}
