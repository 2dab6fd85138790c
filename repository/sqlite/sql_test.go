// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
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
	for _, name := range []string{"selectGroup", "selectTenant", "selectWorkspace", "selectWorkspacesOfGroup",
		"selectWorkspacesOfSubscription", "selectService", "selectServices", "selectHistory", "selectChanges",
		"selectHasWorkspaces", "selectHasServices", "deleteGroup", "deleteService", "deleteWorkspace", "deleteTombstone"} {
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

func plan(t *testing.T, store *Store, text string) (steps []string) {
	t.Helper()
	args := make([]any, strings.Count(text, "?"))
	if strings.Contains(text, "?1") {
		args = args[:1]
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
