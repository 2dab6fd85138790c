// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// barePostgres has the statements of the store, which sends the same messages: one that begins and locks, and one that
// does everything else.
type barePostgres struct {
	pool                                 *pgxpool.Pool
	look, lock, count, update, log, wake string
}

func newBarePostgres(pool *pgxpool.Pool, sql map[string]string) barePostgres {
	return barePostgres{pool, sql["selectService"], sql["lockService"], sql["nextRevision"], sql["updateService"],
		sql["insertEntry"], sql["notify"]}
}

func (b barePostgres) read(ctx context.Context, key []any) (r row, err error) {
	err = b.pool.QueryRow(ctx, b.look, key...).Scan(r.targets()...)
	return r, err
}

func (b barePostgres) write(ctx context.Context, key []any, now time.Time, change func(*row) error) (row, error) {
	conn, err := b.pool.Acquire(ctx)
	if err != nil {
		return row{}, err
	}
	defer conn.Release() // the pool closes a connection that is still in a transaction
	var before row
	first := &pgx.Batch{}
	first.Queue("BEGIN")
	first.Queue(b.lock, key...).QueryRow(func(found pgx.Row) error { return found.Scan(before.targets()...) })
	if err := conn.SendBatch(ctx, first).Close(); err != nil {
		return row{}, err
	}
	after := before
	after.ModifiedAt = now
	if err := change(&after); err != nil {
		return row{}, err
	}
	e, err := newEntry(before, after, now)
	if err != nil {
		return row{}, err
	}
	last := &pgx.Batch{}
	last.Queue(b.count).QueryRow(func(counter pgx.Row) error { return counter.Scan(&after.Revision) })
	last.Queue(b.update, after.values()...)
	last.Queue(b.log, after.Tenant, who, "127.0.0.1", correlation, action, e.scope, "Succeeded", e.before, e.after, e.at)
	last.Queue(b.wake)
	last.Queue("COMMIT")
	return after, conn.SendBatch(ctx, last).Close()
}
