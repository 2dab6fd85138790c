// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
)

// TestFailover goes through what befalls a pair of servers, with stores that nobody opens again.
func TestFailover(t *testing.T) {
	t.Parallel()
	durable := testpg.Options{Durable: true, TCP: true}
	primary := testpg.Start(t, durable)
	up(t, primary.URL("postgres"))
	standby := primary.Standby(t, durable)
	// The standby is asked first, to see that it is passed over.
	both := opened(t, fmt.Sprintf("postgres://postgres@%s,%s/postgres?sslmode=disable", standby.Addr(), primary.Addr()), Options{})
	second := opened(t, standby.URL("postgres"), Options{})
	furnish(t, both)
	before := cursorOf(t, both)

	t.Run("acknowledged is kept", func(t *testing.T) { // these servers are to keep it, and the store leaves them at that
		for _, setting := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
			got, err := queryOne(t.Context(), both.pool, pgx.RowTo[string], "SELECT current_setting($1)", setting)
			if err != nil || got != "on" {
				t.Errorf("%s is %q, %v", setting, got, err)
			}
		}
	})
	t.Run("a standby is refused", func(t *testing.T) {
		err := second.Ping(t.Context())
		if !errors.Is(err, repository.ErrUnavailable) || !containsAll(err, "standby") {
			t.Errorf("Ping: %v", err)
		}
		if _, err := second.Snapshot(t.Context()); !errors.Is(err, repository.ErrUnavailable) {
			t.Errorf("Snapshot: %v", err)
		}
	})
	standby.Stop(t)
	for name, intervene := range map[string]string{"cancelled": "pg_cancel_backend", "ended": "pg_terminate_backend"} {
		t.Run("a commit without the standby, "+name, func(t *testing.T) { unconfirmed(t, primary, both, name, intervene) })
	}
	standby.Start(t)
	mustPut(t, both, records, "acknowledged")
	primary.Kill(t)
	standby.Promote(t)

	t.Run("the standby is promoted", func(t *testing.T) {
		got, err := both.Service(t.Context(), tenant, records)
		if err != nil || got.Location != "acknowledged" {
			t.Errorf("the record: %v, %v", got, err)
		}
		after := cursorOf(t, both)
		if _, err := both.Changes(t.Context(), before); !errors.Is(err, repository.ErrEpoch) || after.Epoch == before.Epoch {
			t.Errorf("the epoch is %s after %s; Changes: %v", after.Epoch, before.Epoch, err)
		}
		if alone := cursorOf(t, second); alone != after {
			t.Errorf("the cursor is %v by its own address, and %v by both", alone, after)
		}
		mustPut(t, second, records, "afterwards")
	})
}

// unconfirmed makes a commit that waits for a standby in vain, until somebody intervenes. The server keeps it; whether
// it will survive is open, so the caller is not told that it succeeded.
func unconfirmed(t *testing.T, primary *testpg.Server, store *Store, location, intervene string) {
	before := cursorOf(t, store).Revision
	done := make(chan error, 1)
	calls := 0
	go func() {
		_, err := store.ChangeService(t.Context(), tenant, records, audit(), func(old *repository.Service) (*repository.Service, error) {
			calls++
			return locating(location)(old)
		})
		done <- err
	}()
	eventually(t, "the commit waits, and somebody intervenes", func() bool {
		return read[int](t, primary.URL("postgres"),
			"SELECT count("+intervene+"(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == 1
	})
	if err := <-done; !errors.Is(err, repository.ErrUnavailable) || calls != 1 {
		t.Errorf("the commit: %v, after %d calls of the mutation", err, calls)
	}
	got, err := store.Service(t.Context(), tenant, records)
	if err != nil || got.Location != location || got.Revision != before+1 {
		t.Errorf("the record: %v, %v", got, err)
	}
}
