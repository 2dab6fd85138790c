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
const latestSchema = 2

const selectSchema = `SELECT schema FROM meta`

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
		return fmt.Errorf("%w: the database's schema is at version %d and this program needs %d: run `corsgate migrate up`",
			repository.ErrUnavailable, version, need)
	}
	s.fits.Store(true)
	return nil
}

func (s *Store) oldestSchema() int {
	if s.options.PreviousSchema {
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
		return 0, fmt.Errorf("%w: the database user may not read the settings: run `corsgate migrate roles` "+
			"and make the user a member of corsgate_app or corsgate_gateway", repository.ErrUnavailable)
	}
	if errors.Is(err, repository.ErrNotFound) {
		return 0, errors.New("the table meta is empty: the schema was not made by `corsgate migrate up`")
	}
	return version, err
}

// CheckSchema returns nil if the database can be reached and has a schema that this program works on. Otherwise the error
// wraps repository.ErrUnavailable and says what to do, such as to run `corsgate migrate up`.
func (s *Store) CheckSchema(ctx context.Context) error { return s.Ping(ctx) }
