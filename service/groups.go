// SPDX-License-Identifier: Apache-2.0

package service

import (
	"context"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// Group reads one.
func (m *Manager) Group(ctx context.Context, g Grant) (*repository.Group, error) {
	if err := g.require(arm.ResourceGroups, arm.Read); err != nil {
		return nil, err
	}
	return m.store.Group(ctx, g.scope(), g.key())
}

// ListGroups lists those of the grant's subscription. repository.ErrParentNotFound: there is no such subscription.
func (m *Manager) ListGroups(ctx context.Context, g Grant, page repository.Page) ([]*repository.Group, error) {
	if err := g.require(arm.ResourceGroups, arm.Read); err != nil {
		return nil, err
	}
	if page.First() {
		if _, err := m.store.Subscription(ctx, g.scope(), g.key()); err != nil {
			return nil, parentMissing(err)
		}
	}
	return m.store.ListGroups(ctx, g.scope(), g.key(), page)
}

// PatchGroup changes the content of one. repository.ErrNotFound: there is none.
func (m *Manager) PatchGroup(ctx context.Context, g Grant, revise Revise, w Write) (Result[repository.Group], error) {
	if err := g.require(arm.ResourceGroups, arm.Write); err != nil {
		return Result[repository.Group]{}, err
	}
	return patchedOf(m.store.ChangeGroup(ctx, g.scope(), g.key(), m.audit(g, w),
		patching[repository.Group](m, g, revise, w)))
}

// PutGroup creates one or replaces its content. The first group of a subscription makes the subscription known.
func (m *Manager) PutGroup(ctx context.Context, g Grant, in Input, w Write) (Result[repository.Group], error) {
	if err := g.require(arm.ResourceGroups, arm.Write); err != nil {
		return Result[repository.Group]{}, err
	}
	change, err := m.store.ChangeGroup(ctx, g.scope(), g.key(), m.audit(g, w),
		putting[repository.Group](m, g, in, w))
	return resultOf(change, ofTenant(g, err))
}

// DeleteGroup removes one with everything that is in it, at once or not at all.
func (m *Manager) DeleteGroup(ctx context.Context, g Grant, w Write) (Deleted, error) {
	if err := g.require(arm.ResourceGroups, arm.Delete); err != nil {
		return Deleted{}, err
	}
	change, err := m.store.ChangeGroup(ctx, g.scope(), g.key(), m.audit(g, w),
		deletion(w, func(r *repository.Group) string { return r.Meta.ETag }))
	return deletedOf(change, err)
}
