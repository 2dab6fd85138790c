// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

// onPostgres reports whether the tests shall run the program on Postgres: TEST_STORE=postgres. By default it is SQLite.
func onPostgres() bool { return os.Getenv("TEST_STORE") == "postgres" }

// databases are the URLs of the programs' databases, by data directory.
var databases sync.Map

// storeOf are the variables that lead a program with this data directory to its store. SQLite is in the directory.
func storeOf(t testing.TB, dataDir string) []string {
	t.Helper()
	if !onPostgres() {
		return nil
	}
	url, known := databases.Load(dataDir)
	if !known {
		url = testpg.Migrated(t, migrateUp)
		databases.Store(dataDir, url)
	}
	return []string{"CORSGATE_DATABASE_URL=" + url.(string)}
}

// migrateUp prepares a database as an operator does.
func migrateUp(ctx context.Context, url string) error {
	path, err := binary()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, path, "migrate", "up")
	cmd.Env = []string{"CORSGATE_DATABASE_URL=" + url}
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, output)
	}
	return nil
}

// durableStore gives the data directory a database on a server of its own that keeps what it acknowledges, and returns
// the server; nil for SQLite.
func durableStore(t *testing.T, dataDir string) *testpg.Server {
	t.Helper()
	if !onPostgres() {
		return nil
	}
	server := testpg.Start(t, testpg.Options{Durable: true})
	for _, setting := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		server.Exec(t, "postgres", "DO $$ BEGIN ASSERT current_setting('"+setting+"') = 'on'; END $$")
	}
	server.CreateDatabase(t, "corsgate")
	if err := migrateUp(t.Context(), server.URL("corsgate")); err != nil {
		t.Fatal(err)
	}
	databases.Store(dataDir, server.URL("corsgate"))
	return server
}
