// SPDX-License-Identifier: Apache-2.0

package reload

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named "pgx"
	_ "modernc.org/sqlite"             // the driver named "sqlite"

	"github.com/corsgate/corsgate/repository/postgres"
	"github.com/corsgate/corsgate/repository/sqlite"
)

const (
	subscription = "00000000-0000-0000-0000-000000000001"
	workspace    = "/subscriptions/" + subscription + "/resourceGroups/demo/providers/Microsoft.HealthcareApis/workspaces/bench"
	settings     = workspace + "/fhirservices/service-1/providers/Corsgate.Fhir/corsSettings/default?api-version=2026-11-01"
)

// The services are in one workspace; the first one is measured. Both databases understand this.
const (
	insertSubscription = `INSERT INTO subscriptions (id, tenant_id) VALUES ('` + subscription + `', '` + subscription + `')`
	insertGroup        = `INSERT INTO resource_groups (subscription_id, name, tenant_id, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
VALUES ('` + subscription + `', 'demo', '` + subscription + `', '/demo', 'westeurope', '{}', 'A', 'me', 'User', ` + then + `, 'me', 'User', ` + then + `, 1)`
	insertWorkspace = `INSERT INTO workspaces (subscription_id, group_name, name, tenant_id, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
VALUES ('` + subscription + `', 'demo', 'bench', '` + subscription + `', '` + workspace + `', 'westeurope', '{}', 'A', 'me', 'User', ` + then + `, 'me', 'User', ` + then + `, 2)`
	insertServices = `WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %d)
INSERT INTO services (subscription_id, group_name, workspace_name, name, tenant_id, label, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, cors, revision)
SELECT '` + subscription + `', 'demo', 'bench', 'service-' || n, '` + subscription + `', 'bench-service-' || n,
	'` + workspace + `/fhirservices/service-' || n, 'westeurope', '{"kind":"fhir-R4"}', 'A', 'me', 'User', ` + then + `, 'me', 'User', ` + then + `,
	'{"value":{"origins":["https://app' || n || '.example.org"],"headers":["authorization","content-type"],' ||
	'"methods":["GET","POST","PUT"],"maxAge":600},"meta":{"etag":"A","created":{"at":"2026-01-01T00:00:00Z"},' ||
	'"modified":{"at":"2026-01-01T00:00:00Z"}}}', n + 2 FROM series`
	updateRevision = `UPDATE meta SET revision = %d`

	then = `'2026-01-01T00:00:00.000000Z'`
)

func furnish(t *testing.T, driver, source string, services int) {
	t.Helper()
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{insertSubscription, insertGroup, insertWorkspace, fmt.Sprintf(insertServices, services),
		fmt.Sprintf(updateRevision, services+2)} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func furnishSQLite(t *testing.T, dataDir string, services int) {
	t.Helper()
	path := filepath.Join(dataDir, "corsgate.db")
	store, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	furnish(t, "sqlite", path, services)
}

func furnishPostgres(t *testing.T, url string, services int) {
	t.Helper()
	if err := migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	furnish(t, "pgx", url, services)
}

func migrate(ctx context.Context, url string) error {
	_, _, err := postgres.Up(ctx, url, postgres.MigrateOptions{})
	return err
}
