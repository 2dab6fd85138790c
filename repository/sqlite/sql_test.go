// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"strconv"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/repository/repositorytest"
)

// TestStatements prepares every SQL constant of the package against the migrated schema, so that a column renamed in
// one place only is noticed; and sees to it that there is no SQL elsewhere.
func TestStatements(t *testing.T) {
	t.Parallel()
	store := opened(t, newPath(t))
	for name, text := range repositorytest.Statements(t) {
		statement, err := store.write.PrepareContext(t.Context(), text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := statement.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPlans: what runs for each request or each follower finds its rows by an index, already in order.
func TestPlans(t *testing.T) {
	t.Parallel()
	statements := repositorytest.Statements(t)
	store := opened(t, newPath(t))
	for _, name := range []string{"selectSubscription", "selectSubscriptions", "selectTenant", "selectLastTenant", "selectGroup", "selectGroups",
		"selectWorkspace", "selectWorkspacesOfGroup", "selectWorkspacesOfSubscription", "selectNameTaken",
		"selectService", "selectServicesOfWorkspace", "selectServiceHeadsOfGroup", "selectHistory", "selectChanges",
		"selectHasGroups", "selectHasServices", "selectAllWorkspacesOfGroup", "selectAllServicesOfGroup",
		"deleteSubscription", "deleteGroup", "deleteWorkspace", "deleteWorkspacesOfGroup", "deleteService",
		"deleteServicesOfGroup", "upsertTombstonesOfGroup", "deleteTombstone"} {
		text, found := statements[name]
		if !found {
			t.Errorf("there is no %s", name)
			continue
		}
		for _, step := range plan(t, store, text) {
			if strings.HasPrefix(step, "SCAN") && step != "SCAN CONSTANT ROW" || strings.Contains(step, "TEMP B-TREE") {
				t.Errorf("%s: %s", name, step)
			}
		}
	}
}

// TestPagesCostTheSame: a page begins where the one before it ended, rather than to count what is before it.
func TestPagesCostTheSame(t *testing.T) {
	t.Parallel()
	statements := repositorytest.Statements(t)
	store := opened(t, newPath(t))
	for name, position := range map[string]string{
		"selectSubscriptions":            "(tenant_id=? AND id>?)",
		"selectGroups":                   "(subscription_id=? AND name>?)",
		"selectWorkspacesOfGroup":        "(subscription_id=? AND group_name=? AND name>?)",
		"selectWorkspacesOfSubscription": "(subscription_id=? AND (group_name,name)>(?,?))",
		"selectServicesOfWorkspace":      "(subscription_id=? AND group_name=? AND workspace_name=? AND name>?)",
		"selectServiceHeadsOfGroup":      "(subscription_id=? AND group_name=? AND (workspace_name,name)>(?,?))",
	} {
		steps := plan(t, store, statements[name])
		if len(steps) != 1 || !strings.HasPrefix(steps[0], "SEARCH") || !strings.HasSuffix(steps[0], position) {
			t.Errorf("%s: %q", name, steps)
		}
	}
}

func plan(t *testing.T, store *Store, text string) (steps []string) {
	t.Helper()
	args := make([]any, strings.Count(text, "?"))
	if numbered := 0; strings.Contains(text, "?1") {
		for strings.Contains(text, "?"+strconv.Itoa(numbered+1)) {
			numbered++
		}
		args = args[:numbered]
	}
	rows, err := store.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if len(steps) == 0 || rows.Err() != nil {
		t.Fatalf("no plan for %s: %v", text, rows.Err())
	}
	return steps
}
