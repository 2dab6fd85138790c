// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// removeGroup deletes the group with all that is in it.
func removeGroup(ctx context.Context, store *Store) (repository.Change[repository.Group], error) {
	return store.ChangeGroup(ctx, tenant, group, repository.Audit{At: time.Now()}, func(*repository.Group) (*repository.Group, error) { return nil, nil })
}

// TestCascadeFaults: wherever the deletion of a group fails, nothing of it has happened.
func TestCascadeFaults(t *testing.T) {
	t.Parallel()
	store := opened(t, newPath(t))
	furnish(t, store)
	for _, name := range []string{"records", "other"} {
		key := repository.NewKey("sub", "group", "home", name)
		if _, err := store.ChangeService(t.Context(), tenant, key, repository.Audit{}, func(*repository.Service) (*repository.Service, error) {
			return &repository.Service{Document: []byte(`{}`)}, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	before := rowsOf(t, store)
	for name, event := range map[string]string{
		"the counter's change":  "UPDATE ON meta",
		"a tombstone":           "INSERT ON tombstones WHEN NEW.label = 'home-records'",
		"a service":             "DELETE ON services WHEN OLD.name = 'records'",
		"the workspace":         "DELETE ON workspaces",
		"the group":             "DELETE ON resource_groups",
		"a service's history":   "INSERT ON audit WHEN NEW.scope = 'sub/group/home/records'",
		"the workspace history": "INSERT ON audit WHEN NEW.scope = 'sub/group/home'",
		"the group's history":   "INSERT ON audit WHEN NEW.scope = 'sub/group'",
	} {
		alter(t, store, fmt.Sprintf("CREATE TRIGGER fault AFTER %s BEGIN SELECT RAISE(ABORT, 'a fault'); END", event))
		if c, err := removeGroup(t.Context(), store); err == nil || !strings.Contains(err.Error(), "a fault") {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
		alter(t, store, "DROP TRIGGER fault")
		if after := rowsOf(t, store); !slices.Equal(after, before) {
			t.Errorf("%s: there is\n%q\nand was\n%q", name, after, before)
		}
	}
	if _, err := removeGroup(t.Context(), store); err != nil {
		t.Error(err)
	}
}

// rowsOf counts what the tables hold, and tells where the store is.
func rowsOf(t *testing.T, store *Store) []string {
	t.Helper()
	list := []string{fmt.Sprint(cursorOf(t, store))}
	for _, table := range []string{"subscriptions", "resource_groups", "workspaces", "services", "tombstones", "audit"} {
		var n int
		if err := store.read.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprint(table, " ", n))
	}
	return list
}

func alter(t *testing.T, store *Store, text string) {
	t.Helper()
	if _, err := store.write.ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}
