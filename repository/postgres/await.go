// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"

	"github.com/corsgate/corsgate/repository"
)

// Await returns nil once the store may have moved beyond the cursor. The first call begins to listen.
func (s *Store) Await(ctx context.Context, after repository.Cursor) error {
	s.listener.start()
	committed := s.commits.Listen()
	var now position
	err := s.attempt(ctx, "await", func(ctx context.Context) (err error) {
		now, err = queryOne(ctx, s.pool, scanPosition, selectPosition)
		return err
	})
	if err != nil {
		return err
	}
	if now.Cursor != after { // behind, or of another epoch, which Changes will tell
		return nil
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
