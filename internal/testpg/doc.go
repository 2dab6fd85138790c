// SPDX-License-Identifier: Apache-2.0

// Package testpg gives tests a real Postgres: a database of its own for each test, on one server that a test binary
// shares and that trades durability for speed; and whole servers, which can be stopped, killed, followed by a
// standby, promoted, backed up and restored. It runs the programs of an installed Postgres on temporary directories
// and ends and removes both. Without an installation tests are skipped; where CI is set they fail.
//
// It must not know what the databases hold: no schema, no store. A caller's migrations come in as a function.
package testpg
