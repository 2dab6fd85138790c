// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/corsgate/corsgate/repository/postgres"
)

// migrateCommand is what an operator does to a database, apart from its backups.
type migrateCommand struct {
	databaseFlags
	Up       migrateUp       `cmd:"" help:"Bring the schema up to this version's. Settings are kept; it may be repeated."`
	Down     migrateDown     `cmd:"" help:"Undo the newest migration, and lose the data that it made room for."`
	Version  migrateVersion  `cmd:"" help:"Print the version of the schema, and nothing else on stdout."`
	Roles    migrateRoles    `cmd:"" help:"Make the roles for owner, API and gateway where they are absent, and renew their grants."`
	NewEpoch migrateNewEpoch `cmd:"" help:"Make every gateway start over from a snapshot: after a backup was restored."`
}

type (
	migrateUp   struct{}
	migrateDown struct {
		Yes bool `help:"Do it: there is a backup."`
	}
	migrateVersion  struct{}
	migrateRoles    struct{}
	migrateNewEpoch struct{}
)

// database is where to migrate; there is no default.
func (c *migrateCommand) database(args arguments) (string, postgres.MigrateOptions, error) {
	err := c.check(args)
	if err == nil {
		err = c.require("this is for Postgres; SQLite migrates itself")
	}
	return c.DatabaseURL, c.migrateOptions(), err
}

// Run migrates to the newest version.
func (migrateUp) Run(ctx context.Context, c *migrateCommand, args arguments, io streams) error {
	url, options, err := c.database(args)
	if err != nil {
		return err
	}
	before, now, err := postgres.Up(ctx, url, options)
	if err != nil {
		return err
	}
	return printMigrated(before, now, io)
}

// Run undoes one migration.
func (m migrateDown) Run(ctx context.Context, c *migrateCommand, args arguments, io streams) error {
	if !m.Yes {
		return &usageError{errors.New("migrate down undoes the newest migration: it drops the tables and columns that came with it, " +
			"and the data in them. Undoing the first one destroys every setting and all history. Make a backup, and repeat it with --yes")}
	}
	url, options, err := c.database(args)
	if err != nil {
		return err
	}
	before, now, err := postgres.Down(ctx, url, options)
	if err != nil {
		return err
	}
	return printMigrated(before, now, io)
}

func printMigrated(before, now postgres.Schema, io streams) error {
	line := fmt.Sprintf("migrated from version %d to %d", before.Version, now.Version)
	if before.Version == now.Version {
		line = fmt.Sprintf("schema is at version %d; nothing to do", now.Version)
	}
	_, err := fmt.Fprintln(io.out, line)
	return err
}

// Run prints a number for scripts, and for people what to do about it.
func (migrateVersion) Run(ctx context.Context, c *migrateCommand, args arguments, io streams) error {
	url, options, err := c.database(args)
	if err != nil {
		return err
	}
	schema, err := postgres.Version(ctx, url, options)
	if err != nil {
		return err
	}
	switch {
	case schema.Version < schema.Latest:
		fmt.Fprintf(io.err, "this corsgate works on version %d: run `corsgate migrate up`\n", schema.Latest)
	case schema.Version > schema.Latest:
		fmt.Fprintf(io.err, "this corsgate works on version %d, and a newer one has migrated the database: upgrade\n", schema.Latest)
	}
	_, err = fmt.Fprintln(io.out, schema.Version)
	return err
}

// Run makes the roles and says who may do what.
func (migrateRoles) Run(ctx context.Context, c *migrateCommand, args arguments, io streams) error {
	url, options, err := c.database(args)
	if err != nil {
		return err
	}
	if err := postgres.Roles(ctx, url, options); err != nil {
		return err
	}
	_, err = fmt.Fprint(io.out, `corsgate_owner    owns the tables; for: corsgate migrate
corsgate_app      reads and writes settings, adds to their history; for: corsgate serve, corsgate api
corsgate_gateway  reads what a gateway enforces, and nothing else; for: corsgate gateway
Nobody can log in as one of them: GRANT each to the login role of who needs it.
`)
	return err
}

// Run ends the cursors of all gateways.
func (migrateNewEpoch) Run(ctx context.Context, c *migrateCommand, args arguments, io streams) error {
	if _, _, err := c.database(args); err != nil {
		return err
	}
	store, err := c.reach(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.NewEpoch(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintln(io.out, "a new epoch has begun: all gateways start over from a snapshot")
	return err
}
