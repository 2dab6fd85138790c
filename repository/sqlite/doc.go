// SPDX-License-Identifier: Apache-2.0

// Package sqlite is the store in one file: no server, no setup, one process. It is the default of `corsgate serve` and
// the store of the tests.
//
// One connection writes and many read. A write takes the only writing connection and begins with the write lock, so it
// never fails half way for want of it, and its revision is the next one by construction. Followers in the same process
// are woken after each commit; those in another process have to ask. What the records mean is not known here.
package sqlite
