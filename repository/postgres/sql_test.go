// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository/repositorytest"
)

// TestStatements prepares every SQL constant of the package against the migrated schema, so that a column renamed in
// one place only is noticed; and sees to it that there is no SQL elsewhere.
func TestStatements(t *testing.T) {
	t.Parallel()
	conn := connect(t, newDatabase(t))
	for name, text := range repositorytest.Statements(t) {
		if _, err := conn.Prepare(t.Context(), name, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// fill makes 500 tenants with two subscriptions each, two of these with 200 groups, with 2 workspaces in each group and 10 services in each workspace; a quarter
// as many tombstones, and history.
const fill = `
INSERT INTO subscriptions SELECT 'sub' || s, 'tenant' || s % 500 FROM generate_series(1, 1000) s;
INSERT INTO resource_groups SELECT 'sub' || s, 'group' || g, 'tenant' || s, '', '', '{}', '', '', '', now(), '', '', now(), 1
	FROM generate_series(1, 2) s, generate_series(1, 200) g;
INSERT INTO workspaces SELECT g.subscription_id, g.name, 'home' || w || g.name || g.subscription_id, g.tenant_id,
	'', '', '{}', '', '', '', now(), '', '', now(), 1
	FROM resource_groups g, generate_series(1, 2) w;
INSERT INTO services SELECT w.subscription_id, w.group_name, w.name, 'service' || s, w.tenant_id, w.name || '-' || s,
	'', '', '{}', '', '', '', now(), '', '', now(), NULL, NULL, NULL, row_number() OVER ()
	FROM workspaces w, generate_series(1, 10) s;
INSERT INTO tombstones SELECT 'gone' || n, 'tenant1', 4 * n, now() - n * interval '1 minute' FROM generate_series(1, 2000) n;
INSERT INTO audit (tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, at)
	SELECT 'tenant' || 1 + n % 2, '', '', '', '', 'sub1/group1/home1/service' || n % 1000, '', n, now() FROM generate_series(1, 20000) n;
ANALYZE`

// perRequest are the statements that run for each request, each follower or each hour, with arguments as they come.
var perRequest = map[string]string{
	"selectTenant":                   `'sub1'`,
	"selectLastTenant":               `'sub1'`,
	"keepSubscription":               `'sub1'`,
	"selectSubscription":             `'sub1', 'tenant1'`,
	"selectSubscriptions":            `'tenant1', 'sub1', 10`,
	"lockSubscription":               `'sub1', 'tenant1'`,
	"deleteSubscription":             `'sub1', 'tenant1'`,
	"selectHasGroups":                `'sub1'`,
	"selectGroup":                    `'sub1', 'group1', 'tenant1'`,
	"selectGroups":                   `'sub1', 'group1', 'tenant1', 10`,
	"lockGroup":                      `'sub1', 'group1', 'tenant1'`,
	"keepGroup":                      `'sub1', 'group1', 'tenant1'`,
	"lockWorkspacesOfGroup":          `'sub1', 'group1', 'tenant1'`,
	"lockServicesOfGroup":            `'sub1', 'group1', 'tenant1'`,
	"selectWorkspacesToRecord":       `'sub1', 'group1', 'tenant1', 'home1', 'home2'`,
	"selectServicesToRecord":         `'sub1', 'group1', 'tenant1', 'home1', 'service1', 'home2', 'service1'`,
	"insertTombstonesOfGroup":        `'sub1', 'group1', 'tenant1', now()`,
	"deleteServicesOfGroup":          `'sub1', 'group1', 'tenant1'`,
	"deleteWorkspacesOfGroup":        `'sub1', 'group1', 'tenant1'`,
	"deleteGroup":                    `'sub1', 'group1', 'tenant1'`,
	"selectWorkspace":                `'sub1', 'group1', 'home1', 'tenant1'`,
	"selectNameTaken":                `'home1'`,
	"lockWorkspace":                  `'sub1', 'group1', 'home1', 'tenant1'`,
	"keepWorkspace":                  `'sub1', 'group1', 'home1', 'tenant1'`,
	"deleteWorkspace":                `'sub1', 'group1', 'home1', 'tenant1'`,
	"selectHasServices":              `'sub1', 'group1', 'home1'`,
	"selectWorkspacesOfGroup":        `'sub1', 'group1', 'home1', 'tenant1', 10`,
	"selectWorkspacesOfSubscription": `'sub1', 'group1', 'home1', 'tenant1', 10`,
	"selectService":                  `'sub1', 'group1', 'home1', 'service1', 'tenant1'`,
	"lockService":                    `'sub1', 'group1', 'home1', 'service1', 'tenant1'`,
	"deleteService":                  `'sub1', 'group1', 'home1', 'service1', 'tenant1'`,
	"selectServicesOfWorkspace":      `'sub1', 'group1', 'home1', 'service1', 'tenant1', 10`,
	"selectServiceHeadsOfGroup":      `'sub1', 'group1', 'home1', 'service1', 'tenant1', 10`,
	"deleteTombstone":                `'gone1'`,
	"selectHistory":                  `'sub1/group1/home1/service1', 1, 'tenant1', 10`,
	"updateCompacted":                `now() - interval '33 hours'`,
	"deleteCompacted":                `now() - interval '33 hours'`,
}

// whole are statements that read all there is below a record, and may as well sort it.
var whole = []string{"lockWorkspacesOfGroup", "lockServicesOfGroup"}

// TestPlans: what runs often finds its rows by an index, and already in order. Of the changes, which are of two tables,
// the few that were found are sorted; they are found by the index also where the planner knows nothing of the tables.
func TestPlans(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	exec(t, url, fill)
	conn := connect(t, url)
	statements := repositorytest.Statements(t)
	for name, args := range perRequest {
		if statements[name] == "" {
			t.Errorf("there is no %s", name)
			continue
		}
		plan := explain(t, conn, name, statements[name], args)
		for _, step := range steps(t, plan) {
			if step == "Seq Scan" || strings.HasSuffix(step, "Sort") && !slices.Contains(whole, name) {
				t.Errorf("%s: %s in %s", name, step, plan)
			}
		}
	}
	unknown := newDatabase(t)
	exec(t, unknown, strings.TrimSuffix(fill, "ANALYZE"))
	for name, url := range map[string]string{"known": url, "unknown": unknown} {
		conn := connect(t, url)
		if _, err := conn.Exec(t.Context(), begin+";"+preferIndex); err != nil {
			t.Fatal(err)
		}
		plan := explain(t, conn, "selectChanges", selectChanges, "7990")
		if slices.Contains(steps(t, plan), "Seq Scan") {
			t.Errorf("changes of %s tables: %s", name, plan)
		}
	}
}

// explain is how the server executes a statement that it knows.
func explain(t *testing.T, conn *pgx.Conn, name, text, args string) (plan string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), "PREPARE "+name+" AS "+text); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	sql := fmt.Sprintf("EXPLAIN (FORMAT JSON, COSTS OFF) EXECUTE %s (%s)", name, args)
	for range 8 { // from the sixth on the server may take a plan for any arguments
		if err := conn.QueryRow(t.Context(), sql, pgx.QueryExecModeSimpleProtocol).Scan(&plan); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return plan
}

// steps lists the nodes of a plan that read or order records; the one row of meta is found anyhow.
func steps(t *testing.T, plan string) (list []string) {
	t.Helper()
	type node struct {
		Type     string `json:"Node Type"`
		Relation string `json:"Relation Name"`
		Plans    []node `json:"Plans"`
	}
	var roots []struct{ Plan node }
	if err := json.Unmarshal([]byte(plan), &roots); err != nil {
		t.Fatal(err)
	}
	var walk func(n node)
	walk = func(n node) {
		if n.Relation != "meta" {
			list = append(list, n.Type)
		}
		for _, below := range n.Plans {
			walk(below)
		}
	}
	walk(roots[0].Plan)
	return list
}
