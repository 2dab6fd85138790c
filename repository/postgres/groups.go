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

const selectGroups = `SELECT ` + groupColumns + ` FROM resource_groups
WHERE subscription_id = $1 AND name > $2 AND tenant_id = $3
ORDER BY name LIMIT $4`

// Group reads one.
func (s *Store) Group(ctx context.Context, scope repository.Scope, key repository.Key) (g *repository.Group, err error) {
	err = s.lookUp(ctx, "read group", key, func(ctx context.Context) (err error) {
		g, err = queryOne(ctx, s.pool, scanGroup, selectGroup, key.Subscription, key.Group, scope.Tenant)
		return err
	})
	return g, err
}

// ListGroups lists those of a subscription.
func (s *Store) ListGroups(ctx context.Context, scope repository.Scope, subscription repository.Key, page repository.Page) (list []*repository.Group, err error) {
	err = s.lookUp(ctx, "list groups", subscription, func(ctx context.Context) (err error) {
		list, err = queryAll(ctx, s.pool, scanGroup, selectGroups, subscription.Subscription, page.After.Group, scope.Tenant, max(page.Limit, 0))
		return err
	})
	return list, orNone(err)
}

func scanGroup(row pgx.CollectableRow) (*repository.Group, error) {
	w := &repository.Workspace{}
	err := row.Scan(append([]any{&w.Key.Subscription, &w.Key.Group}, recordTargets(w)...)...)
	utc(&w.Meta)
	return (*repository.Group)(w), err
}
