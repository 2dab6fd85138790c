// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/repositorytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestStore(t *testing.T) {
	t.Parallel()
	repositorytest.Run(t, func(t *testing.T) repository.Store { return open(t, newPath(t)) })
}

func TestWatcher(t *testing.T) {
	t.Parallel()
	repositorytest.RunWatcher(t, func(t *testing.T) (repository.Store, repository.Watcher) {
		store := opened(t, newPath(t))
		return store, store
	})
}

func BenchmarkStore(b *testing.B) {
	repositorytest.Benchmark(b, func(b *testing.B) repository.Store { return open(b, newPath(b)) })
}

func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "corsgate.db") }

// open leaves it to the caller to close the store; opened does not.
func open(t testing.TB, path string) *Store {
	t.Helper()
	store, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func opened(t testing.TB, path string) *Store {
	t.Helper()
	store := open(t, path)
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return store
}
