// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// ChangeGroup creates, updates or deletes one.
func (s *Store) ChangeGroup(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Group]) (repository.Change[repository.Group], error) {
	return change(ctx, s, groupKind{}, "change group", subject{scope, key, audit}, mutate)
}

type groupKind struct{}

var _ kind[repository.Group] = groupKind{}

const lockGroup = selectGroup + ` FOR UPDATE`

func (groupKind) lock(ctx context.Context, t tx, s subject) (*repository.Group, error) {
	return lock(ctx, t, scanGroup, lockGroup, s.key.Subscription, s.key.Group, s.scope.Tenant)
}

const insertSubscription = `INSERT INTO subscriptions (id, tenant_id) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING`

// lockParent makes sure that the subscription belongs to the tenant. If there is no change, the transaction ends without
// a commit, and a subscription that was unknown stays so.
func (groupKind) lockParent(ctx context.Context, t tx, s subject) error {
	if _, err := t.conn.Exec(ctx, insertSubscription, s.key.Subscription, s.scope.Tenant); err != nil {
		return err
	}
	owner, err := queryOne(ctx, t.conn, pgx.RowTo[string], selectTenant, s.key.Subscription)
	if err == nil && owner != s.scope.Tenant {
		err = fmt.Errorf("subscription of another tenant: %w", repository.ErrTaken)
	}
	return err
}

func (groupKind) next(old, wanted *repository.Group, s subject) (*repository.Group, bool) {
	return repository.NextGroup(s.scope, s.key, old, wanted)
}

const insertGroup = `INSERT INTO resource_groups (` + groupColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, ` + thisRevision + `)`

const updateGroup = `UPDATE resource_groups SET (` + contentColumns + `, revision) =
	ROW ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, ` + thisRevision + `)
WHERE subscription_id = $1 AND name = $2 AND tenant_id = $3`

func (groupKind) put(old, next *repository.Group) ([]statement, error) {
	args := append([]any{next.Key.Subscription, next.Key.Group, next.Tenant}, recordValues((*repository.Workspace)(next))...)
	if old == nil {
		return []statement{{insertGroup, args}}, nil
	}
	return []statement{{updateGroup, args}}, nil
}

const deleteGroup = `DELETE FROM resource_groups WHERE subscription_id = $1 AND name = $2 AND tenant_id = $3`

func (groupKind) remove(s subject) []statement {
	return []statement{{deleteGroup, []any{s.key.Subscription, s.key.Group, s.scope.Tenant}}}
}

func (groupKind) encode(g *repository.Group) ([]byte, error) { return g.AuditJSON() }

func (groupKind) stored(g *repository.Group, revision repository.Revision) { g.Revision = revision }
