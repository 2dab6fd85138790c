// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

var (
	tenant = repository.Scope{Tenant: "tenant"}
	group  = repository.NewKey("sub", "group")
	home   = repository.NewKey("sub", "group", "home")
)

// furnish makes a group and a workspace, which takes two revisions.
func furnish(t *testing.T, store *Store) {
	t.Helper()
	ctx := context.Background()
	_, err := store.ChangeGroup(ctx, tenant, group, repository.Audit{At: time.Now()}, func(*repository.Group) (*repository.Group, error) {
		return &repository.Group{ID: "/group", Location: "here", Document: []byte(`{}`)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := putHome(ctx, store, "here"); err != nil {
		t.Fatal(err)
	}
}

func putHome(ctx context.Context, store *Store, location string) error {
	_, err := store.ChangeWorkspace(ctx, tenant, home, repository.Audit{At: time.Now()}, func(*repository.Workspace) (*repository.Workspace, error) {
		return &repository.Workspace{ID: "/home", Location: location, Document: []byte(`{}`)}, nil
	})
	return err
}

func TestFileModes(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	store := opened(t, path)
	furnish(t, store)
	expectModes(t, path)
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 3 {
		t.Errorf("besides the database, its log and its shared memory there is something: %v, %v", entries, err)
	}
}

func TestFileModesAreRepaired(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o664); err != nil {
		t.Fatal(err)
	}
	furnish(t, opened(t, path))
	expectModes(t, path)
}

func expectModes(t *testing.T, path string) {
	t.Helper()
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", filepath.Base(file), info.Mode().Perm())
		}
	}
}

func TestPragmas(t *testing.T) {
	t.Parallel()
	store := opened(t, newPath(t))
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "50", "query_only": "0"} {
		var got string
		if err := store.write.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("the writer's %s is %q, %v; want %q", pragma, got, err, want)
		}
	}
	for pragma, want := range map[string]string{"journal_mode": "wal", "busy_timeout": "5000", "query_only": "1"} {
		var got string
		if err := store.read.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("a reader's %s is %q, %v; want %q", pragma, got, err, want)
		}
	}
	if _, err := store.read.ExecContext(t.Context(), updateEpoch); err == nil {
		t.Error("a reader could write")
	}
}

func TestOddPath(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a b?mode=memory&x=%41#ü.db")
	furnish(t, opened(t, path))
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestReopenKeepsEverything(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	first := open(t, path)
	furnish(t, first)
	want := cursorOf(t, first)
	before, err := first.Workspace(t.Context(), tenant, home)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := opened(t, path)
	if got := cursorOf(t, second); got != want || got.Revision != 2 {
		t.Errorf("the cursor is %v, was %v", got, want)
	}
	after, err := second.Workspace(t.Context(), tenant, home)
	if err != nil || after.Meta != before.Meta || after.Revision != before.Revision {
		t.Errorf("the workspace is %v, was %v; %v", after, before, err)
	}
	entries, err := second.History(t.Context(), tenant, home, 0, 10)
	if err != nil || len(entries) != 1 {
		t.Errorf("history: %d, %v", len(entries), err)
	}
	if err := putHome(t.Context(), second, "elsewhere"); err != nil {
		t.Fatal(err)
	}
	if got := cursorOf(t, second); got.Revision != 3 {
		t.Errorf("the next revision is %v", got)
	}
}

// TestCreatedOnce: whoever creates the store at the same time, all get the same one.
func TestCreatedOnce(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	stores := make([]*Store, 8)
	var all sync.WaitGroup
	for i := range stores {
		all.Go(func() {
			var err error
			if stores[i], err = Open(context.Background(), path, Options{}); err != nil {
				t.Errorf("Open: %v", err)
			}
		})
	}
	all.Wait()
	for _, store := range stores {
		if store == nil {
			continue
		}
		if got, want := cursorOf(t, store), cursorOf(t, stores[0]); got != want {
			t.Errorf("cursors %v and %v", got, want)
		}
	}
	for _, store := range stores {
		if store != nil {
			if err := store.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
