// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	osexec "os/exec"
	"path/filepath"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
)

// TestDumpHasAnotherEpoch: what was restored elsewhere goes its own way.
func TestDumpHasAnotherEpoch(t *testing.T) {
	t.Parallel()
	url, target := newDatabase(t), testpg.Database(t)
	store := opened(t, url, Options{})
	furnish(t, store)
	mustPut(t, store, records, "here")
	programs := read[string](t, url, "SELECT setting FROM pg_config WHERE name = 'BINDIR'")
	file := filepath.Join(t.TempDir(), "dump")
	for _, command := range []*osexec.Cmd{
		osexec.Command(filepath.Join(programs, "pg_dump"), "--format=custom", "--file", file, url),
		osexec.Command(filepath.Join(programs, "pg_restore"), "--exit-on-error", "--dbname", target, file),
	} {
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, output)
		}
	}
	copied := opened(t, as(t, target, appUser), Options{})
	was, is := cursorOf(t, store), cursorOf(t, copied)
	if is.Epoch == was.Epoch || is.Revision != was.Revision {
		t.Errorf("the copy is at %v, the original at %v", is, was)
	}
	if _, err := copied.Changes(t.Context(), was); !errors.Is(err, repository.ErrEpoch) {
		t.Errorf("the original's cursor: %v", err)
	}
	mustPut(t, copied, records, "there") // with the grants of the original
	if got, want := schemaOf(t, target), schemaOf(t, url); got != want {
		t.Errorf("the copy's schema is %s", got)
	}
}
