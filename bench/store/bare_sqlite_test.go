// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// bareSQLite is a handler without a store: one connection to write, some to read, and statements that are compiled once.
type bareSQLite struct {
	writer, reader                   *sql.DB
	look, lock, count, update, enter *sql.Stmt
}

func openBareSQLite(path string, readers int) (*bareSQLite, error) {
	const pragmas = "?_txlock=immediate&_busy_timeout=5000&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)"
	writer, err := sql.Open("sqlite", "file:"+path+pragmas)
	if err != nil {
		return nil, err
	}
	reader, err := sql.Open("sqlite", "file:"+path+"?_busy_timeout=5000")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	writer.SetMaxOpenConns(1)
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	b := &bareSQLite{writer: writer, reader: reader}
	prepare := func(db *sql.DB, query string) (statement *sql.Stmt) {
		if err == nil {
			statement, err = db.Prepare(query)
		}
		return statement
	}
	b.look, b.lock = prepare(reader, selectRow), prepare(writer, selectRow)
	b.count, b.update, b.enter = prepare(writer, updateCounter), prepare(writer, updateRow), prepare(writer, insertAudit)
	if err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

func (b *bareSQLite) close() error { return errors.Join(b.reader.Close(), b.writer.Close()) }

func (b *bareSQLite) read(ctx context.Context, service int) error {
	var r row
	if err := b.look.QueryRowContext(ctx, keyArgs(service)...).Scan(r.targets()...); err != nil {
		return err
	}
	_, err := r.settings()
	return err
}

func (b *bareSQLite) write(ctx context.Context, service, n int) error {
	tx, err := b.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after a commit
	var before row
	if err := tx.StmtContext(ctx, b.lock).QueryRowContext(ctx, keyArgs(service)...).Scan(before.targets()...); err != nil {
		return err
	}
	after, now := before, time.Now().UTC()
	if err := after.change(n, now, now.Format("2006-01-02T15:04:05.000000Z")); err != nil {
		return err
	}
	if err := tx.StmtContext(ctx, b.count).QueryRowContext(ctx).Scan(&after.Revision); err != nil {
		return err
	}
	if _, err := tx.StmtContext(ctx, b.update).ExecContext(ctx, after.updateArgs(service)...); err != nil {
		return err
	}
	entry, err := auditArgs(service, before, after)
	if err != nil {
		return err
	}
	if _, err := tx.StmtContext(ctx, b.enter).ExecContext(ctx, entry...); err != nil {
		return err
	}
	return tx.Commit()
}
