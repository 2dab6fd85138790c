// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

func containsAll(err error, parts ...string) bool {
	for _, part := range parts {
		if err == nil || !strings.Contains(err.Error(), part) {
			return false
		}
	}
	return true
}

// TestRoles makes the roles on a server that has none, in every order, and uses them.
func TestRoles(t *testing.T) {
	t.Parallel()
	server := testpg.Start(t, testpg.Options{})
	migrate := func(t *testing.T, url string) { up(t, url) }
	roles := func(t *testing.T, url string) {
		if err := Roles(t.Context(), url, MigrateOptions{}); err != nil {
			t.Fatalf("Roles: %v", err)
		}
	}
	both := func(t *testing.T, url string) {
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				if err := Roles(t.Context(), url, MigrateOptions{}); err != nil {
					t.Errorf("Roles at once: %v", err)
				}
			})
		}
		all.Wait()
	}
	for _, c := range []struct {
		name  string
		boss  bool // not the superuser, but the owner of the database
		steps []func(*testing.T, string)
	}{
		{"after the tables", false, []func(*testing.T, string){migrate, roles}},
		{"before the tables, at once", false, []func(*testing.T, string){both, migrate, both}},
		{"by the database's owner, after", true, []func(*testing.T, string){migrate, roles, migrate, roles}},
		{"by the database's owner, before", true, []func(*testing.T, string){both, migrate, roles}},
	} {
		t.Run(c.name, func(t *testing.T) { // one after the other: the roles belong to the whole server
			server.CreateDatabase(t, c.name)
			url := server.URL(c.name)
			if c.boss {
				exec(t, url, fmt.Sprintf("CREATE ROLE boss LOGIN CREATEROLE; ALTER DATABASE %q OWNER TO boss", c.name))
				url = as(t, url, "boss")
			}
			for _, step := range c.steps {
				step(t, url)
			}
			expectUsable(t, server.URL(c.name))
			server.Exec(t, "postgres", fmt.Sprintf("DROP DATABASE %q WITH (FORCE)", c.name))
			server.Exec(t, "postgres", "DROP ROLE corsgate_owner, corsgate_app, corsgate_gateway, app, gateway; DROP ROLE IF EXISTS boss")
		})
	}
	t.Run("beside another installation", func(t *testing.T) { besideAnother(t, server) })
}

// expectUsable uses the roles by new members of them.
func expectUsable(t *testing.T, url string) {
	t.Helper()
	exec(t, url, "CREATE ROLE app LOGIN IN ROLE corsgate_app; CREATE ROLE gateway LOGIN IN ROLE corsgate_gateway")
	expectOwned(t, url)
	api := opened(t, as(t, url, "app"), Options{})
	furnish(t, api)
	mustPut(t, api, records, "here")
	if routes := follow(t, opened(t, as(t, url, "gateway"), Options{FollowOnly: true})).routes; len(routes) != 1 {
		t.Errorf("the gateway has %v", routes)
	}
	expectRefused(t, as(t, url, "gateway"), "SELECT FROM audit", "DELETE FROM services")
	expectRefused(t, as(t, url, "app"), "DELETE FROM audit", "CREATE TABLE mine ()")
	for _, role := range []string{"corsgate_owner", "corsgate_app", "corsgate_gateway"} {
		err := execute(t.Context(), as(t, url, role), "SELECT")
		if fault := sqlFault(err); fault == nil || fault.Code != "28000" {
			t.Errorf("%s logs in: %v", role, err)
		}
	}
}

// besideAnother makes the roles while an installation in another database of the server does the same.
func besideAnother(t *testing.T, server *testpg.Server) {
	tx, err := connect(t, server.URL("template1")).Begin(t.Context())
	if err == nil {
		_, err = tx.Exec(t.Context(), "CREATE ROLE corsgate_owner NOLOGIN; CREATE ROLE corsgate_app NOLOGIN")
	}
	if err != nil {
		t.Fatal(err)
	}
	url := server.URL("postgres")
	done := make(chan error, 1)
	go func() { done <- Roles(t.Context(), url, MigrateOptions{}) }()
	eventually(t, "it waits for the other one", func() bool {
		return read[int](t, url, `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`) == 1
	})
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("Roles: %v", err)
	}
	up(t, url)
	expectUsable(t, url)
}
