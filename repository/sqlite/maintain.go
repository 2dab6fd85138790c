// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"time"

	"github.com/corsgate/corsgate/repository"
)

const selectCompactable = `SELECT coalesce(max(revision), 0) FROM tombstones WHERE deleted_at < ?`

const deleteCompacted = `DELETE FROM tombstones WHERE deleted_at < ?`

const updateCompacted = `UPDATE meta SET compacted = max(compacted, ?)`

// Compact forgets deletions older than before. Clocks may step back, so the forgotten ones need not be those of the
// lowest revisions; the greatest of them is what a cursor has to have seen.
func (s *Store) Compact(ctx context.Context, before time.Time) error {
	return s.inWrite(ctx, "compact", func(t tx) (bool, error) {
		limit := formatTime(before)
		var last repository.Revision
		if err := t.QueryRowContext(ctx, selectCompactable, limit).Scan(&last); err != nil || last == 0 {
			return false, err
		}
		if _, err := t.ExecContext(ctx, deleteCompacted, limit); err != nil {
			return false, err
		}
		_, err := t.ExecContext(ctx, updateCompacted, last)
		return err == nil, err
	})
}

const updateEpoch = `UPDATE meta SET epoch = lower(hex(randomblob(16)))`

// NewEpoch ends every cursor.
func (s *Store) NewEpoch(ctx context.Context) error {
	return s.inWrite(ctx, "begin an epoch", func(t tx) (bool, error) {
		_, err := t.ExecContext(ctx, updateEpoch)
		return err == nil, err
	})
}
