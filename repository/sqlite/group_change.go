// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/corsgate/corsgate/repository"
)

// ChangeGroup creates, updates or deletes one.
func (s *Store) ChangeGroup(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Group]) (c repository.Change[repository.Group], err error) {
	err = s.inWrite(ctx, "change group", func(t tx) (bool, error) {
		c, err = change(ctx, t, &groupKind{}, subject{scope, key, audit}, mutate)
		return c.Revision != 0, err
	})
	if err != nil {
		return repository.Change[repository.Group]{}, err
	}
	return c, nil
}

// groupKind is for one change.
type groupKind struct {
	unknown bool // nobody has the subscription yet
}

var _ kind[repository.Group] = (*groupKind)(nil)

func (*groupKind) read(ctx context.Context, t tx, s subject) (*repository.Group, error) {
	g, err := scanGroup(t.row(ctx, t.st.group, s.key.Subscription, s.key.Group, s.scope.Tenant))
	return g, notFound(err)
}

// requireParent makes sure that the subscription belongs to the tenant, or to nobody.
func (k *groupKind) requireParent(ctx context.Context, t tx, s subject) (err error) {
	k.unknown, err = t.mayOwn(ctx, s)
	return err
}

// mayOwn returns ErrTaken if the subscription is another tenant's, and says whether it is nobody's.
func (t tx) mayOwn(ctx context.Context, s subject) (unknown bool, err error) {
	var owner string
	err = notFound(t.row(ctx, t.st.tenant, s.key.Subscription).Scan(&owner))
	switch {
	case errors.Is(err, repository.ErrNotFound):
		return true, nil
	case err == nil && owner != s.scope.Tenant:
		err = fmt.Errorf("subscription of another tenant: %w", repository.ErrTaken)
	}
	return false, err
}

func (*groupKind) next(old, wanted *repository.Group, s subject) (*repository.Group, bool) {
	return repository.NextGroup(s.scope, s.key, old, wanted)
}

const upsertGroup = `INSERT INTO resource_groups (` + groupColumns + `)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (subscription_id, name) DO UPDATE SET ` + recordUpdates

func (k *groupKind) put(ctx context.Context, t tx, next *repository.Group, revision repository.Revision) error {
	next.Revision = revision
	if k.unknown {
		first := subscriptionArgs(repository.FirstSubscription(next), nil, revision)
		if err := t.exec(ctx, t.st.putSubscription, first...); err != nil {
			return err
		}
	}
	keys := []any{next.Key.Subscription, next.Key.Group}
	return t.exec(ctx, t.st.putGroup, append(keys, recordValues((*repository.Workspace)(next))...)...)
}

func (*groupKind) encode(g *repository.Group) ([]byte, error) { return g.AuditJSON() }
