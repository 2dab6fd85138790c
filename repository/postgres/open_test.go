// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

// TestSessions: the server ends what a dead client left behind, except where a pooler would refuse to be told so.
func TestSessions(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	cases := []struct {
		name    string
		url     string
		options Options
		want    map[string]string
	}{
		{"usual", url, Options{}, map[string]string{"statement_timeout": "30s", "lock_timeout": "10s",
			"idle_in_transaction_session_timeout": "10s", "application_name": "corsgate"}},
		{"another URL to listen", url, Options{ListenURL: url}, map[string]string{"statement_timeout": "0", "lock_timeout": "0",
			"idle_in_transaction_session_timeout": "0", "application_name": "corsgate"}},
		{"polling", url, Options{ListenURL: Poll}, map[string]string{"statement_timeout": "0", "lock_timeout": "0"}},
		{"the URL's own", as(t, url, appUser, "statement_timeout", "7s", "application_name", "mine"), Options{},
			map[string]string{"statement_timeout": "7s", "lock_timeout": "10s", "application_name": "mine"}},
	}
	for _, c := range cases {
		store := opened(t, c.url, c.options)
		for setting, want := range c.want {
			got, err := queryOne(t.Context(), store.pool, pgx.RowTo[string], "SELECT current_setting($1)", setting)
			if err != nil || got != want {
				t.Errorf("%s: %s is %q, %v", c.name, setting, got, err)
			}
		}
	}
}

func TestPoolSize(t *testing.T) {
	t.Parallel()
	for url, c := range map[string]struct {
		options Options
		want    int32
	}{
		"postgres://localhost/db":                   {Options{}, maxConnections},
		"postgres://localhost/db?sslmode=disable":   {Options{MaxConnections: 3}, 3},
		"postgres://localhost/db?pool_max_conns=17": {Options{}, 17},
		"host=localhost pool_max_conns=5":           {Options{MaxConnections: 2}, 2},
	} {
		if got := opened(t, url, c.options).pool.Config().MaxConns; got != c.want {
			t.Errorf("%s, %v: %d", url, c.options.MaxConnections, got)
		}
	}
}

// TestPoolSettingsInURL: they are nothing to a connection outside the pool, to which a server would object.
func TestPoolSettingsInURL(t *testing.T) {
	t.Parallel()
	url := as(t, newDatabase(t), "postgres", "pool_max_conns", "3", "pool_max_conn_lifetime", "1h")
	if _, err := Version(t.Context(), url, MigrateOptions{}); err != nil {
		t.Errorf("Version: %v", err)
	}
	config, err := connConfig(url, false)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close(t.Context())
}
