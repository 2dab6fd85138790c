// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/repositorytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(testpg.Tests{M: m}) }

// The store is used as in an installation: by members of the roles, who own nothing.
const (
	appUser     = "test_app"
	gatewayUser = "test_gateway"
)

func TestStore(t *testing.T) {
	t.Parallel()
	repositorytest.Run(t, func(t *testing.T) repository.Store {
		url := newDatabase(t)
		t.Cleanup(func() { expectNoDeadlock(t, url) }) // runs once the store is closed
		return open(t, as(t, url, appUser), Options{})
	})
}

// expectNoDeadlock: the server ends one by a refusal, which the store answers by a repetition. All writers wait meanwhile.
func expectNoDeadlock(t *testing.T, url string) {
	t.Helper()
	admin, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = admin.Close(context.Background()) }()
	eventually(t, "the sessions have ended, and told what they met", func() bool {
		var sessions, deadlocks int
		if err := admin.QueryRow(context.Background(), selectDeadlocks).Scan(&sessions, &deadlocks); err != nil || deadlocks > 0 {
			t.Fatalf("%d deadlocks, %v", deadlocks, err)
		}
		return sessions == 0
	})
}

const selectDeadlocks = `SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'corsgate'),
	(SELECT deadlocks FROM pg_stat_database WHERE datname = current_database())`

func TestWatcher(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]Options{"listening": {FollowOnly: true}, "polling": {FollowOnly: true, ListenURL: Poll}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			repositorytest.RunWatcher(t, func(t *testing.T) (repository.Store, repository.Watcher) {
				url := newDatabase(t)
				return opened(t, as(t, url, appUser), Options{}), opened(t, as(t, url, gatewayUser), options)
			})
		})
	}
}

func BenchmarkStore(b *testing.B) {
	repositorytest.Benchmark(b, func(b *testing.B) repository.Store { return open(b, newDatabase(b), Options{}) })
}

// newDatabase is an empty one of the present schema, with the roles and a member of each. The URL is the superuser's.
func newDatabase(t testing.TB) string {
	t.Helper()
	return testpg.Migrated(t, provide)
}

// provide makes what newDatabase clones. It runs once a server.
func provide(ctx context.Context, url string) error {
	if _, _, err := Up(ctx, url, MigrateOptions{}); err != nil {
		return err
	}
	if err := Roles(ctx, url, MigrateOptions{}); err != nil {
		return err
	}
	return execute(ctx, url, createMembers)
}

const createMembers = `
CREATE ROLE ` + appUser + ` LOGIN IN ROLE corsgate_app;
CREATE ROLE ` + gatewayUser + ` LOGIN IN ROLE corsgate_gateway;
CREATE ROLE test_deployer LOGIN IN ROLE corsgate_owner;
CREATE ROLE test_stranger LOGIN`

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
