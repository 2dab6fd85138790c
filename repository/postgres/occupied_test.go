// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// TestRefusedWithoutWaiting: what is not empty is not deleted, and that is said at once, beside whoever changes what is in
// it: to find out by the constraint would be to lock the counter and wait for somebody who waits for the counter.
func TestRefusedWithoutWaiting(t *testing.T) {
	t.Parallel()
	store := opened(t, as(t, newDatabase(t), appUser), Options{})
	furnish(t, store)
	mustPut(t, store, records, "here")
	_, err := store.ChangeService(t.Context(), tenant, records, audit(), func(old *repository.Service) (*repository.Service, error) {
		_, err := store.ChangeWorkspace(t.Context(), tenant, home, audit(), func(*repository.Workspace) (*repository.Workspace, error) { return nil, nil })
		if !errors.Is(err, repository.ErrNotEmpty) {
			t.Errorf("the workspace: %v", err)
		}
		return locating("there")(old)
	})
	if err != nil {
		t.Error(err)
	}
	_, err = store.ChangeGroup(t.Context(), tenant, group, audit(), func(old *repository.Group) (*repository.Group, error) {
		_, err := store.ChangeSubscription(t.Context(), tenant, group, audit(), func(*repository.Subscription) (*repository.Subscription, error) { return nil, nil })
		if !errors.Is(err, repository.ErrNotEmpty) {
			t.Errorf("the subscription: %v", err)
		}
		next := *old
		next.Location = "there"
		return &next, nil
	})
	if err != nil {
		t.Error(err)
	}
}
