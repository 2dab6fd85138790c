// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"

	"github.com/corsgate/corsgate/repository"
)

// subscriptionColumns are read as those of a workspace are: there is no location, and maybe nobody has spelt the id.
const subscriptionColumns = `id, tenant_id, coalesce(display_id, '/subscriptions/' || id), '', document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision`

const selectSubscription = `SELECT ` + subscriptionColumns + ` FROM subscriptions WHERE id = ? AND tenant_id = ?`

const selectSubscriptions = `SELECT ` + subscriptionColumns + ` FROM subscriptions
WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?`

// Subscription reads one.
func (s *Store) Subscription(ctx context.Context, scope repository.Scope, key repository.Key) (*repository.Subscription, error) {
	found, err := scanSubscription(lookUp(ctx, s.reads.subscription, key.Subscription, scope.Tenant))
	if err := s.fault(ctx, "read subscription", notFound(err)); err != nil {
		return nil, err
	}
	return found, nil
}

// ListSubscriptions lists those of the tenant.
func (s *Store) ListSubscriptions(ctx context.Context, scope repository.Scope, page repository.Page) ([]*repository.Subscription, error) {
	list, err := collect(ctx, s.reads.subscriptions, scanSubscription, scope.Tenant, page.After.Subscription, max(page.Limit, 0))
	return list, s.fault(ctx, "list subscriptions", err)
}

func scanSubscription(row scanner) (*repository.Subscription, error) {
	found := &repository.Subscription{}
	return found, row.Scan(append([]any{&found.Key.Subscription}, recordTargets((*repository.Workspace)(found))...)...)
}

const selectTenant = `SELECT tenant_id FROM subscriptions WHERE id = ?`

// selectLastTenant also knows whose a deleted subscription was: its deletion is in the history. Whose it is now counts more.
const selectLastTenant = `SELECT coalesce((SELECT tenant_id FROM subscriptions WHERE id = ?1),
	(SELECT tenant_id FROM audit WHERE scope = ?1 AND revision > 0 ORDER BY revision DESC LIMIT 1)) AS tenant
WHERE tenant IS NOT NULL`

// TenantOf says whose a subscription is: for an operator's commands, which name a resource but no tenant. ErrNotFound.
func (s *Store) TenantOf(ctx context.Context, key repository.Key) (string, error) {
	var tenant string
	err := notFound(s.reads.lastTenant.QueryRowContext(ctx, key.Subscription).Scan(&tenant))
	return tenant, s.fault(ctx, "read subscription", err)
}
