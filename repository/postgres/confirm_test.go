// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
)

// TestNothingUnsafeIsTold: a commit that has not reached the synchronous standby is visible once its client has given up.
// A repetition finds that there is nothing to change, and must not call that a success either: a failover would lose it.
func TestNothingUnsafeIsTold(t *testing.T) {
	t.Parallel()
	server := testpg.Start(t, testpg.Options{Durable: true})
	server.CreateDatabase(t, "corsgate")
	url := server.URL("corsgate")
	if _, _, err := Up(t.Context(), url, MigrateOptions{}); err != nil {
		t.Fatal(err)
	}
	patient := opened(t, url, Options{})
	furnish(t, patient)
	mustPut(t, patient, records, "here")

	server.Exec(t, "postgres", `ALTER SYSTEM SET synchronous_standby_names = 'nobody'`)
	server.Exec(t, "postgres", `SELECT pg_reload_conf()`)
	store := opened(t, url, Options{CallTimeout: 2 * time.Second})
	there, changes := "", repository.Revision(3)
	eventually(t, "a change that no standby has is refused", func() bool { // the server takes a moment for the setting
		changes++
		there = fmt.Sprintf("there %d", changes)
		_, err := put(t.Context(), store, records, there)
		return errors.Is(err, repository.ErrUnavailable)
	})
	eventually(t, "the change is visible", func() bool {
		return read[string](t, url, `SELECT location FROM services`) == there
	})
	if c, err := put(t.Context(), store, records, there); !errors.Is(err, repository.ErrUnavailable) {
		t.Errorf("the same change again: %+v, %v", c, err)
	}
	absent := repository.NewKey("sub", "unknown")
	if _, err := store.ChangeGroup(t.Context(), tenant, absent, audit(), func(old *repository.Group) (*repository.Group, error) {
		return old, nil
	}); !errors.Is(err, repository.ErrUnavailable) {
		t.Errorf("the deletion of what is not there: %v", err)
	}

	server.Exec(t, "postgres", `ALTER SYSTEM RESET synchronous_standby_names`)
	server.Exec(t, "postgres", `SELECT pg_reload_conf()`)
	eventually(t, "a success", func() bool {
		_, err := put(t.Context(), store, records, there)
		return err == nil
	})
	if got := cursorOf(t, patient).Revision; got != changes {
		t.Errorf("the revision is %d after %d changes", got, changes)
	}
}
