// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// latestSchema is the number of the newest migration. A migration leaves everything in place that the release before it
// uses, so a newer schema is as good; an older one is not.
const latestSchema = 3

// ErrSchema is wrapped, beside repository.ErrUnavailable, where the database answers but is not prepared for this program.
var ErrSchema = errors.New("the database is not prepared")

const (
	selectSchema   = `SELECT schema FROM meta`
	selectMayWrite = `SELECT has_column_privilege('meta', 'revision', 'UPDATE')`
)

// requireSchema lets no call through until the schema has been seen to fit.
func (s *Store) requireSchema(ctx context.Context) error {
	if s.fits.Load() {
		return nil
	}
	version, err := readSchema(ctx, s.pool)
	if err != nil {
		return err
	}
	if need := s.oldestSchema(); version < need {
		return unprepared("its schema is at version %d and this program needs %d: run `corsgate migrate up`", version, need)
	}
	if !s.options.FollowOnly {
		if may, err := queryOne(ctx, s.pool, pgx.RowTo[bool], selectMayWrite); err != nil || !may {
			return orElse(err, unprepared("its user may not write settings: make the user a member of corsgate_app"))
		}
	}
	s.fits.Store(true)
	return nil
}

func (s *Store) oldestSchema() int {
	if s.options.FollowOnly {
		return latestSchema - 1
	}
	return latestSchema
}

// readSchema returns 0 for a database without a schema.
func readSchema(ctx context.Context, q querier) (int, error) {
	version, err := queryOne(ctx, q, pgx.RowTo[int], selectSchema)
	if fault := sqlFault(err); fault != nil && fault.Code == "42P01" { // undefined table
		return 0, nil
	}
	if fault := sqlFault(err); fault != nil && fault.Code == "42501" { // insufficient privilege
		return 0, unprepared("its user may not read the settings: run `corsgate migrate roles`, and make the user a member of " +
			"corsgate_app or corsgate_gateway")
	}
	if errors.Is(err, repository.ErrNotFound) {
		return 0, unprepared("its table meta is empty, which `corsgate migrate up` never leaves so: restore a backup")
	}
	return version, err
}

func unprepared(format string, args ...any) error {
	return fmt.Errorf("%w: %w: "+format, append([]any{repository.ErrUnavailable, ErrSchema}, args...)...)
}

// CheckSchema returns nil if the database can be reached and has a schema that this program works on. Otherwise the error
// wraps repository.ErrUnavailable; if the database answers but has another schema, ErrSchema too, and says what to do.
func (s *Store) CheckSchema(ctx context.Context) error { return s.Ping(ctx) }
