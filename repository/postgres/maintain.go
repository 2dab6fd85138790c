// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// updateCompacted comes first: it locks what every writer locks first.
const (
	updateCompacted = `UPDATE meta SET compacted =
	greatest(compacted, (SELECT max(revision) FROM tombstones WHERE deleted_at < $1))`
	deleteCompacted = `DELETE FROM tombstones WHERE deleted_at < $1 AND revision <= (SELECT compacted FROM meta)`
)

// Compact forgets deletions older than before. Clocks may step back, so the forgotten ones need not be those of the
// lowest revisions; the greatest of them is what a cursor has to have seen.
func (s *Store) Compact(ctx context.Context, before time.Time) error {
	return s.maintain(ctx, "compact", func(batch *pgx.Batch) {
		batch.Queue(updateCompacted, before)
		batch.Queue(deleteCompacted, before)
	})
}

const updateEpoch = `UPDATE meta SET epoch = gen_random_uuid()`

// NewEpoch ends every cursor.
func (s *Store) NewEpoch(ctx context.Context) error {
	return s.maintain(ctx, "begin an epoch", func(batch *pgx.Batch) {
		batch.Queue(updateEpoch)
		batch.Queue(notify)
	})
}

// maintain runs statements in one transaction. All of them may be repeated.
func (s *Store) maintain(ctx context.Context, doing string, queue func(batch *pgx.Batch)) error {
	return s.attempt(ctx, doing, func(ctx context.Context) error {
		batch := &pgx.Batch{} // one message is one transaction
		queue(batch)
		return s.pool.SendBatch(ctx, batch).Close()
	})
}
