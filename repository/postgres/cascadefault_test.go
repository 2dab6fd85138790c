// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"fmt"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

const (
	createFault = `CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''a fault''; END'`
	dropFault   = `DROP FUNCTION fault CASCADE`
)

// TestCascadeFaults: wherever the deletion of a group fails, nothing of it has happened.
func TestCascadeFaults(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	fillGroup(t, store)
	before := dumpOf(t, url, "").rows
	for name, trigger := range map[string]string{
		"a tombstone":          "BEFORE INSERT ON tombstones FOR EACH ROW WHEN (NEW.label = 'home-records')",
		"the services":         "AFTER DELETE ON services FOR EACH STATEMENT",
		"the workspaces":       "AFTER DELETE ON workspaces FOR EACH STATEMENT",
		"the group":            "AFTER DELETE ON resource_groups FOR EACH STATEMENT",
		"a service's history":  "BEFORE INSERT ON audit FOR EACH ROW WHEN (NEW.scope = 'sub/group/home/records')",
		"the group's history":  "BEFORE INSERT ON audit FOR EACH ROW WHEN (NEW.scope = 'sub/group')",
		"the commit":           "AFTER DELETE ON resource_groups DEFERRABLE INITIALLY DEFERRED FOR EACH ROW",
		"the counter's change": "AFTER UPDATE ON meta FOR EACH STATEMENT",
	} {
		constraint := ""
		if name == "the commit" {
			constraint = "CONSTRAINT"
		}
		exec(t, url, fmt.Sprintf("%s; CREATE %s TRIGGER fault %s EXECUTE FUNCTION fault()", createFault, constraint, trigger))
		if c, err := removeGroup(t.Context(), store); !containsAll(err, "a fault") {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
		exec(t, url, dropFault)
		if after := dumpOf(t, url, "").rows; after != before {
			t.Errorf("%s: there is\n%s\nand was\n%s", name, after, before)
		}
	}
	if _, err := removeGroup(t.Context(), store); err != nil {
		t.Error(err)
	}
}

// TestCutCascade cuts the connection in each message of the deletion of a group that comes after the group is locked: it
// begins anew where nothing can have happened, and elsewhere all or nothing has.
func TestCutCascade(t *testing.T) {
	t.Parallel()
	p, url := newProxy(t, newDatabase(t), appUser)
	store := opened(t, url, Options{MaxConnections: 1})
	for _, c := range []struct {
		name    string
		passing int32 // messages before the one that is cut
		fault   int32
		fails   bool
		deleted bool
	}{
		{"before the contents are locked", 0, cutRequest, false, true},
		{"before their answer", 0, cutAnswer, false, true},
		{"before they are read for the history", 1, cutRequest, false, true},
		{"before the answer to that", 1, cutAnswer, false, true},
		{"before the commit", 2, cutRequest, true, false},
		{"before the answer to the commit", 2, cutAnswer, true, true},
	} {
		fillGroup(t, store)
		if _, err := removeGroup(t.Context(), store); err != nil { // so that each statement is prepared, and one message is all
			t.Fatal(err)
		}
		fillGroup(t, store)
		before, calls := cursorOf(t, store), 0
		_, err := store.ChangeGroup(t.Context(), tenant, group, audit(), func(*repository.Group) (*repository.Group, error) {
			if calls++; calls == 1 {
				p.skip.Store(c.passing)
				p.next.Store(c.fault)
			}
			return nil, nil
		})
		if c.fails != errors.Is(err, repository.ErrUnavailable) || !c.fails && (err != nil || calls != 2) {
			t.Errorf("%s: %v after %d calls", c.name, err, calls)
		}
		now := cursorOf(t, store)
		_, absent := store.Group(t.Context(), tenant, group)
		left, err := store.ListServices(t.Context(), tenant, home, repository.Page{Limit: 10})
		happened := errors.Is(absent, repository.ErrNotFound) && len(left) == 0 && now.Revision == before.Revision+1
		if nothing := absent == nil && len(left) == 2 && now == before; err != nil || happened != c.deleted || nothing == c.deleted {
			t.Errorf("%s: from %v to %v with %d services; %v, %v", c.name, before, now, len(left), absent, err)
		}
	}
}

// fillGroup makes sure that there is a group with a workspace and two services.
func fillGroup(t *testing.T, store *Store) {
	t.Helper()
	furnish(t, store)
	mustPut(t, store, records, "here")
	mustPut(t, store, other, "here")
}
