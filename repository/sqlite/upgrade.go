// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"
	driver "github.com/golang-migrate/migrate/v4/database/sqlite"
	"github.com/golang-migrate/migrate/v4/source/iofs"

	"github.com/corsgate/corsgate/migrations"
)

// latestSchema is the number of the newest migration.
const latestSchema = 3

// selectSchema is how far the schema has come: 0 is none. Each migration but the first one says so in its own transaction.
const selectSchema = `SELECT max(user_version, (SELECT count(*) FROM sqlite_schema WHERE name = 'meta')) FROM pragma_user_version`

// upgrade runs the migrations that the file has not seen yet. To close it folds the write-ahead log into it, so that a
// draft is one file.
func upgrade(path string, options Options) error {
	db, err := connect(dsn(path, "rw", options, map[string][]string{
		"_txlock": {"immediate"}, "_pragma": {"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)"},
	}), 1)
	if err != nil {
		return err
	}
	migrator, err := newMigrator(db)
	if err != nil {
		return errors.Join(fmt.Errorf("migrate %s: %w", path, err), db.Close())
	}
	err = climb(db, migrator)
	fromSource, fromDatabase := migrator.Close()
	if err := errors.Join(err, fromSource, fromDatabase); err != nil {
		return fmt.Errorf("migrate %s: %w", path, err)
	}
	return nil
}

// climb runs the migrations from the version that the schema itself tells. golang-migrate's own record is of what it began;
// after an interruption it would not go on. If somebody else is doing the same at this moment, one of the two fails, and
// finds at the next attempt that there is nothing left to do.
func climb(db *sql.DB, m *migrate.Migrate) (err error) {
	const attempts = 5
	for range attempts {
		done, unknown := schemaOf(context.Background(), db)
		switch {
		case unknown != nil || done == latestSchema:
			return unknown
		case done > latestSchema:
			return fmt.Errorf("its schema is at version %d, and this program knows only %d: use the newer program", done, latestSchema)
		case done == 0:
			done = database.NilVersion
		}
		if err = m.Force(done); err == nil {
			err = m.Up()
		}
	}
	return err
}

func schemaOf(ctx context.Context, db *sql.DB) (version int, err error) {
	err = db.QueryRowContext(ctx, selectSchema).Scan(&version)
	return version, err
}

// newMigrator runs the migrations on db, which its Close closes.
func newMigrator(db *sql.DB) (*migrate.Migrate, error) {
	files, err := iofs.New(migrations.SQLite(), ".")
	if err != nil {
		return nil, err
	}
	target, err := driver.WithInstance(db, &driver.Config{})
	if err != nil {
		return nil, err
	}
	return migrate.NewWithInstance("iofs", files, "sqlite", target)
}
