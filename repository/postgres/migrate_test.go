// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/golang-migrate/migrate/v4"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
)

// up migrates to the present schema; upTo to another one.
func up(t testing.TB, url string) {
	t.Helper()
	if _, now, err := Up(t.Context(), url, MigrateOptions{}); err != nil || now.Version != latestSchema {
		t.Fatalf("Up: %v, %v", now, err)
	}
}

func upTo(t testing.TB, url string, version int) {
	t.Helper()
	_, now, err := move(t.Context(), url, MigrateOptions{}, func(m *migrate.Migrate) error { return m.Migrate(uint(version)) })
	if err != nil || now.Version != version {
		t.Fatalf("up to %d: %v, %v", version, now, err)
	}
}

// TestMigrationsUpDownUp: each step back is one schema, the last one leaves nothing, and the way up ends at the same
// schema again. The history that begins there is another one.
func TestMigrationsUpDownUp(t *testing.T) {
	t.Parallel()
	url := testpg.Database(t)
	schemas := []string{schemaOf(t, url)} // by version
	for version := 1; version <= latestSchema; version++ {
		upTo(t, url, version)
		schemas = append(schemas, schemaOf(t, url))
	}
	store := opened(t, url, Options{})
	furnish(t, store)
	epoch := cursorOf(t, store).Epoch
	for version := latestSchema; version > 0; version-- {
		before, now, err := Down(t.Context(), url, MigrateOptions{})
		if err != nil || before.Version != version || now.Version != version-1 {
			t.Fatalf("Down from %d: %v, %v, %v", version, before, now, err)
		}
		if got := schemaOf(t, url); got != schemas[version-1] {
			t.Errorf("down to %d there is\n%s\nand was\n%s", version-1, got, schemas[version-1])
		}
	}
	if before, now, err := Down(t.Context(), url, MigrateOptions{}); err != nil || before.Version != 0 || now.Version != 0 {
		t.Errorf("Down of nothing: %v, %v, %v", before, now, err)
	}
	if strings.TrimSpace(schemas[0]) != "" {
		t.Errorf("the first migration began with %s", schemas[0])
	}
	up(t, url)
	if got := schemaOf(t, url); got != schemas[latestSchema] {
		t.Errorf("after up again there is\n%s", got)
	}
	if again := cursorOf(t, store); again.Epoch == epoch || again.Revision != 0 {
		t.Errorf("the new history is at %v, the old one was of %s", again, epoch)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	url := testpg.Database(t)
	for version := range latestSchema + 1 {
		if version > 0 {
			upTo(t, url, version)
		}
		if got, err := Version(t.Context(), url, MigrateOptions{}); err != nil || got != (Schema{version, latestSchema}) {
			t.Errorf("Version: %v, %v", got, err)
		}
	}
	exec(t, url, "DELETE FROM meta")
	if got, err := Version(t.Context(), url, MigrateOptions{}); err == nil {
		t.Errorf("Version without its row: %v", got)
	}
}

// TestUpAtOnce: of several one works, and all succeed.
func TestUpAtOnce(t *testing.T) {
	t.Parallel()
	url := testpg.Database(t)
	const n = 4
	var befores [n]Schema
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			before, now, err := Up(t.Context(), url, MigrateOptions{})
			if err != nil || now.Version != latestSchema {
				t.Errorf("Up: %v, %v", now, err)
			}
			befores[i] = before
		})
	}
	all.Wait()
	worked := 0
	for _, before := range befores {
		if before.Version == 0 {
			worked++
		} else if before.Version != latestSchema {
			t.Errorf("one began at %v", before)
		}
	}
	if worked != 1 {
		t.Errorf("%d of %d worked: %v", worked, n, befores)
	}
}

// TestNewerSchema: an older program leaves it alone, and the store uses it.
func TestNewerSchema(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	exec(t, url, "UPDATE meta SET schema = 99; ALTER TABLE services ADD later text; ALTER TABLE meta ADD later text")
	before := schemaOf(t, url)
	for name, change := range map[string]func() (Schema, Schema, error){
		"Up":   func() (Schema, Schema, error) { return Up(t.Context(), url, MigrateOptions{}) },
		"Down": func() (Schema, Schema, error) { return Down(t.Context(), url, MigrateOptions{}) },
	} {
		_, now, err := change()
		if now.Version != 99 || !containsAll(err, "version 99", "newer program") {
			t.Errorf("%s: %v, %v", name, now, err)
		}
	}
	if schemaOf(t, url) != before {
		t.Error("the schema was changed")
	}
	store := opened(t, as(t, url, appUser), Options{})
	furnish(t, store)
	if _, err := put(t.Context(), store, records, "here"); err != nil {
		t.Error(err)
	}
	if err := store.CheckSchema(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestMigratorSession: a migration runs as the owner, where that is possible, and waits for a table for ten seconds.
func TestMigratorSession(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	a, err := administer(t.Context(), as(t, url, "test_deployer"), MigrateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	const note = "CREATE TABLE note AS SELECT current_user || ' ' || current_setting('lock_timeout') AS text"
	m, err := migrate.NewMigration(io.NopCloser(strings.NewReader(note)), "note", 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.migrate(t.Context(), 1, func(by *migrate.Migrate) error { return by.Run(m) }); err != nil {
		t.Fatal(err)
	}
	if got := read[string](t, url, "SELECT text FROM note"); got != "corsgate_owner 10s" {
		t.Errorf("the session was %s", got)
	}
}

func TestMigrateUnreachable(t *testing.T) {
	t.Parallel()
	const url = "postgres://someone:secret@127.0.0.1:1/none"
	_, _, up := Up(t.Context(), url, MigrateOptions{})
	_, _, down := Down(t.Context(), url, MigrateOptions{})
	_, version := Version(t.Context(), url, MigrateOptions{})
	roles := Roles(t.Context(), url, MigrateOptions{})
	for name, err := range map[string]error{"Up": up, "Down": down, "Version": version, "Roles": roles} {
		if err == nil || errors.Is(err, repository.ErrNotFound) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
