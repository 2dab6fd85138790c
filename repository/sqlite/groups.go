// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/corsgate/corsgate/repository"
)

const upsertSubscription = `
INSERT INTO subscriptions (id, tenant_id) VALUES (?, ?)
ON CONFLICT (id) DO UPDATE SET tenant_id = tenant_id RETURNING tenant_id`

const upsertGroup = `
INSERT INTO resource_groups (subscription_id, name, tenant_id, display_name) VALUES (?, ?, ?, ?)
ON CONFLICT (subscription_id, name) DO UPDATE SET display_name = excluded.display_name`

// PutGroup makes sure that the subscription belongs to the tenant and has the group. It takes no revision: followers
// do not know of groups.
func (s *Store) PutGroup(ctx context.Context, group repository.Group) error {
	return s.inWrite(ctx, "put group", func(t tx) (bool, error) {
		var owner string
		row := t.QueryRowContext(ctx, upsertSubscription, group.Key.Subscription, group.Tenant)
		if err := row.Scan(&owner); err != nil {
			return false, err
		}
		if owner != group.Tenant {
			return false, fmt.Errorf("subscription of another tenant: %w", repository.ErrTaken)
		}
		_, err := t.ExecContext(ctx, upsertGroup, group.Key.Subscription, group.Key.Group, group.Tenant, group.Name)
		return err == nil, err
	})
}

const selectGroup = `
SELECT display_name FROM resource_groups WHERE subscription_id = ? AND name = ? AND tenant_id = ?`

// Group reads one.
func (s *Store) Group(ctx context.Context, scope repository.Scope, key repository.Key) (*repository.Group, error) {
	group := &repository.Group{Key: repository.Key{Subscription: key.Subscription, Group: key.Group}, Tenant: scope.Tenant}
	row := s.reads.group.QueryRowContext(ctx, key.Subscription, key.Group, scope.Tenant)
	if err := s.fault(ctx, "read group", notFound(row.Scan(&group.Name))); err != nil {
		return nil, err
	}
	return group, nil
}

const selectTenant = `SELECT tenant_id FROM subscriptions WHERE id = ?`

// TenantOf says whose a subscription is: for an operator's commands, which name a resource but no tenant. ErrNotFound.
func (s *Store) TenantOf(ctx context.Context, key repository.Key) (string, error) {
	var tenant string
	err := notFound(s.reads.tenant.QueryRowContext(ctx, key.Subscription).Scan(&tenant))
	return tenant, s.fault(ctx, "read subscription", err)
}

func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return repository.ErrNotFound
	}
	return err
}
