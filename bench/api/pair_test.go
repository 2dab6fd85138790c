// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/postgres"
	"github.com/corsgate/corsgate/repository/sqlite"
)

// pair are the addresses of the two that are compared, on the same rows.
type pair struct {
	ours, bare, token string
	client            *http.Client // for requests that are not measured
}

func newPair(t *testing.T, store repository.Store, r rows) pair {
	t.Helper()
	key := newKey(t)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return pair{served(t, ours(t, store, key)), served(t, bare(r)), issue(t, key, auth.Contributor), &http.Client{Transport: transport}}
}

// sqlitePair makes a file with services.
func sqlitePair(t *testing.T, path string) pair {
	t.Helper()
	store := openSQLite(t, path)
	furnish(t, store)
	rows, err := openBareSQLite(path, statementsOf(t, "sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	closing(t, rows.close)
	return newPair(t, store, rows)
}

func openSQLite(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	closing(t, store.Close)
	return store
}

// postgresPair uses a database that furnishPostgres has been at.
func postgresPair(t *testing.T, url string) pair {
	t.Helper()
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	config.MaxConns = connections
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return newPair(t, openPostgres(t, url), newBarePostgres(pool, statementsOf(t, "postgres")))
}

func openPostgres(t *testing.T, url string) *postgres.Store {
	t.Helper()
	store, err := postgres.Open(url, postgres.Options{MaxConnections: connections})
	if err != nil {
		t.Fatal(err)
	}
	closing(t, store.Close)
	return store
}

// furnishTables makes tables with services in an empty database.
func furnishTables(t *testing.T, url string) {
	t.Helper()
	if _, _, err := postgres.Up(t.Context(), url, postgres.MigrateOptions{}); err != nil {
		t.Fatal(err)
	}
	furnish(t, openPostgres(t, url))
}

// furnishPostgres is furnishTables with a crowd of services that nobody asks for.
func furnishPostgres(t *testing.T, url string) {
	t.Helper()
	furnishTables(t, url)
	// In one of a few rows it would depend on the moment whether Postgres uses the index, and a connection keeps what was
	// chosen.
	if _, err := connect(t, url).Exec(t.Context(), crowd(crowded)+"; ANALYZE"); err != nil {
		t.Fatal(err)
	}
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	closing(t, func() error { return conn.Close(context.Background()) })
	return conn
}

func socketURL(t *testing.T, server *testpg.Server) string {
	t.Helper()
	_, port, err := net.SplitHostPort(server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("postgres:///bench?host=%s&port=%s&user=postgres", server.Dir(), port)
}
