// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

const groupColumns = `subscription_id, name, tenant_id, ` + contentColumns + `, revision`

const selectGroup = `SELECT ` + groupColumns + ` FROM resource_groups
WHERE subscription_id = $1 AND name = $2 AND tenant_id = $3`

// Group reads one.
func (s *Store) Group(ctx context.Context, scope repository.Scope, key repository.Key) (g *repository.Group, err error) {
	err = s.lookUp(ctx, "read group", key, func(ctx context.Context) (err error) {
		g, err = queryOne(ctx, s.pool, scanGroup, selectGroup, key.Subscription, key.Group, scope.Tenant)
		return err
	})
	return g, err
}

func scanGroup(row pgx.CollectableRow) (*repository.Group, error) {
	w := &repository.Workspace{}
	err := row.Scan(append([]any{&w.Key.Subscription, &w.Key.Group}, recordTargets(w)...)...)
	utc(&w.Meta)
	return (*repository.Group)(w), err
}

const selectTenant = `SELECT tenant_id FROM subscriptions WHERE id = $1`

// TenantOf says whose a subscription is: for an operator's commands, which name a resource but no tenant. ErrNotFound.
func (s *Store) TenantOf(ctx context.Context, key repository.Key) (tenant string, err error) {
	err = s.lookUp(ctx, "read subscription", key, func(ctx context.Context) (err error) {
		tenant, err = queryOne(ctx, s.pool, pgx.RowTo[string], selectTenant, key.Subscription)
		return err
	})
	return tenant, err
}
