// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"fmt"

	"github.com/corsgate/corsgate/repository"
)

// ChangeGroup creates, updates or deletes one.
func (s *Store) ChangeGroup(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Group]) (c repository.Change[repository.Group], err error) {
	err = s.inWrite(ctx, "change group", func(t tx) (bool, error) {
		c, err = change(ctx, t, groupKind{}, subject{scope, key, audit}, mutate)
		return c.Revision != 0, err
	})
	if err != nil {
		return repository.Change[repository.Group]{}, err
	}
	return c, nil
}

type groupKind struct{}

var _ kind[repository.Group] = groupKind{}

func (groupKind) read(ctx context.Context, t tx, s subject) (*repository.Group, error) {
	g, err := scanGroup(t.row(ctx, t.st.group, s.key.Subscription, s.key.Group, s.scope.Tenant))
	return g, notFound(err)
}

const upsertSubscription = `
INSERT INTO subscriptions (id, tenant_id) VALUES (?, ?)
ON CONFLICT (id) DO UPDATE SET tenant_id = tenant_id RETURNING tenant_id`

// requireParent makes sure that the subscription belongs to the tenant. If there is no change, the transaction ends
// without a commit, and a subscription that was unknown stays so.
func (groupKind) requireParent(ctx context.Context, t tx, s subject) error {
	var owner string
	if err := t.row(ctx, t.st.putSubscription, s.key.Subscription, s.scope.Tenant).Scan(&owner); err != nil {
		return err
	}
	if owner != s.scope.Tenant {
		return fmt.Errorf("subscription of another tenant: %w", repository.ErrTaken)
	}
	return nil
}

func (groupKind) next(old, wanted *repository.Group, s subject) (*repository.Group, bool) {
	return repository.NextGroup(s.scope, s.key, old, wanted)
}

const upsertGroup = `INSERT INTO resource_groups (` + groupColumns + `)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (subscription_id, name) DO UPDATE SET ` + recordUpdates

func (groupKind) put(ctx context.Context, t tx, next *repository.Group, revision repository.Revision) error {
	next.Revision = revision
	keys := []any{next.Key.Subscription, next.Key.Group}
	return t.exec(ctx, t.st.putGroup, append(keys, recordValues((*repository.Workspace)(next))...)...)
}

const selectHasWorkspaces = `SELECT EXISTS (SELECT 1 FROM workspaces WHERE subscription_id = ? AND group_name = ?)`

const deleteGroup = `DELETE FROM resource_groups WHERE subscription_id = ? AND name = ? AND tenant_id = ?`

func (groupKind) remove(ctx context.Context, t tx, s subject, _ repository.Revision) error {
	var occupied bool
	if err := t.row(ctx, t.st.hasWorkspaces, s.key.Subscription, s.key.Group).Scan(&occupied); err != nil {
		return err
	}
	if occupied {
		return fmt.Errorf("group has workspaces: %w", repository.ErrNotEmpty)
	}
	return t.exec(ctx, t.st.deleteGroup, s.key.Subscription, s.key.Group, s.scope.Tenant)
}

func (groupKind) encode(g *repository.Group) ([]byte, error) { return g.AuditJSON() }
