// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/corsgate/corsgate/repository"
)

var (
	errReadOnly = errors.New("store was opened to read only")
	errOlder    = errors.New("the store is of an older version: start `corsgate serve` of this one, which brings it up to date")
)

// fault turns an error of the database into one of the contract. Every other error, such as a mutation's, stays as it
// is.
func (s *Store) fault(ctx context.Context, doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil && fromDatabase(err):
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	case s.isClosed(), isUnavailable(err):
		return fmt.Errorf("%s: %w: %w", doing, repository.ErrUnavailable, err)
	case fromDatabase(err):
		return fmt.Errorf("%s: %w", doing, err)
	}
	return err
}

func (s *Store) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// fromDatabase reports whether the driver or database/sql made err. A call that ctx interrupts ends with one of them.
func fromDatabase(err error) bool {
	var fault *sqlite.Error
	return errors.As(err, &fault) || errors.Is(err, sql.ErrTxDone) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// isUnavailable reports whether the same call may succeed later, or once somebody has made room on the disk.
func isUnavailable(err error) bool {
	switch code(err) & 0xff { // the low byte is the primary code: https://sqlite.org/rescode.html
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_NOMEM, lib.SQLITE_READONLY, lib.SQLITE_IOERR, lib.SQLITE_FULL,
		lib.SQLITE_CANTOPEN, lib.SQLITE_PROTOCOL, lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB, lib.SQLITE_INTERRUPT:
		return true
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone)
}

// isDuplicate reports whether a UNIQUE constraint refused the row.
func isDuplicate(err error) bool { return code(err) == lib.SQLITE_CONSTRAINT_UNIQUE }

func code(err error) int {
	var fault *sqlite.Error
	if errors.As(err, &fault) {
		return fault.Code()
	}
	return lib.SQLITE_OK
}
