// SPDX-License-Identifier: Apache-2.0

// Package teststore gives tests the store that they are to run on: SQLite, or Postgres with TEST_STORE=postgres. It must
// not know what is tested.
package teststore

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/postgres"
	"github.com/corsgate/corsgate/repository/sqlite"
)

// IsPostgres reports whether TEST_STORE asks for Postgres.
func IsPostgres() bool { return os.Getenv("TEST_STORE") == "postgres" }

// Tests run as those of m and then end what New has started. It is for a TestMain.
func Tests(m *testing.M) testpg.Tests { return testpg.Tests{M: m} }

// New returns an empty store, which is closed when the test ends.
func New(t testing.TB) repository.Store {
	t.Helper()
	store, err := open(t)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() }) // the test may have closed it
	return store
}

func open(t testing.TB) (repository.Store, error) {
	if IsPostgres() {
		return postgres.Open(testpg.Migrated(t, migrate), postgres.Options{MaxConnections: 4})
	}
	return sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "corsgate.db"), sqlite.Options{Readers: 2})
}

func migrate(ctx context.Context, url string) error {
	_, _, err := postgres.Up(ctx, url, postgres.MigrateOptions{})
	return err
}
