// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"fmt"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/repository"
	"github.com/jackc/pgx/v5"
)

// TestManyChanges: a follower that was away for long is told everything at once, in the order of the commits. The rows are
// found by the index, also before anybody has counted them.
func TestManyChanges(t *testing.T) {
	t.Parallel()
	const many = 2000
	url := newDatabase(t)
	store := opened(t, url, Options{})
	furnish(t, store)
	cursor := cursorOf(t, store)
	exec(t, url, fmt.Sprintf(`INSERT INTO services (subscription_id, group_name, workspace_name, name, tenant_id, label, id, location,
	document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
SELECT 'sub', 'group', 'home', 's' || n, 'tenant', 'home-s' || n, '', '', '{}', '', '', '', now(), '', '', now(), 2 + n
	FROM generate_series(1, %d) AS n WHERE n %% 3 <> 0;
INSERT INTO tombstones (label, tenant_id, revision, deleted_at)
SELECT 'home-s' || n, 'tenant', 2 + n, now() FROM generate_series(1, %[1]d) AS n WHERE n %% 3 = 0;
UPDATE meta SET revision = 2 + %[1]d`, many))
	changes, err := store.Changes(t.Context(), cursor)
	if err != nil {
		t.Fatal(err)
	}
	told := changes.Commits
	if len(told) != many || changes.Cursor.Revision != 2+many {
		t.Fatalf("%d commits up to revision %d, want %d", len(told), changes.Cursor.Revision, many)
	}
	for i, commit := range told {
		label := fmt.Sprintf("home-s%d", i+1)
		removed := len(commit.Removed) == 1 && commit.Removed[0] == label && len(commit.Routes) == 0
		set := len(commit.Routes) == 1 && commit.Routes[0].Label == label && len(commit.Removed) == 0
		if commit.Revision != repository.Revision(i+3) || removed != ((i+1)%3 == 0) || set == removed {
			t.Fatalf("commit %d is %+v", i, commit)
		}
	}
	if plan := planOf(t, url); strings.Contains(plan, "Seq Scan on services") {
		t.Errorf("the rows are looked for one by one:\n%s", plan)
	}
}

// planOf is how the changes after revision 2000 are found.
func planOf(t *testing.T, url string) string {
	t.Helper()
	conn := connect(t, url)
	batch, lines := &pgx.Batch{}, []string(nil)
	batch.Queue(preferIndex)
	batch.Queue(`EXPLAIN `+selectChanges, 2000).Query(func(rows pgx.Rows) (err error) {
		lines, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err := conn.SendBatch(t.Context(), batch).Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
