// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"errors"

	"github.com/corsgate/corsgate/repository"
)

var errClosed = errors.New("store was closed")

// Await returns nil once the store may have moved beyond the cursor.
func (s *Store) Await(ctx context.Context, after repository.Cursor) error {
	committed := s.commits.Listen()
	now, err := scanPosition(s.reads.position.QueryRowContext(ctx))
	if err != nil {
		return s.fault(ctx, "await", err)
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
