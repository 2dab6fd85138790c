// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
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
func Up(ctx context.Context, url string, options MigrateOptions) (before, now Schema, err error) {
	return before, now, errors.New("not yet")
}

// Down undoes the newest migration, and with the first one everything. Data goes with the tables.
func Down(ctx context.Context, url string, options MigrateOptions) (before, now Schema, err error) {
	return before, now, errors.New("not yet")
}

// Version reads how far the database has been migrated.
func Version(ctx context.Context, url string, options MigrateOptions) (Schema, error) {
	return Schema{}, errors.New("not yet")
}

// Roles creates the group roles corsgate_owner, corsgate_app and corsgate_gateway where they are absent, makes the first
// one own the schema's tables, and grants the others what they need and nothing else. It may be repeated.
func Roles(ctx context.Context, url string, options MigrateOptions) error {
	return errors.New("not yet")
}

// CheckSchema returns nil if the database can be reached and has a schema that this program works on. Otherwise the error
// wraps repository.ErrUnavailable and says what to do, such as to run `corsgate migrate up`.
func (s *Store) CheckSchema(ctx context.Context) error { return errors.New("not yet") }
