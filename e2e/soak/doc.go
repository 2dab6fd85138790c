// SPDX-License-Identifier: Apache-2.0

// Package soak holds the test that nothing is missed and nothing invented: writers and followers at work while the
// database's sessions are ended, its server is stopped, killed and replaced by its standby, and older backups are
// restored. Everything is recorded in the form of the package history, and judged afterwards by the program oracle.
//
//	go test ./e2e/soak -run TestSoak -v -timeout 0 -soak.time=15m
//
// It has no code but tests. They use the store and the gateway as the program's commands do.
package soak
