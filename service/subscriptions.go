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

// Subscriptions are one page of them.
type Subscriptions struct {
	Records []*repository.Subscription
	// More says that there may be others behind Last.
	More bool
	Last repository.Key
}

// ListSubscriptions lists what the principal may read of a page of his tenant's subscriptions. It takes no Grant: it is
// a list of what he has grants for.
func (m *Manager) ListSubscriptions(ctx context.Context, p auth.Principal, page repository.Page) (Subscriptions, error) {
	found, err := m.store.ListSubscriptions(ctx, repository.Scope{Tenant: p.Tenant}, repository.Page{After: page.After, Limit: page.Limit + 1})
	if err != nil {
		return Subscriptions{}, err
	}
	var s Subscriptions
	if s.More = len(found) > page.Limit; s.More {
		found = found[:page.Limit]
	}
	for _, r := range found {
		s.Last = r.Key
		id := arm.ID{Path: "/subscriptions/" + r.Key.Subscription, Type: arm.Subscriptions, Subscription: r.Key.Subscription}
		if p.May(arm.Action{Type: id.Type, Verb: arm.Read}, id) {
			s.Records = append(s.Records, r)
		}
	}
	return s, nil
}

// KnownSubscription checks that the grant's subscription exists: for what every subscription has. repository.ErrNotFound.
func (m *Manager) KnownSubscription(ctx context.Context, g Grant) error {
	if g.require(arm.Providers, arm.Read) != nil && g.require(arm.Registrations, arm.Act) != nil {
		return g.require(arm.Providers, arm.Read)
	}
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
