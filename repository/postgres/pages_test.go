// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// hundredThousand services are in one workspace, with a neighbour on each side.
const hundredThousand = `
INSERT INTO subscriptions (id, tenant_id) VALUES ('sub', 'tenant');
INSERT INTO resource_groups SELECT 'sub', 'group', 'tenant', '', '', '{}', '', '', '', now(), '', '', now(), 1;
INSERT INTO workspaces SELECT 'sub', 'group', name, 'tenant', '', '', '{}', '', '', '', now(), '', '', now(), 1
	FROM unnest(ARRAY['before', 'home', 'later']) name;
INSERT INTO services SELECT 'sub', 'group', workspace, 's' || to_char(n, 'FM000000'), 'tenant', workspace || '-' || n,
	'', '', '{}', '', '', '', now(), '', '', now(), NULL, NULL, NULL, n
	FROM generate_series(1, 100000) n, unnest(ARRAY['before', 'home', 'later']) workspace
	WHERE workspace = 'home' OR n <= 100;
ANALYZE`

// TestPagesCostTheSame: a page of a long list reads as much at its end as at its beginning.
func TestPagesCostTheSame(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	exec(t, url, hundredThousand)
	conn := connect(t, url)
	for name, list := range map[string]struct{ sql, args string }{
		"selectServicesOfWorkspace": {selectServicesOfWorkspace, `'sub', 'group', 'home', '%s', 'tenant', 100`},
		"selectServiceHeadsOfGroup": {selectServiceHeadsOfGroup, `'sub', 'group', 'home', '%s', 'tenant', 100`},
	} {
		if _, err := conn.Exec(t.Context(), "PREPARE "+name+" AS "+list.sql); err != nil {
			t.Fatal(err)
		}
		first := blocksOf(t, conn, name, fmt.Sprintf(list.args, ""))
		if first > 100 {
			t.Errorf("%s: the first page reads %d blocks", name, first)
		}
		for _, after := range []string{"s000100", "s050000", "s099899"} {
			if blocks := blocksOf(t, conn, name, fmt.Sprintf(list.args, after)); blocks > first+10 {
				t.Errorf("%s: the page after %s reads %d blocks, the first one %d", name, after, blocks, first)
			}
		}
	}
}

// TestHeadsWithoutSettings: a list of heads does not so much as look at the settings.
func TestHeadsWithoutSettings(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	furnish(t, store)
	mustPut(t, store, records, "here")
	exec(t, url, "UPDATE services SET cors = 'no JSON'")
	if _, err := store.ListServices(t.Context(), tenant, home, repository.Page{Limit: 1}); err == nil {
		t.Error("the settings can be read")
	}
	if heads, err := store.ListServiceHeads(t.Context(), tenant, group, repository.Page{Limit: 1}); err != nil || len(heads) != 1 {
		t.Errorf("%d heads, %v", len(heads), err)
	}
}

// blocksOf runs a prepared statement, which has to find a hundred rows, and tells how many blocks that took.
func blocksOf(t *testing.T, conn *pgx.Conn, name, args string) int {
	t.Helper()
	var text string
	sql := fmt.Sprintf("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE %s (%s)", name, args)
	if err := conn.QueryRow(t.Context(), sql, pgx.QueryExecModeSimpleProtocol).Scan(&text); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var plans []struct {
		Plan struct {
			Rows float64 `json:"Actual Rows"`
			Hit  int     `json:"Shared Hit Blocks"`
			Read int     `json:"Shared Read Blocks"`
		}
	}
	if err := json.Unmarshal([]byte(text), &plans); err != nil || len(plans) != 1 || plans[0].Plan.Rows != 100 {
		t.Fatalf("%s: %v in %s", name, err, text)
	}
	return plans[0].Plan.Hit + plans[0].Plan.Read
}
