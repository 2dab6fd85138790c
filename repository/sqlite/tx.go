// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"
	"time"

	lib "modernc.org/sqlite/lib"

	"github.com/corsgate/corsgate/repository"
)

// tx is one writing transaction.
type tx struct {
	*sql.Tx
	st *writeStatements
}

func (t tx) exec(ctx context.Context, statement *sql.Stmt, args ...any) error {
	_, err := t.StmtContext(ctx, statement).ExecContext(ctx, args...)
	return err
}

func (t tx) row(ctx context.Context, statement *sql.Stmt, args ...any) *sql.Row {
	return t.StmtContext(ctx, statement).QueryRowContext(ctx, args...)
}

// inWrite runs work in a transaction that holds the write lock from its beginning, and commits it unless work fails or
// reports that nothing changed. A commit wakes the followers.
func (s *Store) inWrite(ctx context.Context, doing string, work func(t tx) (changed bool, err error)) error {
	if s.write == nil {
		return errReadOnly
	}
	begun, err := s.begin(ctx)
	if err != nil {
		return s.fault(ctx, doing, err)
	}
	defer begun.Rollback() // does nothing after a commit
	changed, err := work(tx{begun, &s.writes})
	if err != nil || !changed {
		return s.fault(ctx, doing, err)
	}
	if err := begun.Commit(); err != nil {
		return s.fault(ctx, doing, err)
	}
	s.commits.Ring()
	return nil
}

// begin takes the write lock, and waits for another process that has it. SQLite itself waits without an eye on ctx, so
// it is asked to wait only patienceStep at a time.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	deadline := time.Now().Add(s.options.BusyTimeout)
	for {
		begun, err := s.write.BeginTx(ctx, nil)
		if code(err)&0xff != lib.SQLITE_BUSY || ctx.Err() != nil || time.Now().After(deadline) {
			return begun, err
		}
	}
}

// inSnapshot runs work in one reading transaction: all that it reads is of the same moment.
func (s *Store) inSnapshot(ctx context.Context, doing string, work func(t *sql.Tx) error) error {
	begun, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // read-only also means: without the write lock
	if err != nil {
		return s.fault(ctx, doing, err)
	}
	defer begun.Rollback()
	return s.fault(ctx, doing, work(begun))
}

// lookUp finds a row by its key, which takes so little that to be ready for an interruption meanwhile, as database/sql
// and the driver are where a context can end, would be a third of it.
func lookUp(ctx context.Context, statement *sql.Stmt, args ...any) *sql.Row {
	if ctx.Err() == nil {
		ctx = context.WithoutCancel(ctx)
	}
	return statement.QueryRowContext(ctx, args...)
}

const updateRevision = `UPDATE meta SET revision = revision + 1 RETURNING revision`

// nextRevision takes the next number. Transactions that write run one after the other, and a number that is not
// committed is taken again: so numbers are in the order of the commits and have no gaps.
func (t tx) nextRevision(ctx context.Context) (revision repository.Revision, err error) {
	err = t.row(ctx, t.st.nextRevision).Scan(&revision)
	return revision, err
}
