// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/corsgate/corsgate/repository"
)

const (
	begin    = `BEGIN`
	commit   = `COMMIT`
	rollback = `ROLLBACK`
	notify   = `NOTIFY corsgate_commits`

	// nextRevision locks the counter until the commit. So numbers are in the order of the commits, and one that is not
	// committed is taken again.
	nextRevision = `UPDATE meta SET revision = revision + 1 RETURNING revision`
	// logNothing writes to the write-ahead log what nobody reads.
	logNothing = `SELECT pg_logical_emit_message(true, 'corsgate', '')`
	// thisRevision is for the statements after nextRevision.
	thisRevision = `(SELECT revision FROM meta)`
)

// statement is one that needs no answer.
type statement struct {
	sql  string
	args []any
}

// tx is one writing transaction. Its first message begins it and locks the record; its last one stores, notifies and
// commits, or confirms that there was nothing to store. Between them there are only locks of that record and its parent.
// Only the deletion of a group is more: it locks all that is in it, reads that, and sends what is too much for the last
// message before it.
type tx struct {
	conn *pgxpool.Conn
	// extend gives more time to what deletes many records. Once it has been given, it is not given again.
	extend func()
	// revision is of this transaction, 0 until it is taken.
	revision *repository.Revision
}

// cascadeTimeouts is for a hundred thousand services.
const cascadeTimeouts = 4

// inWrite runs work in a transaction, again from the beginning as long as nothing can have come of it. Work ends it by
// store or confirm; if it does neither, nothing happens.
func (s *Store) inWrite(ctx context.Context, doing string, work func(ctx context.Context, t tx) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	timeout := time.AfterFunc(s.options.CallTimeout, func() { cancel(errSlow) })
	defer timeout.Stop()
	extend := sync.OnceFunc(func() { timeout.Reset(cascadeTimeouts * s.options.CallTimeout) })
	return s.repeat(ctx, doing, func(ctx context.Context) error {
		conn, err := s.pool.Acquire(ctx)
		if err != nil {
			return err
		}
		defer conn.Release() // the pool closes a connection that is still in a transaction
		t := tx{conn, extend, new(repository.Revision)}
		defer t.end()
		return work(ctx, t)
	})
}

// end rolls back what has not been committed, and keeps the connection if that is quick.
func (t tx) end() {
	const idle, patience = 'I', time.Second
	c := t.conn.Conn()
	if c.IsClosed() || c.PgConn().TxStatus() == idle {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, _ = t.conn.Exec(ctx, rollback) // if it fails the pool closes the connection, which does the same
}

// lock begins the transaction and reads one row with a lock, in one message. ErrNotFound if there is none.
func lock[T any](ctx context.Context, t tx, scan func(pgx.CollectableRow) (T, error), sql string, args ...any) (T, error) {
	batch := &pgx.Batch{}
	batch.Queue(begin)
	batch.Queue(sql, args...)
	results := t.conn.SendBatch(ctx, batch)
	var none T
	if _, err := results.Exec(); err != nil {
		_ = results.Close() // the first error is the one to tell
		return none, err
	}
	rows, _ := results.Query() // the error is in rows
	found, err := pgx.CollectOneRow(rows, scan)
	if closing := results.Close(); err == nil {
		err = closing
	}
	return found, notFound(err)
}

// store takes the next revision, runs the statements and commits, in one message: the counter is not locked while
// anything travels, unless send was called before. The revision comes first. So the statements see every commit before
// this one, which a statement that had begun and then waited for the counter would not; and whatever they wait for is held
// by nobody who waits for the counter.
//
// An error that is a doubt leaves open whether it happened.
func (t tx) store(ctx context.Context, statements []statement) (repository.Revision, error) {
	err := t.commit(ctx, t.message(append(statements, statement{sql: notify})...))
	return *t.revision, err
}

// send runs a statement that is too large to go with all the others. From the first one on the counter is locked until
// the commit, and everybody else who writes waits.
func (t tx) send(ctx context.Context, s statement) error {
	return t.conn.SendBatch(ctx, t.message(s)).Close()
}

// message takes the next revision, unless that was done, and has the statements behind it.
func (t tx) message(statements ...statement) *pgx.Batch {
	batch := &pgx.Batch{}
	if *t.revision == 0 {
		batch.Queue(nextRevision).QueryRow(func(row pgx.Row) error { return row.Scan(t.revision) })
	}
	for _, s := range statements {
		batch.Queue(s.sql, s.args...)
	}
	return batch
}

// confirm ends a transaction that has changed nothing, and waits until what it has read is safe: a commit may be visible
// and not be safe, if somebody cancelled its waiting for a synchronous standby. A commit with something in the log waits.
func (t tx) confirm(ctx context.Context) error {
	batch := &pgx.Batch{}
	for _, sql := range []string{rollback, begin, logNothing} {
		batch.Queue(sql)
	}
	return t.commit(ctx, batch)
}

// commit runs a batch with a commit at its end.
func (t tx) commit(ctx context.Context, batch *pgx.Batch) error {
	warnings := warningsOf(t.conn.Conn().PgConn())
	before, tag := *warnings, ""
	batch.Queue(commit).Exec(func(done pgconn.CommandTag) error { tag = done.String(); return nil })
	err := t.conn.SendBatch(ctx, batch).Close()
	switch fault := sqlFault(err); {
	case fault != nil && !isFatal(fault):
		return err // it was rolled back
	case err != nil:
		return doubt{err}
	case *warnings != before || tag != commit:
		return doubt{errors.New("the commit was not confirmed as asked")}
	}
	return nil
}

const warningsKey = "warnings"

// noteWarning counts warnings. A commit that somebody cancels while it waits for a synchronous standby succeeds with
// one: the standby may not have it, so nobody may be told that it is safe.
//
// https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION
func noteWarning(c *pgconn.PgConn, n *pgconn.Notice) {
	if n.SeverityUnlocalized == "WARNING" {
		*warningsOf(c)++
	}
}

func warningsOf(c *pgconn.PgConn) *int {
	count, ok := c.CustomData()[warningsKey].(*int)
	if !ok {
		count = new(int)
		c.CustomData()[warningsKey] = count
	}
	return count
}
