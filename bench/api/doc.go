// SPDX-License-Identifier: Apache-2.0

// Package api measures the management API over HTTP, on both stores, beside a bare Gin handler: one that runs the same
// statements on the same tables by the same driver, and does nothing else. It is a test, because a test can have a
// Postgres; as such it is short, and keeps itself from rotting. `make bench-api` is the same at length.
package api
