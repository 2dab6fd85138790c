// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/corsgate/corsgate/repository"
)

const groupColumns = `subscription_id, name, ` + recordColumns

const selectGroup = `SELECT ` + groupColumns + ` FROM resource_groups
WHERE subscription_id = ? AND name = ? AND tenant_id = ?`

// Group reads one.
func (s *Store) Group(ctx context.Context, scope repository.Scope, key repository.Key) (*repository.Group, error) {
	g, err := scanGroup(s.reads.group.QueryRowContext(ctx, key.Subscription, key.Group, scope.Tenant))
	if err := s.fault(ctx, "read group", notFound(err)); err != nil {
		return nil, err
	}
	return g, nil
}

func scanGroup(row scanner) (*repository.Group, error) {
	g := &repository.Group{}
	columns := []any{&g.Key.Subscription, &g.Key.Group}
	return g, row.Scan(append(columns, recordTargets((*repository.Workspace)(g))...)...)
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
