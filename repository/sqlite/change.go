// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"errors"

	"github.com/corsgate/corsgate/repository"
)

// subject is which record a call is about, and who asked.
type subject struct {
	scope repository.Scope
	key   repository.Key
	audit repository.Audit
}

// kind is what differs between the changes of a subscription, a group, a workspace and a service.
type kind[T any] interface {
	// read returns ErrNotFound if there is none.
	read(ctx context.Context, t tx, s subject) (*T, error)
	requireParent(ctx context.Context, t tx, s subject) error
	// next is repository.NextSubscription, NextGroup, NextWorkspace or NextService.
	next(old, wanted *T, s subject) (next *T, changed bool)
	put(ctx context.Context, t tx, next *T, revision repository.Revision) error
	// remove deletes the record; a group with everything in it, which it writes to the history. ErrNotEmpty.
	remove(ctx context.Context, t tx, s subject, revision repository.Revision) error
	encode(record *T) ([]byte, error)
}

func change[T any](ctx context.Context, t tx, k kind[T], s subject, mutate repository.Mutation[T]) (repository.Change[T], error) {
	none := repository.Change[T]{}
	old, err := k.read(ctx, t, s)
	if errors.Is(err, repository.ErrNotFound) {
		old, err = nil, k.requireParent(ctx, t, s) // a record that exists has its parent
	}
	if err != nil {
		return none, err
	}
	next, err := mutate(old)
	if err != nil {
		return none, err
	}
	unchanged := repository.Change[T]{Before: old, After: old}
	if next == old {
		return unchanged, nil
	}
	if next != nil {
		var changed bool
		if next, changed = k.next(old, next, s); !changed {
			return unchanged, nil
		}
	}
	return store(ctx, t, k, s, repository.Change[T]{Before: old, After: next})
}

// store writes what a mutation decided: the record and its audit row, under the next revision.
func store[T any](ctx context.Context, t tx, k kind[T], s subject, c repository.Change[T]) (repository.Change[T], error) {
	var err error
	if c.Revision, err = t.nextRevision(ctx); err != nil {
		return c, err
	}
	if c.After != nil {
		err = k.put(ctx, t, c.After, c.Revision)
	} else {
		err = k.remove(ctx, t, s, c.Revision)
	}
	if err != nil {
		return c, err
	}
	return c, insertEntry(ctx, t, k, s, c)
}

// insertDeletion writes that a record went with its group.
func insertDeletion[T any](ctx context.Context, t tx, k kind[T], s subject, record *T, revision repository.Revision) error {
	return insertEntry(ctx, t, k, s, repository.Change[T]{Before: record, Revision: revision})
}

func insertEntry[T any](ctx context.Context, t tx, k kind[T], s subject, c repository.Change[T]) error {
	entry := repository.Entry{Audit: s.audit, Tenant: s.scope.Tenant, Scope: s.key.String(), Outcome: repository.Succeeded, Revision: c.Revision}
	var err error
	if entry.Before, err = encodeIfAny(k, c.Before); err != nil {
		return err
	}
	if entry.After, err = encodeIfAny(k, c.After); err != nil {
		return err
	}
	return t.insertEntry(ctx, entry)
}

func encodeIfAny[T any](k kind[T], record *T) ([]byte, error) {
	if record == nil {
		return nil, nil
	}
	return k.encode(record)
}
