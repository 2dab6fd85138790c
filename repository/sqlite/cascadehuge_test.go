// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"fmt"
	"testing"

	"github.com/corsgate/corsgate/repository/repositorytest"
)

// TestHugeGroup: whatever the size of a group, its deletion holds a record at a time. It does not run beside other tests:
// it looks at the memory of them all.
func TestHugeGroup(t *testing.T) {
	const many, size, bound = 24, 4_000_000, 96 << 20
	store := opened(t, newPath(t))
	furnish(t, store)
	alter(t, store, fmt.Sprintf(hugeServices, many, size/2))
	peak := repositorytest.PeakOf(func() {
		if _, err := removeGroup(t.Context(), store); err != nil {
			t.Error(err)
		}
	})
	if peak > bound {
		t.Errorf("%d MiB were in use", peak>>20)
	}
	var recorded int
	if err := store.read.QueryRowContext(t.Context(), "SELECT count(*) FROM audit WHERE length(before) > ?", size).Scan(&recorded); err != nil || recorded != many {
		t.Errorf("%d services are in the history, %v", recorded, err)
	}
}

const hugeServices = `
WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %d)
INSERT INTO services (subscription_id, group_name, workspace_name, name, tenant_id, label, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision, cors)
SELECT 'sub', 'group', 'home', 's' || n, 'tenant', 'home-s' || n, '', '', '{}', '',
	'', '', '2026-01-02T03:04:05.000006Z', '', '', '2026-01-02T03:04:05.000006Z', 2,
	'{"value":{"headers":["' || hex(zeroblob(%d)) || '"]},"meta":{}}' FROM n`
