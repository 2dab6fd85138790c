// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

var tablesWithRecords = []string{"subscriptions", "resource_groups", "workspaces", "services", "tombstones", "audit"}

// expectRefused expects that a user lacks the privilege for each of the statements.
func expectRefused(t *testing.T, url string, statements ...string) {
	t.Helper()
	conn := connect(t, url)
	for _, sql := range statements {
		tag, err := conn.Exec(t.Context(), sql)
		if fault := sqlFault(err); fault == nil || fault.Code != "42501" {
			t.Errorf("%s: %v, %v", sql, tag, err)
		}
	}
}

// definitions are statements that are nobody's but the owner's.
func definitions() []string {
	list := []string{"CREATE TABLE mine ()", "CREATE SCHEMA mine", "ALTER TABLE services ADD mine text", "DROP TABLE services",
		"CREATE INDEX ON services (etag)", "TRUNCATE audit", "SET ROLE corsgate_owner", "CREATE ROLE mine",
		"UPDATE meta SET schema = 99", "DELETE FROM meta", "DROP TABLE schema_migrations", "DELETE FROM schema_migrations",
		"CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"}
	for _, table := range tablesWithRecords {
		list = append(list, "TRUNCATE "+table,
			"CREATE TRIGGER mine BEFORE UPDATE ON "+table+" EXECUTE FUNCTION suppress_redundant_updates_trigger()")
	}
	return list
}

// TestAppIsNoOwner: TestStore shows what it can do. It cannot change history, nor definitions.
func TestAppIsNoOwner(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	expectRefused(t, as(t, url, appUser), append(definitions(),
		"UPDATE audit SET principal = 'another'", "DELETE FROM audit",
		"UPDATE subscriptions SET tenant_id = 'another'", "UPDATE subscriptions SET id = 'another'")...)
}

// TestGatewayReadsItsRoutes: it can follow, and neither change anything nor read what it does not enforce.
func TestGatewayReadsItsRoutes(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	api := opened(t, as(t, url, appUser), Options{})
	furnish(t, api)
	gateway := opened(t, as(t, url, gatewayUser), Options{FollowOnly: true})
	f := follow(t, gateway)
	f.expectAfter(t, func() { mustPut(t, api, records, "here") }, "home-records")
	f.expectAfter(t, func() { remove(t, api, records) }, "")

	refused := append(definitions(), "INSERT INTO meta DEFAULT VALUES", "UPDATE meta SET revision = revision + 1",
		"UPDATE meta SET epoch = 'mine'", "SELECT document FROM services", "SELECT etag FROM services",
		"SELECT * FROM services", "SELECT created_by FROM services", "SELECT * FROM services FOR UPDATE", "SELECT * FROM schema_migrations")
	for _, table := range tablesWithRecords {
		refused = append(refused, "INSERT INTO "+table+" DEFAULT VALUES", "UPDATE "+table+" SET tenant_id = 'mine'", "DELETE FROM "+table)
	}
	for _, table := range []string{"subscriptions", "resource_groups", "workspaces", "audit"} {
		refused = append(refused, "SELECT FROM "+table, "SELECT tenant_id FROM "+table)
	}
	expectRefused(t, as(t, url, gatewayUser), refused...)

	err := opened(t, as(t, url, gatewayUser), Options{}).CheckSchema(t.Context())
	if !errors.Is(err, ErrSchema) || !containsAll(err, "corsgate_app") {
		t.Errorf("an API as the gateway's user: %v", err)
	}
	before := cursorOf(t, api)
	if _, err := put(t.Context(), gateway, records, "there"); !errors.Is(err, repository.ErrUnavailable) {
		t.Errorf("a write by the gateway: %v", err)
	}
	if err := gateway.NewEpoch(t.Context()); !errors.Is(err, repository.ErrUnavailable) {
		t.Errorf("an epoch by the gateway: %v", err)
	}
	if after := cursorOf(t, api); after != before {
		t.Errorf("the cursor went from %v to %v", before, after)
	}
}

// TestStranger: whoever is member of no role gets nothing, and the store says what is missing.
func TestStranger(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	expectRefused(t, as(t, url, "test_stranger"), "SELECT FROM meta", "SELECT FROM services", "SELECT FROM tombstones")
	err := opened(t, as(t, url, "test_stranger"), Options{}).Ping(t.Context())
	if !errors.Is(err, repository.ErrUnavailable) || !errors.Is(err, ErrSchema) || !containsAll(err, "migrate roles`", "corsgate_app") {
		t.Errorf("Ping: %v", err)
	}
}

// TestOwnership: the owner's role owns everything, also what one of its members migrates later, and the others get
// their grants of that.
func TestOwnership(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	expectOwned(t, url)
	deployer := as(t, url, "test_deployer")
	for _, version := range []int{latestSchema - 1, 0} {
		for read[bool](t, url, "SELECT to_regclass('meta') IS NOT NULL") && read[int](t, url, selectSchema) > version {
			if _, _, err := Down(t.Context(), deployer, MigrateOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		up(t, deployer)
		expectOwned(t, url)
	}
	api := opened(t, as(t, url, appUser), Options{})
	furnish(t, api)
	mustPut(t, api, records, "here")
	if routes := follow(t, opened(t, as(t, url, gatewayUser), Options{FollowOnly: true})).routes; len(routes) != 1 {
		t.Errorf("the gateway has %v", routes)
	}
	expectRefused(t, as(t, url, appUser), "DELETE FROM audit")
	expectRefused(t, as(t, url, gatewayUser), "SELECT FROM audit")
}

// expectOwned expects that every relation is the owner's.
func expectOwned(t *testing.T, url string) {
	t.Helper()
	rows, _ := connect(t, url).Query(t.Context(), `SELECT relname || ' of ' || pg_get_userbyid(relowner) FROM pg_class
		WHERE relnamespace = current_schema()::regnamespace AND pg_get_userbyid(relowner) <> 'corsgate_owner'`)
	others, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(others) > 0 {
		t.Errorf("not the owner's: %v, %v", others, err)
	}
}

// TestRolesRenewGrants: what somebody granted or revoked by hand is put right.
func TestRolesRenewGrants(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	grants := func() string {
		return read[string](t, url, `SELECT string_agg(concat_ws(' ', table_name, column_name, grantee, privilege_type), E'\n'
			ORDER BY table_name, column_name, grantee, privilege_type)
			FROM information_schema.column_privileges WHERE grantee <> 'corsgate_owner'`)
	}
	before := grants()
	exec(t, url, "GRANT ALL ON audit, services TO PUBLIC, corsgate_gateway; REVOKE ALL ON meta, services FROM corsgate_app")
	if grants() == before {
		t.Fatal("nothing was granted")
	}
	if err := Roles(t.Context(), url, MigrateOptions{}); err != nil {
		t.Fatal(err)
	}
	if after := grants(); after != before {
		t.Errorf("the grants are\n%s\nand were\n%s", after, before)
	}
	exec(t, url, fmt.Sprintf("ALTER TABLE services OWNER TO postgres; ALTER TABLE meta OWNER TO %s", appUser))
	if err := Roles(t.Context(), url, MigrateOptions{}); err != nil {
		t.Fatal(err)
	}
	expectOwned(t, url)
}
