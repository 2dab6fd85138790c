// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/repositorytest"
)

// TestStoreBehindPooler: a pooler gives each transaction another session.
func TestStoreBehindPooler(t *testing.T) {
	t.Parallel()
	through := pooler(t, newDatabase(t), "transaction")
	repositorytest.Run(t, func(t *testing.T) repository.Store {
		url := newDatabase(t)
		return open(t, through(url, appUser), Options{ListenURL: as(t, url, appUser)})
	})
}

// TestListenBehindPooler: where a pooler keeps notifications to itself the listener notices and says so, and the follower
// learns of commits nevertheless. What gives each connection a session of its own is as good as none.
func TestListenBehindPooler(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mode        string
		direct      bool
		says, never string
	}{
		"transactions": {"transaction", false, errNotListening.Error(), "listening for commits"},
		"sessions":     {"session", false, "listening for commits", "cannot listen"},
		"around it":    {"transaction", true, "listening for commits", "cannot listen"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := newDatabase(t)
			through := pooler(t, url, c.mode)(url, appUser)
			api := opened(t, through, Options{ListenURL: Poll})
			furnish(t, api)
			for range 5 { // other listeners, who may have left something behind
				exec(t, through, listen)
			}
			log := &recorder{}
			options := Options{ListenURL: through, Logger: slog.New(slog.NewTextHandler(log, nil))}
			if c.direct {
				options.ListenURL = as(t, url, appUser)
			}
			gateway := opened(t, through, options)
			if err := gateway.Await(t.Context(), repository.Cursor{}); err != nil { // which begins to listen
				t.Fatal(err)
			}
			n := 0
			eventually(t, "the listener says "+c.says, func() bool {
				n++
				mustPut(t, api, records, fmt.Sprint(n))
				return strings.Contains(log.String(), c.says)
			})
			f := follow(t, gateway)
			f.expectAfter(t, func() { remove(t, api, records) }, "")
			f.expectAfter(t, func() { mustPut(t, api, records, "here") }, "home-records")
			if strings.Contains(log.String(), c.never) {
				t.Errorf("the listener says %s", log)
			}
		})
	}
}

// TestMigrateBehindPooler: a pooler would keep the lock on migrations when whoever took it has gone, so it is not taken.
func TestMigrateBehindPooler(t *testing.T) {
	t.Parallel()
	url := testpg.Database(t)
	through := pooler(t, url, "transaction")(url, "postgres")
	if _, _, err := Up(t.Context(), through, MigrateOptions{}); !containsAll(err, "pooler", "direct connection") {
		t.Errorf("Up: %v", err)
	}
	if err := Roles(t.Context(), through, MigrateOptions{}); !containsAll(err, "pooler", "direct connection") {
		t.Errorf("Roles: %v", err)
	}
	if got, err := Version(t.Context(), through, MigrateOptions{}); err != nil || got.Version != 0 {
		t.Errorf("Version: %v, %v", got, err)
	}
	if _, now, err := Up(soon(t), url, MigrateOptions{}); err != nil || now.Version != latestSchema {
		t.Errorf("Up without it: %v, %v", now, err)
	}
}
