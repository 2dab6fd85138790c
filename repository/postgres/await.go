// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"

	"github.com/corsgate/corsgate/repository"
)

// told is where the last Changes led, and a channel that has been closed if there was a commit since its reading began.
type told struct {
	cursor    repository.Cursor
	committed <-chan struct{}
}

// Await returns nil once the store may have moved beyond the cursor. The first call begins to listen.
func (s *Store) Await(ctx context.Context, after repository.Cursor) error {
	s.listener.start()
	if ctx.Err() != nil {
		return s.fault(ctx, "await", ctx.Err())
	}
	committed, behind, err := s.committedSince(ctx, after)
	if err != nil || behind {
		return err
	}
	select {
	case <-committed:
		return nil
	case <-ctx.Done():
		return s.fault(ctx, "await", ctx.Err())
	case <-s.closed:
		return s.fault(ctx, "await", errClosed)
	}
}

// committedSince returns a channel that the next commit after the cursor closes, or says that there has been one. Whoever
// has just been told the changes up to the cursor need not ask again: so each commit costs a gateway one question.
func (s *Store) committedSince(ctx context.Context, after repository.Cursor) (committed <-chan struct{}, behind bool, err error) {
	if last := s.told.Load(); last != nil && last.cursor == after {
		return last.committed, false, nil
	}
	committed = s.commits.Listen()
	var now position
	err = s.attempt(ctx, "await", func(ctx context.Context) (err error) {
		now, err = queryOne(ctx, s.pool, scanPosition, selectPosition)
		return err
	})
	// If it is of another epoch, Changes will tell.
	return committed, now.Cursor != after, err
}
