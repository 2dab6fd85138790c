// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// TestLargeGroup: more services than go into one load.
func TestLargeGroup(t *testing.T) {
	t.Parallel()
	const many = 2*recordsOfLoad + 1
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	furnish(t, store)
	exec(t, url, fmt.Sprintf(manyServices, many))
	before := cursorOf(t, store)
	c, err := removeGroup(t.Context(), store)
	if err != nil || c.Revision != before.Revision+1 {
		t.Fatalf("%+v, %v", c, err)
	}
	changes, err := store.Changes(t.Context(), before)
	if err != nil || len(changes.Commits) != 1 || len(changes.Commits[0].Removed) != many || changes.Commits[0].Revision != c.Revision {
		t.Errorf("%d commits, %v", len(changes.Commits), err)
	}
	if n := read[int](t, url, `SELECT count(DISTINCT scope) FROM audit WHERE revision = $1 AND after IS NULL AND before::json ->> 'id' = scope
		AND scope LIKE 'sub/group/home/s%'`, c.Revision); n != many {
		t.Errorf("%d services are in the history", n)
	}
	if n := read[int](t, url, "SELECT count(*) FROM audit WHERE revision = $1", c.Revision); n != many+2 {
		t.Errorf("%d records are in the history", n)
	}
}

const manyServices = `
INSERT INTO services (subscription_id, group_name, workspace_name, name, tenant_id, label, id, location,
	document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
SELECT 'sub', 'group', 'home', 's' || n, 'tenant', 'home-s' || n, 'sub/group/home/s' || n, '', '{}', '', '', '', now(), '', '', now(), 2
FROM generate_series(1, %d) AS n`

const slowDeletion = `CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NULL; END';
CREATE TRIGGER slow AFTER DELETE ON services FOR EACH STATEMENT EXECUTE FUNCTION dawdle()`

// TestSlowCascade: a group may have more in it than can be deleted in the time of one call.
func TestSlowCascade(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store, patient := opened(t, as(t, url, appUser), Options{CallTimeout: time.Second}), opened(t, as(t, url, appUser), Options{})
	fillGroup(t, patient)
	exec(t, url, slowDeletion)
	nothing := func(*repository.Service) (*repository.Service, error) { return nil, nil }
	if _, err := store.ChangeService(t.Context(), tenant, other, audit(), nothing); !errors.Is(err, errSlow) {
		t.Errorf("a service: %v", err)
	}
	if _, err := removeGroup(t.Context(), store); err != nil {
		t.Errorf("the group: %v", err)
	}
	fillGroup(t, patient)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := removeGroup(ctx, store); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the group, for somebody who has no time: %v", err)
	}
}

// TestSlowRepetitions: the time that the deletion of a group gets is not given again when it begins anew.
func TestSlowRepetitions(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{CallTimeout: 500 * time.Millisecond})
	fillGroup(t, opened(t, as(t, url, appUser), Options{}))
	exec(t, url, slowConflict)
	if _, err := removeGroup(t.Context(), store); !errors.Is(err, errSlow) {
		t.Error(err)
	}
}

const slowConflict = `CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS
	'BEGIN PERFORM pg_sleep(0.4); RAISE EXCEPTION USING ERRCODE = ''serialization_failure''; END';
CREATE TRIGGER slow AFTER DELETE ON services FOR EACH STATEMENT EXECUTE FUNCTION conflict()`

// TestLargeGroupAnew: what fails once the revision is taken, and a part of the history sent, begins anew altogether.
func TestLargeGroupAnew(t *testing.T) {
	t.Parallel()
	const many = 2*recordsOfLoad + 1
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	furnish(t, store)
	exec(t, url, fmt.Sprintf(manyServices, many))
	exec(t, url, conflictOnce)
	before := cursorOf(t, store)
	c, err := removeGroup(t.Context(), store)
	if now := cursorOf(t, store); err != nil || c.Revision != before.Revision+1 || now.Revision != c.Revision {
		t.Errorf("%+v, %v; the store is at %v", c, err, now)
	}
	if n := read[int](t, url, "SELECT count(*) FROM audit WHERE revision = $1", c.Revision); n != many+2 {
		t.Errorf("%d records are in the history", n)
	}
	if tries := read[int](t, url, "SELECT last_value FROM tries"); tries != 2+4 {
		t.Errorf("the history was written to %d times", tries)
	}
}

// conflictOnce is at the second statement. A sequence is not rolled back.
const conflictOnce = `CREATE SEQUENCE tries; CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
	'BEGIN IF nextval(''tries'') = 2 THEN RAISE EXCEPTION USING ERRCODE = ''serialization_failure''; END IF; RETURN NULL; END';
CREATE TRIGGER once AFTER INSERT ON audit FOR EACH STATEMENT EXECUTE FUNCTION conflict()`
