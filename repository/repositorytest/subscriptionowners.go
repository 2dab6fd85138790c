// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// subscriptionOfAnotherTenant can neither be changed nor had, whether it came by itself or with a group.
func subscriptionOfAnotherTenant(t *testing.T, r *rig) {
	own := repository.NewKey("sub-own")
	r.editSubscription(t, tenantA, own, func(*repository.Subscription) {})
	before := r.state(t, at("x"))
	for _, key := range []repository.Key{own, subA} {
		for name, mutate := range map[string]repository.Mutation[repository.Subscription]{
			"put":    editingSubscription(key, func(*repository.Subscription) {}),
			"delete": removing[repository.Subscription],
		} {
			_, err := r.store.ChangeSubscription(t.Context(), tenantB, key, someAudit(), mutate)
			expectError(t, name, err, repository.ErrTaken)
		}
	}
	below := repository.NewKey("sub-own", "one")
	_, err := r.store.ChangeGroup(t.Context(), tenantB, below, someAudit(), puttingGroup(below))
	expectError(t, "a group in it", err, repository.ErrTaken)
	expectSame(t, "the state", r.state(t, at("x")), before)
	r.putGroup(t, tenantA, below)
}

// oneTenantGetsSubscription: of two who come at once, by whichever way, one has it and the other one is told so.
func oneTenantGetsSubscription(t *testing.T, r *rig) {
	for round := range 20 {
		key := repository.NewKey("sub-new-"+string(rune('a'+round)), "one")
		results := make(chan error, 2)
		go func() {
			_, err := r.store.ChangeSubscription(context.Background(), tenantA, key, someAudit(), editingSubscription(key.SubscriptionKey(), func(*repository.Subscription) {}))
			results <- err
		}()
		go func() {
			_, err := r.store.ChangeGroup(context.Background(), tenantB, key, someAudit(), puttingGroup(key))
			results <- err
		}()
		first, second := <-results, <-results
		if first == nil {
			first, second = second, first
		}
		expectError(t, "the loser", first, repository.ErrTaken)
		expectNil(t, "the winner", second)
		owner, err := r.store.TenantOf(t.Context(), key)
		expectNil(t, "TenantOf", err)
		groups, err := r.store.ListGroups(t.Context(), repository.Scope{Tenant: owner}, key, repository.Page{Limit: 10})
		expectNil(t, "ListGroups", err)
		expectSame(t, "the owner's groups", len(groups) == 1, owner == tenantB.Tenant)
	}
}

func subscriptionWithGroups(t *testing.T, r *rig) {
	ctx, key := t.Context(), repository.NewKey("sub-full", "one")
	r.putGroup(t, tenantA, key)
	before := r.state(t, at("x"))
	_, err := r.store.ChangeSubscription(ctx, tenantA, key, someAudit(), removing[repository.Subscription])
	expectError(t, "delete", err, repository.ErrNotEmpty)
	expectSame(t, "the state", r.state(t, at("x")), before)
	_, err = r.store.ChangeGroup(ctx, tenantA, key, someAudit(), removing[repository.Group])
	expectNil(t, "delete the group", err)
	_, err = r.store.ChangeSubscription(ctx, tenantA, key, someAudit(), removing[repository.Subscription])
	expectNil(t, "delete once it is empty", err)
	owner, err := r.store.TenantOf(ctx, key)
	expectNil(t, "TenantOf the deleted one", err)
	expectSame(t, "whose it was", owner, tenantA.Tenant)
	r.putGroup(t, tenantB, key) // which leaves nothing in the subscription's own history
	owner, err = r.store.TenantOf(ctx, key)
	expectNil(t, "TenantOf", err)
	expectSame(t, "whose it is", owner, tenantB.Tenant)
}

// groupsInDeletedSubscription: a group keeps its subscription, or makes it known again.
func groupsInDeletedSubscription(t *testing.T, r *rig) {
	key := repository.NewKey("sub-brief", "one")
	for range 20 {
		r.editSubscription(t, tenantA, key, func(*repository.Subscription) {})
		created := make(chan error, 1)
		go func() {
			_, err := r.store.ChangeGroup(context.Background(), tenantA, key, someAudit(), puttingGroup(key))
			created <- err
		}()
		_, err := r.store.ChangeSubscription(context.Background(), tenantA, key, someAudit(), removing[repository.Subscription])
		if err != nil {
			expectError(t, "the deletion", err, repository.ErrNotEmpty)
		}
		expectNil(t, "the group", <-created)
		owner, err := r.store.TenantOf(t.Context(), key)
		expectNil(t, "TenantOf", err)
		expectSame(t, "the owner", owner, tenantA.Tenant)
		r.removeGroup(t, key)
		_, err = r.store.ChangeSubscription(context.Background(), tenantA, key, someAudit(), removing[repository.Subscription])
		expectNil(t, "the deletion of the empty one", err)
	}
}
