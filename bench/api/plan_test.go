// SPDX-License-Identifier: Apache-2.0

package api

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// How a database finds a page says that it costs the same wherever it is, without any clock: it looks up where the page
// begins in an index, reads its rows, and no others.

// chunk is how many rows the API asks for at a time.
const chunk = 20

func openSQL(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	closing(t, db.Close)
	return db
}

func expectPlanOfSQLite(t *testing.T, db *sql.DB) {
	t.Helper()
	found, err := db.Query(`EXPLAIN QUERY PLAN `+statementsOf(t, "sqlite")["selectServicesOfWorkspace"], 0, 0, 0, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	var steps []string
	for found.Next() {
		var id, parent, unused int
		var step string
		if err := found.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if found.Err() != nil || len(steps) != 1 || !strings.HasPrefix(steps[0], "SEARCH services USING INDEX") || !strings.HasSuffix(steps[0], "name>?)") {
		t.Errorf("the plan of a page is %q, %v", steps, found.Err())
	}
	fmt.Fprintf(t.Output(), "a page: %s\n", strings.Join(steps, "; "))
}

// planNode is what EXPLAIN says of a step.
type planNode struct {
	Type    string     `json:"Node Type"`
	Index   string     `json:"Index Name"`
	Rows    float64    `json:"Actual Rows"`
	Removed float64    `json:"Rows Removed by Filter"`
	Hit     int        `json:"Shared Hit Blocks"`
	Read    int        `json:"Shared Read Blocks"`
	Below   []planNode `json:"Plans"`
}

// expectPlanOfPostgres asks for the plan that is made for all parameters, and the one that is made for these: Postgres
// chooses between them.
func expectPlanOfPostgres(t *testing.T, conn *pgx.Conn, page int, before string) {
	t.Helper()
	for _, mode := range []string{"force_generic_plan", "force_custom_plan"} {
		n := explain(t, conn, mode, before)
		if len(n.Below) != 1 || n.Type != "Limit" || n.Below[0].Type != "Index Scan" || n.Below[0].Index != "services_pkey" ||
			n.Below[0].Rows != chunk || n.Below[0].Removed != 0 || n.Hit+n.Read > 2*chunk+10 {
			t.Errorf("page %d, %s: %+v", page, mode, n)
			continue
		}
		fmt.Fprintf(t.Output(), "page %d, %s: %s using %s, %v rows, %v removed, %d blocks\n", page, mode, n.Below[0].Type, n.Below[0].Index,
			n.Below[0].Rows, n.Below[0].Removed, n.Hit+n.Read)
	}
}

func explain(t *testing.T, conn *pgx.Conn, mode, before string) planNode {
	t.Helper()
	for _, sql := range []string{"DEALLOCATE ALL", "SET plan_cache_mode = " + mode,
		"PREPARE page AS " + statementsOf(t, "postgres")["selectServicesOfWorkspace"]} {
		if _, err := conn.PgConn().Exec(t.Context(), sql).ReadAll(); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	var text []byte
	err := conn.QueryRow(t.Context(), fmt.Sprintf(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE page('%s', '%s', '%s', '%s', '%[1]s', %[5]d)`,
		subscription, group, workspace, before, chunk), pgx.QueryExecModeSimpleProtocol).Scan(&text)
	if err != nil {
		t.Fatal(err)
	}
	var plans []struct{ Plan planNode }
	if err := json.Unmarshal(text, &plans); err != nil || len(plans) != 1 {
		t.Fatalf("%v: %s", err, text)
	}
	return plans[0].Plan
}
