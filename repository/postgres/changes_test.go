// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"fmt"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// TestManyChanges: a follower that was away for long is told everything, a part at a time, in the order of the commits.
func TestManyChanges(t *testing.T) {
	t.Parallel()
	const many = 2*maxChanges + 1
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
	var told []repository.Commit
	for calls := 1; cursor.Revision < 2+many; calls++ {
		changes, err := store.Changes(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(changes.Commits); n > maxChanges || calls > 3 {
			t.Fatalf("call %d: %d commits", calls, n)
		}
		told, cursor = append(told, changes.Commits...), changes.Cursor
		if last := told[len(told)-1].Revision; last != cursor.Revision {
			t.Fatalf("the cursor is at %d after the commit %d", cursor.Revision, last)
		}
	}
	if len(told) != many {
		t.Fatalf("%d commits, want %d", len(told), many)
	}
	for i, commit := range told {
		label := fmt.Sprintf("home-s%d", i+1)
		removed := len(commit.Removed) == 1 && commit.Removed[0] == label && len(commit.Routes) == 0
		set := len(commit.Routes) == 1 && commit.Routes[0].Label == label && len(commit.Removed) == 0
		if commit.Revision != repository.Revision(i+3) || removed != ((i+1)%3 == 0) || set == removed {
			t.Fatalf("commit %d is %+v", i, commit)
		}
	}
}
