// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/corsgate/corsgate/repository"
)

var (
	errClosed = errors.New("store was closed")
	errSlow   = errors.New("the database did not answer in time")
)

// refusal is an error that is not the database's: a mutation's, or what a record cannot be stored for. It is returned
// as it is.
type refusal struct{ error }

func (r refusal) Unwrap() error { return r.error }

// doubt is the error of a commit that may have happened.
type doubt struct{ error }

func (d doubt) Unwrap() error { return d.error }

// fault turns an error of the database into one of the contract.
func (s *Store) fault(ctx context.Context, doing string, err error) error {
	var refused refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return refused.error
	case isSentinel(err):
		return err
	case s.isClosed():
		return fmt.Errorf("%s: %w: %w", doing, repository.ErrUnavailable, errClosed)
	case ctx.Err() != nil && errors.Is(context.Cause(ctx), errSlow):
		return fmt.Errorf("%s: %w: %w", doing, repository.ErrUnavailable, errSlow)
	case ctx.Err() != nil:
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
	if fault := sqlFault(err); fault != nil {
		if isForeign(fault.Code) {
			s.fits.Store(false) // somebody may have changed the schema: look again
		}
		if !isUnavailable(fault.Code) {
			return fmt.Errorf("%s: %w", doing, err)
		}
	} else if isScanning(err) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %w: %w", doing, repository.ErrUnavailable, err)
}

func isSentinel(err error) bool {
	for _, sentinel := range []error{repository.ErrNotFound, repository.ErrParentNotFound, repository.ErrTaken,
		repository.ErrNotEmpty, repository.ErrUnavailable, repository.ErrCompacted, repository.ErrEpoch} {
		if errors.Is(err, sentinel) {
			return true
		}
	}
	return false
}

// sqlFault is what the server said, or nil if the connection failed.
func sqlFault(err error) *pgconn.PgError {
	var fault *pgconn.PgError
	if errors.As(err, &fault) {
		return fault
	}
	return nil
}

// isScanning reports whether a row could not be read although it arrived.
func isScanning(err error) bool {
	var scanning pgx.ScanArgError
	return errors.As(err, &scanning)
}

// isUnavailable reports whether the same call may succeed later, or once somebody has put something right.
//
// https://www.postgresql.org/docs/current/errcodes-appendix.html
func isUnavailable(code string) bool {
	switch code[:min(2, len(code))] {
	case "08", // connection
		"25", // such as read-only
		"28", // login
		"3D", // no such database
		"40", // rolled back, also the last time
		"53", // resources
		"55", // such as a lock, or a standby
		"57", // somebody intervened
		"58", // the system
		"XX": // the server's own faults
		return true
	}
	return isForeign(code)
}

// isForeign reports whether tables are absent, other than expected or not ours to use.
func isForeign(code string) bool {
	switch code {
	case "42P01", "42703", "42883", "42501", "3F000": // table, column, function, privilege, schema
		return true
	}
	return false
}

// mayRepeat reports whether a call has certainly changed nothing and may succeed when it is made again.
func mayRepeat(err error) bool {
	var (
		refused refusal
		doubted doubt
	)
	if errors.As(err, &refused) || errors.As(err, &doubted) || isSentinel(err) || isScanning(err) {
		return false
	}
	var unreachable *pgconn.ConnectError
	if errors.As(err, &unreachable) {
		return false // no server, or a login that it refuses: that does not change at once
	}
	fault := sqlFault(err)
	if fault == nil {
		return true // the connection
	}
	switch fault.Code {
	case "40001", "40P01": // serialization failure, deadlock
		return true
	case "23505": // somebody else has created the same record meanwhile
		return strings.HasSuffix(fault.ConstraintName, "_pkey")
	}
	return isFatal(fault) // somebody ended the connection
}

// isFatal reports whether the session ended with the error.
func isFatal(fault *pgconn.PgError) bool {
	return fault.SeverityUnlocalized == "FATAL" || fault.SeverityUnlocalized == "PANIC"
}

func violates(err error, code, constraintSuffix string) bool {
	fault := sqlFault(err)
	return fault != nil && fault.Code == code && strings.HasSuffix(fault.ConstraintName, constraintSuffix)
}

func notFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return repository.ErrNotFound
	}
	return err
}

// orElse is for a check that failed, or whose answer was no.
func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
