// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// subscriptionColumns are read as those of a workspace are: there is no location, and maybe nobody has spelt the id.
const subscriptionColumns = `id, tenant_id, coalesce(display_id, '/subscriptions/' || id), '', document, ` + metaColumns + `, revision`

const selectSubscription = `SELECT ` + subscriptionColumns + ` FROM subscriptions WHERE id = $1 AND tenant_id = $2`

const selectSubscriptions = `SELECT ` + subscriptionColumns + ` FROM subscriptions
WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3`

// Subscription reads one.
func (s *Store) Subscription(ctx context.Context, scope repository.Scope, key repository.Key) (found *repository.Subscription, err error) {
	err = s.lookUp(ctx, "read subscription", key, func(ctx context.Context) (err error) {
		found, err = queryOne(ctx, s.pool, scanSubscription, selectSubscription, key.Subscription, scope.Tenant)
		return err
	})
	return found, err
}

// ListSubscriptions lists those of the tenant.
func (s *Store) ListSubscriptions(ctx context.Context, scope repository.Scope, page repository.Page) (list []*repository.Subscription, err error) {
	err = s.attempt(ctx, "list subscriptions", func(ctx context.Context) (err error) {
		list, err = queryAll(ctx, s.pool, scanSubscription, selectSubscriptions, scope.Tenant, page.After.Subscription, max(page.Limit, 0))
		return err
	})
	return list, err
}

func scanSubscription(row pgx.CollectableRow) (*repository.Subscription, error) {
	w := &repository.Workspace{}
	err := row.Scan(append([]any{&w.Key.Subscription}, recordTargets(w)...)...)
	utc(&w.Meta)
	return (*repository.Subscription)(w), err
}

const selectTenant = `SELECT tenant_id FROM subscriptions WHERE id = $1`

// selectLastTenant also knows whose a deleted subscription was: its deletion is in the history. Whose it is now counts more.
const selectLastTenant = `SELECT tenant_id FROM (SELECT coalesce((SELECT tenant_id FROM subscriptions WHERE id = $1),
	(SELECT tenant_id FROM audit WHERE scope = $1 AND revision > 0 ORDER BY revision DESC LIMIT 1))) AS last (tenant_id)
WHERE tenant_id IS NOT NULL`

// TenantOf says whose a subscription is: for an operator's commands, which name a resource but no tenant. ErrNotFound.
func (s *Store) TenantOf(ctx context.Context, key repository.Key) (tenant string, err error) {
	err = s.lookUp(ctx, "read subscription", key, func(ctx context.Context) (err error) {
		tenant, err = queryOne(ctx, s.pool, pgx.RowTo[string], selectLastTenant, key.Subscription)
		return err
	})
	return tenant, err
}
