// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"fmt"
	"testing"

	"github.com/corsgate/corsgate/repository/repositorytest"
)

// TestHugeGroup: whatever the size of a group, its deletion holds and sends a load at a time. It does not run beside other
// tests: it looks at the memory of them all.
func TestHugeGroup(t *testing.T) {
	const many, size, bound = 30, 4_000_000, 192 << 20
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	furnish(t, store)
	exec(t, url, fmt.Sprintf(manyServices, many))
	exec(t, url, fmt.Sprintf(hugeSettings, size))
	exec(t, url, limitStatements)
	before := cursorOf(t, store)

	peak := repositorytest.PeakOf(func() {
		c, err := removeGroup(t.Context(), store)
		if err != nil || c.Revision != before.Revision+1 {
			t.Errorf("%+v, %v", c, err)
		}
	})
	if peak > bound {
		t.Errorf("%d MiB were in use", peak>>20)
	}
	if n := read[int](t, url, `SELECT count(DISTINCT scope) FROM audit WHERE revision = $1 AND octet_length(before) > $2`, before.Revision+1, size); n != many {
		t.Errorf("%d services are in the history", n)
	}
	if n := read[int](t, url, "SELECT count(*) FROM audit WHERE revision = $1", before.Revision+1); n != many+2 {
		t.Errorf("%d records are in the history", n)
	}
}

const (
	hugeSettings = `UPDATE services SET cors = '{"value":{"headers":["' || repeat('x', %d) || '"]},"meta":{}}'`
	// limitStatements refuses entries of more than a load in one statement. An entry is a little larger than its record.
	limitStatements = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
	'BEGIN IF (SELECT sum(octet_length(before)) FROM entries) > 9000000 THEN RAISE EXCEPTION ''too much''; END IF; RETURN NULL; END';
CREATE TRIGGER refuse AFTER INSERT ON audit REFERENCING NEW TABLE AS entries FOR EACH STATEMENT EXECUTE FUNCTION refuse()`
)
