// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/repositorytest"
)

// TestServer goes through what may be the matter with a server of its own, one after the other.
func TestServer(t *testing.T) {
	t.Parallel()
	server := testpg.Start(t, testpg.Options{})
	up(t, server.URL("postgres"))
	t.Run("a login fails", func(t *testing.T) { loginFails(t, server) })
	t.Run("the server is away", func(t *testing.T) { away(t, server) })
	t.Run("an older backup is restored", func(t *testing.T) { restored(t, server) })
}

// loginFails: the store is unavailable, says why without the password, and asks the server once a call.
func loginFails(t *testing.T, server *testpg.Server) {
	server.Exec(t, "postgres", "CREATE ROLE secretive LOGIN PASSWORD 'right'")
	rules := filepath.Join(server.Dir(), "data", "pg_hba.conf")
	if err := os.WriteFile(rules, []byte("local all secretive scram-sha-256\nlocal all,replication all trust\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	server.Exec(t, "postgres", "SELECT pg_reload_conf()")
	url := server.URL("postgres")
	eventually(t, "the rules are in force", func() bool { return execute(t.Context(), as(t, url, "secretive"), "SELECT") != nil })
	for name, c := range map[string]struct{ user, database, code string }{
		"wrong password": {"secretive", "postgres", "28P01"},
		"no such user":   {"nobody", "postgres", "28000"},
		"no database":    {"postgres", "none", "3D000"},
	} {
		p, through := newProxy(t, server.URL(c.database), c.user)
		store := opened(t, as(t, through, c.user, "password", "s3cr3t"), Options{})
		err := store.Ping(t.Context())
		fault := sqlFault(err)
		if !errors.Is(err, repository.ErrUnavailable) || errors.Is(err, ErrSchema) || fault == nil || fault.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%s: the password is in %v", name, err)
		}
		if n := p.accepted.Load(); n != 1 {
			t.Errorf("%s: the server was asked %d times", name, n)
		}
	}
	if err := opened(t, as(t, url, "secretive", "password", "right"), Options{}).Ping(t.Context()); !containsAll(err, "migrate roles") {
		t.Errorf("the right password: %v", err)
	}
	unreachable := opened(t, "postgres://someone:s3cr3t@127.0.0.1:1/db", Options{})
	if err := unreachable.Ping(t.Context()); !errors.Is(err, repository.ErrUnavailable) || strings.Contains(err.Error(), "s3cr3t") {
		t.Errorf("nobody there: %v", err)
	}
}

// away: while the server is stopped every method says so at once; when it is back all of them work, and the history is
// the same.
func away(t *testing.T, server *testpg.Server) {
	store := opened(t, server.URL("postgres"), Options{})
	furnish(t, store)
	fillPool(t, store)
	before := cursorOf(t, store)
	server.Stop(t)
	for method, call := range repositorytest.Calls(store) {
		begin := time.Now()
		if err := call(t.Context()); !errors.Is(err, repository.ErrUnavailable) {
			t.Errorf("%s: %v", method, err)
		}
		if waited := time.Since(begin); waited > 5*time.Second { // it needs milliseconds
			t.Errorf("%s took %v", method, waited)
		}
	}
	server.Start(t)
	if after := cursorOf(t, store); after != before {
		t.Errorf("the cursor is %v, and was %v", after, before)
	}
	for method, call := range repositorytest.Calls(store) {
		if err := call(t.Context()); errors.Is(err, repository.ErrUnavailable) {
			t.Errorf("%s afterwards: %v", method, err)
		}
	}
	mustPut(t, store, records, "here")
}

// restored puts an older backup in the server's place. A follower that has seen more is ahead; one that comes when as
// much has been written again would not notice, so whoever restores begins an epoch.
func restored(t *testing.T, server *testpg.Server) {
	store := opened(t, server.URL("postgres"), Options{})
	backup := server.Backup(t)
	mustPut(t, store, records, "lost")
	ahead := cursorOf(t, store)
	server.Kill(t)
	server.Restore(t, backup)
	server.Start(t)
	if _, err := store.Changes(t.Context(), ahead); !errors.Is(err, repository.ErrEpoch) {
		t.Errorf("a cursor that is ahead of the backup: %v", err)
	}
	if err := store.NewEpoch(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustPut(t, store, records, "another")
	if now := cursorOf(t, store); now.Revision != ahead.Revision || now.Epoch == ahead.Epoch {
		t.Errorf("the cursor is %v, and was %v", now, ahead)
	}
	if _, err := store.Changes(t.Context(), ahead); !errors.Is(err, repository.ErrEpoch) {
		t.Errorf("a cursor of the epoch before: %v", err)
	}
}
