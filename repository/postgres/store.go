// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/corsgate/corsgate/internal/bell"
	"github.com/corsgate/corsgate/repository"
)

var _ repository.Store = (*Store)(nil)

// Store is a repository.Store in a Postgres database. Open returns one.
type Store struct {
	pool     *pgxpool.Pool
	options  Options
	commits  *bell.Bell
	listener *listener
	fits     atomic.Bool // the schema has been checked
	told     atomic.Pointer[told]
	closed   chan struct{}
	closing  sync.Once
}

// Ping reports whether the store answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.attempt(ctx, "ping", func(ctx context.Context) error {
		_, err := queryOne(ctx, s.pool, scanPosition, selectPosition)
		return err
	})
}

// Close ends the store and whoever still awaits something of it.
func (s *Store) Close() error {
	s.closing.Do(func() {
		close(s.closed)
		s.listener.stop()
		s.pool.Close()
	})
	return nil
}

func (s *Store) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// maxAttempts is more than the connections that a restart of the database leaves dead in a pool of the usual size.
const maxAttempts = 12

// attempt makes a call within its time, repeats it as long as it has certainly changed nothing, and turns its last error
// into one of the contract.
func (s *Store) attempt(ctx context.Context, doing string, call func(ctx context.Context) error) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.options.CallTimeout, errSlow)
	defer cancel()
	return s.repeat(ctx, doing, call)
}

// repeat is attempt without a time of its own.
func (s *Store) repeat(ctx context.Context, doing string, call func(ctx context.Context) error) (err error) {
	for range maxAttempts {
		if err = s.requireSchema(ctx); err == nil {
			err = call(ctx)
		}
		if err == nil || ctx.Err() != nil || s.isClosed() || !mayRepeat(err) {
			break
		}
	}
	return s.fault(ctx, doing, err)
}

// lookUp is attempt for a record, or for records below one. A key that Postgres cannot hold names nothing.
func (s *Store) lookUp(ctx context.Context, doing string, key repository.Key, call func(ctx context.Context) error) error {
	if !isText(key) && ctx.Err() == nil {
		return repository.ErrNotFound
	}
	return s.attempt(ctx, doing, call)
}

// isText reports whether the key is UTF-8 without NUL, as every text in Postgres is.
func isText(key repository.Key) bool {
	path := key.String()
	return utf8.ValidString(path) && !strings.Contains(path, "\x00")
}

// orNone is for lists: what is not there has nothing below it.
func orNone(err error) error {
	if errors.Is(err, repository.ErrNotFound) {
		return nil
	}
	return err
}

// querier is the pool, one of its connections or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// queryOne reads one row. repository.ErrNotFound if there is none.
func queryOne[T any](ctx context.Context, q querier, scan func(pgx.CollectableRow) (T, error), sql string, args ...any) (T, error) {
	rows, _ := q.Query(ctx, sql, args...) // the error is in rows
	one, err := pgx.CollectOneRow(rows, scan)
	return one, notFound(err)
}

func queryAll[T any](ctx context.Context, q querier, scan func(pgx.CollectableRow) (T, error), sql string, args ...any) ([]T, error) {
	rows, _ := q.Query(ctx, sql, args...) // the error is in rows
	return collect(rows, scan)
}

// collect returns nil, not an empty list, if there are no rows.
func collect[T any](rows pgx.Rows, scan func(pgx.CollectableRow) (T, error)) ([]T, error) {
	return pgx.AppendRows([]T(nil), rows, scan)
}
