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

const selectGroups = `SELECT ` + groupColumns + ` FROM resource_groups
WHERE subscription_id = ? AND name > ? AND tenant_id = ?
ORDER BY name LIMIT ?`

// Group reads one.
func (s *Store) Group(ctx context.Context, scope repository.Scope, key repository.Key) (*repository.Group, error) {
	g, err := scanGroup(lookUp(ctx, s.reads.group, key.Subscription, key.Group, scope.Tenant))
	if err := s.fault(ctx, "read group", notFound(err)); err != nil {
		return nil, err
	}
	return g, nil
}

// ListGroups lists those of a subscription.
func (s *Store) ListGroups(ctx context.Context, scope repository.Scope, subscription repository.Key, page repository.Page) ([]*repository.Group, error) {
	list, err := collect(ctx, s.reads.groups, scanGroup, subscription.Subscription, page.After.Group, scope.Tenant, max(page.Limit, 0))
	return list, s.fault(ctx, "list groups", err)
}

func scanGroup(row scanner) (*repository.Group, error) {
	g := &repository.Group{}
	columns := []any{&g.Key.Subscription, &g.Key.Group}
	return g, row.Scan(append(columns, recordTargets((*repository.Workspace)(g))...)...)
}

func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return repository.ErrNotFound
	}
	return err
}
