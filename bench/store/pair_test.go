// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/corsgate/corsgate/repository/postgres"
	"github.com/corsgate/corsgate/repository/sqlite"
)

// pair are the two that are compared, on the same rows.
type pair struct {
	store stored
	bare  engine
}

// sqlitePair makes a file with services.
func sqlitePair(t *testing.T, path string) pair {
	t.Helper()
	store, err := sqlite.Open(t.Context(), path, sqlite.Options{Readers: connections})
	if err != nil {
		t.Fatal(err)
	}
	closing(t, store.Close)
	if err := (stored{store}).furnish(t.Context()); err != nil {
		t.Fatal(err)
	}
	bare, err := openBareSQLite(path, connections)
	if err != nil {
		t.Fatal(err)
	}
	closing(t, bare.close)
	return pair{stored{store}, bare}
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
	tell(t, "A round trip", 100, func() error { return pool.Ping(t.Context()) })
	return pair{stored{openPostgres(t, url)}, barePostgres{pool}}
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

// crowd puts services in the table that nobody asks for. In one of a few rows it would depend on the moment whether
// Postgres uses the index, and a connection keeps what was chosen.
const crowd = `
INSERT INTO services (subscription_id, group_name, workspace_name, name, label, tenant_id, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, cors, upstream, gateway, revision)
SELECT subscription_id, group_name, workspace_name, name || '-' || n, label || '-' || n, tenant_id, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, cors, upstream, gateway, revision
FROM services, generate_series(1, 100) AS n;
ANALYZE`

// furnishPostgres makes tables with services in an empty database.
func furnishPostgres(t *testing.T, url string) {
	t.Helper()
	if _, _, err := postgres.Up(t.Context(), url, postgres.MigrateOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := (stored{openPostgres(t, url)}).furnish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := connect(t, url).Exec(t.Context(), crowd); err != nil {
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

func closing(t *testing.T, end func() error) {
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
}
