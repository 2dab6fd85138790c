// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package main

// lockDataDir does nothing where there is no flock: see lock_unix.go for what it is for.
func lockDataDir(string) (unlock func() error, err error) { return func() error { return nil }, nil }
