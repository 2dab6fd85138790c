// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
)

// What is compared has to be the same work.
func TestBareHandlerDoesWhatTheStoreDoes(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		expectSameWork(t, sqlitePair(t, filepath.Join(t.TempDir(), "corsgate.db")), func() {})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		url := testpg.Database(t)
		furnishPostgres(t, url)
		conn := connect(t, url)
		if _, err := conn.Exec(t.Context(), "LISTEN corsgate_commits"); err != nil {
			t.Fatal(err)
		}
		expectSameWork(t, postgresPair(t, url), func() {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			if _, err := conn.WaitForNotification(ctx); err != nil {
				t.Errorf("no notification: %v", err)
			}
		})
	})
}

// expectSameWork lets both write, and looks at what is there afterwards.
func expectSameWork(t *testing.T, p pair, awaitNotice func()) {
	const service = 1
	scope := repository.Scope{Tenant: tenant}
	for n, e := range map[int]engine{1: p.store, 2: p.bare} {
		before := cursor(t, p.store)
		if err := e.write(t.Context(), service, n); err != nil {
			t.Fatalf("%T: %v", e, err)
		}
		awaitNotice()
		if err := e.read(t.Context(), service); err != nil {
			t.Errorf("%T: %v", e, err)
		}
		after := cursor(t, p.store)
		found, err := p.store.Service(t.Context(), scope, key(service))
		if err != nil {
			t.Fatal(err)
		}
		if after != before+1 || found.Revision != after || !reflect.DeepEqual(found.CORS.Value, settings(n)) {
			t.Errorf("%T: revision %d after %d, and the service is at %d with %v", e, after, before, found.Revision, found.CORS.Value)
		}
		history, err := p.store.History(t.Context(), scope, key(service), before, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(history) != 1 || history[0].Revision != after || len(history[0].Before) < 500 || len(history[0].After) < 500 {
			t.Errorf("%T: the audit has %+v", e, history)
		}
	}
}

func cursor(t *testing.T, watcher repository.Watcher) repository.Revision {
	t.Helper()
	snapshot, err := watcher.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return snapshot.Cursor.Revision
}
