// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"

	"github.com/corsgate/corsgate/repository"
)

// ChangeGroup creates, updates or deletes one.
func (s *Store) ChangeGroup(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Group]) (repository.Change[repository.Group], error) {
	return change(ctx, s, &groupKind{}, "change group", subject{scope, key, audit}, mutate)
}

// groupKind is for one change.
type groupKind struct {
	unknown bool // nobody has the subscription yet
}

var _ kind[repository.Group] = (*groupKind)(nil)

const lockGroup = selectGroup + ` FOR UPDATE`

func (*groupKind) lock(ctx context.Context, t tx, s subject) (*repository.Group, error) {
	return lock(ctx, t, scanGroup, lockGroup, s.key.Subscription, s.key.Group, s.scope.Tenant)
}

const keepSubscription = `SELECT tenant_id FROM subscriptions WHERE id = $1 FOR KEY SHARE`

// lockParent makes sure that the subscription belongs to the tenant, or to nobody.
func (k *groupKind) lockParent(ctx context.Context, t tx, s subject) (err error) {
	k.unknown, err = mayOwn(ctx, t, s, keepSubscription)
	return err
}

func (*groupKind) next(old, wanted *repository.Group, s subject) (*repository.Group, bool) {
	return repository.NextGroup(s.scope, s.key, old, wanted)
}

const insertGroup = `INSERT INTO resource_groups (` + groupColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, ` + thisRevision + `)`

const updateGroup = `UPDATE resource_groups SET (` + contentColumns + `, revision) =
	ROW ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, ` + thisRevision + `)
WHERE subscription_id = $1 AND name = $2 AND tenant_id = $3`

// put makes a subscription known that was not. If somebody else has done that since lockParent looked for it, the primary
// key is violated, and all begins again.
func (k *groupKind) put(old, next *repository.Group) ([]statement, error) {
	args := append([]any{next.Key.Subscription, next.Key.Group, next.Tenant}, recordValues((*repository.Workspace)(next))...)
	if old != nil {
		return []statement{{updateGroup, args}}, nil
	}
	if k.unknown {
		first := subscriptionArgs(repository.FirstSubscription(next), nil)
		return []statement{{insertSubscription, first}, {insertGroup, args}}, nil
	}
	return []statement{{insertGroup, args}}, nil
}

func (*groupKind) encode(g *repository.Group) ([]byte, error) { return g.AuditJSON() }

func (*groupKind) stored(g *repository.Group, revision repository.Revision) { g.Revision = revision }
