// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"testing"

	"go.uber.org/goleak"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/repositorytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(testpg.Tests{M: m}) }

func TestStore(t *testing.T) {
	t.Parallel()
	repositorytest.Run(t, func(t *testing.T) repository.Store { return open(t, newDatabase(t), Options{}) })
}

func TestWatcher(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]Options{"listening": {}, "polling": {ListenURL: Poll}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			repositorytest.RunWatcher(t, func(t *testing.T) (repository.Store, repository.Watcher) {
				url := newDatabase(t)
				return opened(t, url, Options{}), opened(t, url, options)
			})
		})
	}
}

func BenchmarkStore(b *testing.B) {
	repositorytest.Benchmark(b, func(b *testing.B) repository.Store { return open(b, newDatabase(b), Options{}) })
}

// newDatabase is an empty one of the present schema.
func newDatabase(t testing.TB) string {
	t.Helper()
	return testpg.Migrated(t, migrated)
}

func migrated(ctx context.Context, url string) error {
	_, _, err := Up(ctx, url, MigrateOptions{})
	return err
}

// open leaves it to the caller to close the store; opened does not.
func open(t testing.TB, url string, options Options) *Store {
	t.Helper()
	store, err := Open(url, options)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func opened(t testing.TB, url string, options Options) *Store {
	t.Helper()
	store := open(t, url, options)
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return store
}
