// SPDX-License-Identifier: Apache-2.0

package repository

import "errors"

// The errors that callers test for with errors.Is.
var (
	ErrNotFound       = errors.New("not found")
	ErrParentNotFound = errors.New("parent not found")
	ErrTaken          = errors.New("name is taken")
	ErrNotEmpty       = errors.New("not empty")
	// ErrUnavailable: the store cannot be reached or is overloaded; the same call may work later.
	ErrUnavailable = errors.New("store is unavailable")
	ErrCompacted   = errors.New("cursor is older than the kept changes")
	ErrEpoch       = errors.New("cursor is of another epoch")
)
