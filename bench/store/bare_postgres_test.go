// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// barePostgres is a handler without a store.
type barePostgres struct{ pool *pgxpool.Pool }

func (b barePostgres) read(ctx context.Context, service int) error {
	var r row
	if err := b.pool.QueryRow(ctx, selectRow, keyArgs(service)...).Scan(r.targets()...); err != nil {
		return err
	}
	_, err := r.settings()
	return err
}

func (b barePostgres) write(ctx context.Context, service, n int) error {
	return pgx.BeginFunc(ctx, b.pool, func(tx pgx.Tx) error {
		var before row
		if err := tx.QueryRow(ctx, selectRow+` FOR UPDATE`, keyArgs(service)...).Scan(before.targets()...); err != nil {
			return err
		}
		after, now := before, time.Now()
		if err := after.change(n, now, now); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, updateCounter).Scan(&after.Revision); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, updateRow, after.updateArgs(service)...); err != nil {
			return err
		}
		entry, err := auditArgs(service, before, after)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, insertAudit, entry...); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `NOTIFY corsgate_commits`)
		return err
	})
}
