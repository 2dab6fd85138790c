// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/golang-migrate/migrate/v4"
)

// MigrateOptions are the choices of the functions that change the schema.
type MigrateOptions struct {
	// Insecure is Options.Insecure.
	Insecure bool
}

// Schema is how far a database has been migrated.
type Schema struct {
	// Version of the database's schema; 0 is none.
	Version int
	// Latest is the version that this program brings along.
	Latest int
}

// Up runs the migrations that the database has not seen yet, and returns what there was before and is now. Of several
// calls at once one does the work and the others wait for it. If the roles of Roles exist, their grants are renewed.
//
// A migration that was interrupted leaves nothing behind, so the next call does it again.
func Up(ctx context.Context, url string, options MigrateOptions) (before, now Schema, err error) {
	return move(ctx, url, options, climb)
}

// climb takes one step at a time: golang-migrate's Up opens the files of the steps to come, and forgets them if one fails.
func climb(m *migrate.Migrate) error {
	for range latestSchema {
		if err := m.Steps(1); errors.Is(err, fs.ErrNotExist) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Down undoes the newest migration; to undo the first one removes the tables and all that is in them.
func Down(ctx context.Context, url string, options MigrateOptions) (before, now Schema, err error) {
	return move(ctx, url, options, func(m *migrate.Migrate) error {
		if _, _, err := m.Version(); errors.Is(err, migrate.ErrNilVersion) {
			return nil
		}
		return m.Steps(-1)
	})
}

// Version reads how far the database has been migrated.
func Version(ctx context.Context, url string, options MigrateOptions) (Schema, error) {
	a, err := administer(ctx, url, options)
	if err != nil {
		return Schema{}, err
	}
	defer a.close()
	return a.schema(ctx)
}

// Roles creates the group roles corsgate_owner, corsgate_app and corsgate_gateway where they are absent, makes the first
// one own the schema's tables, and grants the others what they need and nothing else. It may be repeated.
func Roles(ctx context.Context, url string, options MigrateOptions) error {
	a, err := administer(ctx, url, options)
	if err != nil {
		return err
	}
	defer a.close()
	if err := a.lock(ctx); err != nil {
		return err
	}
	if err := a.runFile(ctx, "roles.sql"); err != nil {
		return err
	}
	return a.grant(ctx)
}

// move changes the schema by one call of golang-migrate.
func move(ctx context.Context, url string, options MigrateOptions, by func(*migrate.Migrate) error) (before, now Schema, err error) {
	a, err := administer(ctx, url, options)
	if err != nil {
		return before, now, err
	}
	defer a.close()
	if err := a.lock(ctx); err != nil {
		return before, now, err
	}
	if err := a.requireUTF8(ctx); err != nil {
		return before, now, err
	}
	if before, err = a.schema(ctx); err != nil {
		return before, now, err
	}
	if before.Version > latestSchema {
		return before, before, fmt.Errorf("the database's schema is at version %d, and this program knows only %d: use the newer program",
			before.Version, latestSchema)
	}
	if err := a.migrate(ctx, before.Version, by); err != nil {
		return before, now, fmt.Errorf("migrate: %w", explained(err))
	}
	if err := a.grant(ctx); err != nil {
		return before, now, err
	}
	now, err = a.schema(ctx)
	return before, now, err
}
