// SPDX-License-Identifier: Apache-2.0

package service

import (
	"context"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/repository"
)

// Subscription reads one.
func (m *Manager) Subscription(ctx context.Context, g Grant) (*repository.Subscription, error) {
	if err := g.require(arm.Subscriptions, arm.Read); err != nil {
		return nil, err
	}
	return m.store.Subscription(ctx, g.scope(), g.key())
}

// ListSubscriptions lists those of the principal's tenant. It takes no Grant: a list of what one may read is nobody's
// right in particular. The caller leaves out those that MayRead denies.
func (m *Manager) ListSubscriptions(ctx context.Context, p auth.Principal, page repository.Page) ([]*repository.Subscription, error) {
	return m.store.ListSubscriptions(ctx, repository.Scope{Tenant: p.Tenant}, page)
}

// MayRead reports whether the principal may read a resource.
func (m *Manager) MayRead(p auth.Principal, id arm.ID) bool {
	return p.May(arm.Action{Type: id.Type, Verb: arm.Read}, id)
}

// KnownSubscription checks that the grant's subscription exists: for what every subscription has. repository.ErrNotFound.
func (m *Manager) KnownSubscription(ctx context.Context, g Grant) error {
	_, err := m.store.Subscription(ctx, g.scope(), g.key())
	return err
}

// PutSubscription creates one or replaces its content.
func (m *Manager) PutSubscription(ctx context.Context, g Grant, in Input, w Write) (Result[repository.Subscription], error) {
	if err := g.require(arm.Subscriptions, arm.Write); err != nil {
		return Result[repository.Subscription]{}, err
	}
	change, err := m.store.ChangeSubscription(ctx, g.scope(), g.key(), m.audit(g, w),
		putting[repository.Subscription](m, g, in, w))
	return resultOf(change, ofTenant(g, err))
}

// DeleteSubscription removes one that has no groups.
func (m *Manager) DeleteSubscription(ctx context.Context, g Grant, w Write) (Deleted, error) {
	if err := g.require(arm.Subscriptions, arm.Delete); err != nil {
		return Deleted{}, err
	}
	return deletedOf(m.store.ChangeSubscription(ctx, g.scope(), g.key(), m.audit(g, w),
		deletion(w, func(r *repository.Subscription) string { return r.Meta.ETag })))
}
