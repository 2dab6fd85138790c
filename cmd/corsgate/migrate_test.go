// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository/postgres"
)

// migrate runs a command of `corsgate migrate` that succeeds.
func migrate(t testing.TB, url string, args ...string) (out, err string) {
	t.Helper()
	code, out, err := call(t, append([]string{"migrate", "--database-url", url}, args...)...)
	if code != exitOK {
		t.Fatalf("migrate %s: exit %d: %s", strings.Join(args, " "), code, err)
	}
	return out, err
}

func versionOf(t testing.TB, url string) postgres.Schema {
	t.Helper()
	schema, err := postgres.Version(t.Context(), url, postgres.MigrateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// Each command says in a line what it has done, and a script can read the version.
func TestMigrate(t *testing.T) {
	t.Parallel()
	url := testpg.Database(t)
	latest := versionOf(t, url).Latest
	for _, step := range []struct {
		name, command, out, err string
		version                 int
	}{
		{"none yet", "version", "0\n", "corsgate migrate up", 0},
		{"nothing to undo", "down --yes", "schema is at version 0; nothing to do\n", "", 0},
		{"up", "up", fmt.Sprintf("migrated from version 0 to %d\n", latest), "", latest},
		{"up again", "up", fmt.Sprintf("schema is at version %d; nothing to do\n", latest), "", latest},
		{"the newest", "version", fmt.Sprintf("%d\n", latest), "", latest},
		{"down", "down --yes", fmt.Sprintf("migrated from version %d to %d\n", latest, latest-1), "", latest - 1},
		{"an older one", "version", fmt.Sprintf("%d\n", latest-1), "corsgate migrate up", latest - 1},
		{"up from there", "up", fmt.Sprintf("migrated from version %d to %d\n", latest-1, latest), "", latest},
	} {
		out, err := migrate(t, url, strings.Fields(step.command)...)
		if out != step.out || !strings.Contains(err, step.err) || step.err == "" && err != "" || strings.Count(err, "\n") > 1 {
			t.Errorf("%s: %q, %q", step.name, out, err)
		}
		if got := versionOf(t, url).Version; got != step.version {
			t.Errorf("%s: the schema is at version %d", step.name, got)
		}
	}
	if code, _, err := call(t, "migrate", "down", "--database-url", url); code != exitUsage || versionOf(t, url).Version != latest {
		t.Errorf("down without --yes: exit %d: %s", code, err)
	}
}

// The roles are there, with the names that the summary gives them.
func TestMigrateRoles(t *testing.T) {
	t.Parallel()
	server := testpg.Start(t, testpg.Options{}) // roles are a whole server's
	url := server.URL("postgres")
	migrate(t, url, "up")
	for range 2 {
		out, _ := migrate(t, url, "roles")
		for line := range strings.Lines(out) {
			if name, rest, _ := strings.Cut(line, " "); strings.HasPrefix(name, "corsgate_") {
				server.Exec(t, "postgres", "GRANT "+name+" TO postgres")
			} else if !strings.HasPrefix(name, "Nobody") {
				t.Errorf("%q %q", name, rest)
			}
		}
		if strings.Count(out, "corsgate_") != 3 {
			t.Errorf("the summary is\n%s", out)
		}
	}
}

// A new epoch is one that followers notice.
func TestMigrateNewEpoch(t *testing.T) {
	t.Parallel()
	url := migrated(t)
	before := epochOf(t, url)
	out, _ := migrate(t, url, "new-epoch")
	if strings.Count(out, "\n") != 1 || !strings.Contains(out, "snapshot") {
		t.Errorf("%q", out)
	}
	if after := epochOf(t, url); after == before {
		t.Errorf("the epoch is %q before and after", after)
	}
	code, _, text := call(t, "migrate", "new-epoch", "--database-url", testpg.Database(t))
	if code != exitFailure || !strings.Contains(text, "corsgate migrate up") {
		t.Errorf("without a schema: exit %d: %s", code, text)
	}
}

func epochOf(t testing.TB, url string) string {
	t.Helper()
	store, err := postgres.Open(url, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	snapshot, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return snapshot.Cursor.Epoch
}
