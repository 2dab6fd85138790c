// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"

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
	// lock begins the transaction and locks the record. ErrNotFound if there is none.
	lock(ctx context.Context, t tx, s subject) (*T, error)
	// lockParent keeps the parent in place until the end of the transaction.
	lockParent(ctx context.Context, t tx, s subject) error
	// next is repository.NextSubscription, NextGroup, NextWorkspace or NextService.
	next(old, wanted *T, s subject) (next *T, changed bool)
	// put returns the statements that store next, in place of old if there is one.
	put(old, next *T) ([]statement, error)
	// remove returns the statements that delete the record; for a group all that is in it too, which it locks, and of whose
	// history it sends what is too much for one message. ErrNotEmpty.
	remove(ctx context.Context, t tx, s subject) ([]statement, error)
	encode(record *T) ([]byte, error)
	// stored gives the record its revision.
	stored(record *T, revision repository.Revision)
}

// change makes one change in one transaction.
func change[T any](ctx context.Context, store *Store, k kind[T], doing string, s subject, mutate repository.Mutation[T]) (c repository.Change[T], err error) {
	if !isText(s.key) && ctx.Err() == nil {
		return c, refuseKey(s, mutate)
	}
	err = store.inWrite(ctx, doing, func(ctx context.Context, t tx) error {
		c, err = changeIn(ctx, t, k, s, mutate)
		return err
	})
	if err != nil {
		return repository.Change[T]{}, err
	}
	return c, nil
}

// refuseKey lets the mutation say what is wrong with a key that names nothing.
func refuseKey[T any](s subject, mutate repository.Mutation[T]) error {
	next, err := mutate(nil)
	if err == nil && next != nil {
		err = fmt.Errorf("the key %q is not text", s.key)
	}
	return err
}

func changeIn[T any](ctx context.Context, t tx, k kind[T], s subject, mutate repository.Mutation[T]) (repository.Change[T], error) {
	none := repository.Change[T]{}
	old, err := k.lock(ctx, t, s)
	if errors.Is(err, repository.ErrNotFound) {
		old, err = nil, k.lockParent(ctx, t, s) // a record that exists has its parent
	}
	if err != nil {
		return none, err
	}
	next, err := mutate(old)
	if err != nil {
		return none, refusal{err}
	}
	unchanged := repository.Change[T]{Before: old, After: old}
	if next == old {
		return unchanged, t.confirm(ctx)
	}
	if next != nil {
		var changed bool
		if next, changed = k.next(old, next, s); !changed {
			return unchanged, t.confirm(ctx)
		}
	}
	return storeChange(ctx, t, k, s, repository.Change[T]{Before: old, After: next})
}

// storeChange writes what a mutation decided: the record and its audit row, under the next revision.
func storeChange[T any](ctx context.Context, t tx, k kind[T], s subject, c repository.Change[T]) (repository.Change[T], error) {
	entry, err := newEntry(k, s, c)
	if err != nil {
		return c, err
	}
	var statements []statement
	if c.After != nil {
		statements, err = k.put(c.Before, c.After)
	} else {
		statements, err = k.remove(ctx, t, s)
	}
	if err != nil {
		return c, err
	}
	if c.Revision, err = t.store(ctx, append(statements, entry)); err != nil {
		return c, contradiction(err)
	}
	if c.After != nil {
		k.stored(c.After, c.Revision)
	}
	return c, nil
}

// contradiction is what a violated constraint means. Rows are locked before, so nothing else can be meant.
func contradiction(err error) error {
	switch {
	case violates(err, "23505", "_taken"):
		return repository.ErrTaken
	case violates(err, "23503", "_fkey"):
		return repository.ErrNotEmpty
	}
	return err
}
