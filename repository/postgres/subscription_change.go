// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// ChangeSubscription creates, updates or deletes one.
func (s *Store) ChangeSubscription(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Subscription]) (repository.Change[repository.Subscription], error) {
	return change(ctx, s, subscriptionKind{}, "change subscription", subject{scope, key.SubscriptionKey(), audit}, mutate)
}

type subscriptionKind struct{}

var _ kind[repository.Subscription] = subscriptionKind{}

const lockSubscription = selectSubscription + ` FOR UPDATE`

func (subscriptionKind) lock(ctx context.Context, t tx, s subject) (*repository.Subscription, error) {
	return lock(ctx, t, scanSubscription, lockSubscription, s.key.Subscription, s.scope.Tenant)
}

// lockParent makes sure that it is not another tenant's. Whoever makes it theirs from now on is met by the primary key.
func (subscriptionKind) lockParent(ctx context.Context, t tx, s subject) error {
	_, err := mayOwn(ctx, t, s, selectTenant)
	return err
}

// mayOwn returns ErrTaken if the subscription is another tenant's, and says whether it is nobody's.
func mayOwn(ctx context.Context, t tx, s subject, sql string) (unknown bool, err error) {
	owner, err := queryOne(ctx, t.conn, pgx.RowTo[string], sql, s.key.Subscription)
	switch {
	case errors.Is(err, repository.ErrNotFound):
		return true, nil
	case err == nil && owner != s.scope.Tenant:
		err = fmt.Errorf("subscription of another tenant: %w", repository.ErrTaken)
	}
	return false, err
}

func (subscriptionKind) next(old, wanted *repository.Subscription, s subject) (*repository.Subscription, bool) {
	return repository.NextSubscription(s.scope, s.key, old, wanted)
}

const insertSubscription = `INSERT INTO subscriptions (id, tenant_id, display_id, document, ` + metaColumns + `, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, ` + thisRevision + `)`

const updateSubscription = `UPDATE subscriptions SET (display_id, document, ` + metaColumns + `, revision) =
	ROW ($3, $4, $5, $6, $7, $8, $9, $10, $11, ` + thisRevision + `)
WHERE id = $1 AND tenant_id = $2`

func (subscriptionKind) put(old, next *repository.Subscription) ([]statement, error) {
	args := subscriptionArgs(next, next.ID)
	if old == nil {
		return []statement{{insertSubscription, args}}, nil
	}
	return []statement{{updateSubscription, args}}, nil
}

// subscriptionArgs are written with the spelling of the id, or nil.
func subscriptionArgs(next *repository.Subscription, id any) []any {
	return append([]any{next.Key.Subscription, next.Tenant, id, string(next.Document)}, metaValues(next.Meta)...)
}

// selectHasGroups asks the index for the first one; of EXISTS the planner may think that any row will do.
const selectHasGroups = `SELECT min(name) IS NOT NULL FROM resource_groups WHERE subscription_id = $1`

const deleteSubscription = `DELETE FROM subscriptions WHERE id = $1 AND tenant_id = $2`

func (subscriptionKind) remove(ctx context.Context, t tx, s subject) ([]statement, error) {
	err := requireEmpty(ctx, t, selectHasGroups, s.key.Subscription)
	return []statement{{deleteSubscription, []any{s.key.Subscription, s.scope.Tenant}}}, err
}

func (subscriptionKind) encode(s *repository.Subscription) ([]byte, error) { return s.AuditJSON() }

func (subscriptionKind) stored(s *repository.Subscription, revision repository.Revision) {
	s.Revision = revision
}
