// SPDX-License-Identifier: Apache-2.0

// Package store measures writes and reads of both stores, each beside a bare handler: the same transaction on the same
// tables by the same driver, written by hand for this one purpose. It is a test, because a test can have a Postgres; as
// such it is short, and keeps itself from rotting. `make bench-store` is the same at length.
package store
