// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"time"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// bareSQLite has the statements of the store, compiled once: one connection to write and as many to read.
type bareSQLite struct {
	writer, reader                         *sql.DB
	look, lock, count, put, unbury, insert *sql.Stmt
}

func openBareSQLite(path string, sqls map[string]string) (*bareSQLite, error) {
	const pragmas = "?_txlock=immediate&_busy_timeout=5000&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)"
	writer, err := sql.Open("sqlite", "file:"+path+pragmas)
	if err != nil {
		return nil, err
	}
	reader, err := sql.Open("sqlite", "file:"+path+"?_busy_timeout=5000&_query_only=true")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	readers := max(4, runtime.GOMAXPROCS(0)) // as the store has them unless it is told otherwise
	writer.SetMaxOpenConns(1)
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	b := &bareSQLite{writer: writer, reader: reader}
	prepare := func(db *sql.DB, name string) (statement *sql.Stmt) {
		if err == nil {
			statement, err = db.Prepare(sqls[name])
		}
		return statement
	}
	b.look, b.lock, b.count = prepare(reader, "selectService"), prepare(writer, "selectService"), prepare(writer, "updateRevision")
	b.put, b.unbury, b.insert = prepare(writer, "upsertService"), prepare(writer, "deleteTombstone"), prepare(writer, "insertAudit")
	if err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

func (b *bareSQLite) close() error { return errors.Join(b.reader.Close(), b.writer.Close()) }

func (b *bareSQLite) read(ctx context.Context, key []any) (r row, err error) {
	err = b.look.QueryRowContext(ctx, key...).Scan(r.targets()...)
	return r, err
}

func (b *bareSQLite) write(ctx context.Context, key []any, now time.Time, change func(*row) error) (row, error) {
	tx, err := b.writer.BeginTx(ctx, nil)
	if err != nil {
		return row{}, err
	}
	defer tx.Rollback() // does nothing after a commit
	var before row
	if err := tx.StmtContext(ctx, b.lock).QueryRowContext(ctx, key...).Scan(before.targets()...); err != nil {
		return row{}, err
	}
	after := before
	after.ModifiedAt = now.Format(timeLayout)
	if err := change(&after); err != nil {
		return row{}, err
	}
	if err := tx.StmtContext(ctx, b.count).QueryRowContext(ctx).Scan(&after.Revision); err != nil {
		return row{}, err
	}
	if err := b.store(ctx, tx, before, after, now); err != nil {
		return row{}, err
	}
	return after, tx.Commit()
}

const timeLayout = "2006-01-02T15:04:05.000000Z"

func (b *bareSQLite) store(ctx context.Context, tx *sql.Tx, before, after row, now time.Time) error {
	label := after.Workspace + "-" + after.Name
	if _, err := tx.StmtContext(ctx, b.put).ExecContext(ctx, append(after.values(), after.Revision, label)...); err != nil {
		return err
	}
	if _, err := tx.StmtContext(ctx, b.unbury).ExecContext(ctx, label); err != nil {
		return err
	}
	e, err := newEntry(before, after, now)
	if err != nil {
		return err
	}
	_, err = tx.StmtContext(ctx, b.insert).ExecContext(ctx, after.Tenant, who, "127.0.0.1", correlation, action, e.scope, "Succeeded",
		after.Revision, e.before, e.after, e.at.Format(timeLayout))
	return err
}
