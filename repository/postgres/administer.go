// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"
	driver "github.com/golang-migrate/migrate/v4/database/pgx/v5"
	"github.com/golang-migrate/migrate/v4/source/iofs"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/corsgate/corsgate/migrations"
)

const (
	// lockMigrations waits for whoever else changes the schema. The lock ends with the connection.
	lockMigrations = `SELECT pg_advisory_lock(hashtextextended('corsgate migrations', 0))`
	// selectMayOwn is whether this user can act as the owner that `migrate roles` provides for.
	selectMayOwn = `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'corsgate_owner'
	AND pg_has_role(oid, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)
	AND has_schema_privilege(oid, current_schema(), 'CREATE'))`
	setOwner = `SET ROLE corsgate_owner`
	// selectOwned is whether there is something to grant, and by that owner.
	selectOwned = `SELECT EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('meta')
	AND pg_get_userbyid(relowner) = 'corsgate_owner')`

	migrationLockTimeout = "10000" // milliseconds that one statement waits for a table in use
)

// administrator is a connection of somebody who may change the schema.
type administrator struct {
	config *pgx.ConnConfig
	conn   *pgx.Conn
	asRole bool // acts as corsgate_owner
}

func administer(ctx context.Context, url string, options MigrateOptions) (*administrator, error) {
	config, err := connConfig(url, options.Insecure)
	if err != nil {
		return nil, err
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return &administrator{config: config, conn: conn}, nil
}

func (a *administrator) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = a.conn.Close(ctx) // everything was committed before
}

// lock keeps others from the schema. A pooler would keep the lock when its holder has gone, and give it to nobody.
func (a *administrator) lock(ctx context.Context) error {
	pooled, err := isPooled(ctx, a.conn)
	if err == nil && pooled {
		err = errors.New("there is a pooler in between: give a direct connection as --database-url")
	}
	if err != nil {
		return err
	}
	if _, err := a.conn.Exec(ctx, lockMigrations); err != nil {
		return fmt.Errorf("wait for other migrations: %w", err)
	}
	return nil
}

const selectEncoding = `SELECT current_setting('server_encoding')`

// requireUTF8 refuses a database that could not hold every name.
func (a *administrator) requireUTF8(ctx context.Context) error {
	encoding, err := queryOne(ctx, a.conn, pgx.RowTo[string], selectEncoding)
	if err == nil && encoding != "UTF8" && encoding != "SQL_ASCII" { // the latter takes bytes as they come
		err = fmt.Errorf("the database's encoding is %s: make one with ENCODING 'UTF8' (and TEMPLATE template0)", encoding)
	}
	return err
}

func (a *administrator) schema(ctx context.Context) (Schema, error) {
	version, err := readSchema(ctx, a.conn)
	return Schema{Version: version, Latest: latestSchema}, err
}

// migrate runs golang-migrate from the version that the schema itself tells. golang-migrate's own record is of what it
// began; after an interruption it would not go on.
func (a *administrator) migrate(ctx context.Context, from int, by func(*migrate.Migrate) error) error {
	if err := a.becomeOwner(ctx); err != nil {
		return err
	}
	m, err := a.migrator()
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { m.GracefulStop <- true })
	defer stop()
	if from == 0 {
		from = database.NilVersion
	}
	if err = m.Force(from); err == nil {
		err = by(m)
	}
	if errors.Is(err, migrate.ErrNoChange) {
		err = nil
	}
	return errors.Join(err, ctx.Err(), closeMigrator(m))
}

// explained leaves out the SQL, which golang-migrate puts into its errors, and says what to do about missing rights.
func explained(err error) error {
	var (
		failed database.Error
		early  *database.Error
	)
	if errors.As(err, &failed) {
		err = fmt.Errorf("%s (line %d of the migration): %w", failed.Err, failed.Line, failed.OrigErr)
	} else if errors.As(err, &early) {
		err = early.OrigErr
	}
	if fault := sqlFault(err); fault != nil && fault.Code == "42501" { // insufficient privilege
		return fmt.Errorf("this user may not change the schema: log in as its owner or, after `corsgate migrate roles`, as a "+
			"member of corsgate_owner: %w", err)
	}
	return err
}

func (a *administrator) becomeOwner(ctx context.Context) (err error) {
	a.asRole, err = queryOne(ctx, a.conn, pgx.RowTo[bool], selectMayOwn)
	return err
}

func (a *administrator) migrator() (*migrate.Migrate, error) {
	files, err := iofs.New(migrations.Postgres(), ".")
	if err != nil {
		return nil, err
	}
	config := a.config.Copy()
	setDefault(config.RuntimeParams, "lock_timeout", migrationLockTimeout)
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		if !a.asRole {
			return nil
		}
		_, err := conn.Exec(ctx, setOwner)
		return err
	}))
	target, err := driver.WithInstance(db, &driver.Config{})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	m, err := migrate.NewWithInstance("iofs", files, "pgx5", target)
	if err == nil {
		m.GracefulStop = make(chan bool, 1)
	}
	return m, err
}

func closeMigrator(m *migrate.Migrate) error {
	fromSource, fromDatabase := m.Close()
	return errors.Join(fromSource, fromDatabase)
}

// grant gives the roles what they need of the tables, if there are both.
func (a *administrator) grant(ctx context.Context) error {
	owned, err := queryOne(ctx, a.conn, pgx.RowTo[bool], selectOwned)
	if err != nil || !owned {
		return err
	}
	if err := a.becomeOwner(ctx); err != nil || !a.asRole {
		return err
	}
	if _, err := a.conn.Exec(ctx, setOwner); err != nil {
		return err
	}
	return a.runFile(ctx, "grants.sql")
}

func (a *administrator) runFile(ctx context.Context, name string) error {
	text, err := fs.ReadFile(migrations.Postgres(), name)
	if err != nil {
		return err
	}
	// Without arguments it is one simple query, and so one transaction however many statements there are.
	if _, err := a.conn.Exec(ctx, string(text)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
