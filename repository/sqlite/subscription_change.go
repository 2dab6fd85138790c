// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"fmt"

	"github.com/corsgate/corsgate/repository"
)

// ChangeSubscription creates, updates or deletes one.
func (s *Store) ChangeSubscription(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Subscription]) (c repository.Change[repository.Subscription], err error) {
	err = s.inWrite(ctx, "change subscription", func(t tx) (bool, error) {
		c, err = change(ctx, t, subscriptionKind{}, subject{scope, key.SubscriptionKey(), audit}, mutate)
		return c.Revision != 0, err
	})
	if err != nil {
		return repository.Change[repository.Subscription]{}, err
	}
	return c, nil
}

type subscriptionKind struct{}

var _ kind[repository.Subscription] = subscriptionKind{}

func (subscriptionKind) read(ctx context.Context, t tx, s subject) (*repository.Subscription, error) {
	found, err := scanSubscription(t.row(ctx, t.st.subscription, s.key.Subscription, s.scope.Tenant))
	return found, notFound(err)
}

// requireParent makes sure that it belongs to nobody.
func (subscriptionKind) requireParent(ctx context.Context, t tx, s subject) error {
	_, err := t.mayOwn(ctx, s)
	return err
}

func (subscriptionKind) next(old, wanted *repository.Subscription, s subject) (*repository.Subscription, bool) {
	return repository.NextSubscription(s.scope, s.key, old, wanted)
}

const upsertSubscription = `INSERT INTO subscriptions (id, tenant_id, display_id, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
	display_id = excluded.display_id, document = excluded.document, etag = excluded.etag,
	created_by = excluded.created_by, created_by_type = excluded.created_by_type, created_at = excluded.created_at,
	modified_by = excluded.modified_by, modified_by_type = excluded.modified_by_type,
	modified_at = excluded.modified_at, revision = excluded.revision`

func (subscriptionKind) put(ctx context.Context, t tx, next *repository.Subscription, revision repository.Revision) error {
	next.Revision = revision
	return t.exec(ctx, t.st.putSubscription, subscriptionArgs(next, next.ID, revision)...)
}

// subscriptionArgs are written with the spelling of the id, or nil.
func subscriptionArgs(next *repository.Subscription, id any, revision repository.Revision) []any {
	args := append([]any{next.Key.Subscription, next.Tenant, id, string(next.Document)}, metaValues(next.Meta)...)
	return append(args, revision)
}

const selectHasGroups = `SELECT EXISTS (SELECT 1 FROM resource_groups WHERE subscription_id = ?)`

const deleteSubscription = `DELETE FROM subscriptions WHERE id = ? AND tenant_id = ?`

func (subscriptionKind) remove(ctx context.Context, t tx, s subject, _ repository.Revision) error {
	var occupied bool
	if err := t.row(ctx, t.st.hasGroups, s.key.Subscription).Scan(&occupied); err != nil {
		return err
	}
	if occupied {
		return fmt.Errorf("subscription has groups: %w", repository.ErrNotEmpty)
	}
	return t.exec(ctx, t.st.deleteSubscription, s.key.Subscription, s.scope.Tenant)
}

func (subscriptionKind) encode(s *repository.Subscription) ([]byte, error) { return s.AuditJSON() }
