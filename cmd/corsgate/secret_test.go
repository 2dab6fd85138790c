// SPDX-License-Identifier: Apache-2.0

package main

import "testing"

func TestHasPassword(t *testing.T) {
	t.Parallel()
	for connection, want := range map[string]bool{
		"":                          false,
		"poll":                      false,
		"postgres://localhost/db":   false,
		"postgres://user@localhost": false,
		"postgres://user@localhost:5432/db?sslmode=verify-full&sslrootcert=/a/b": false,
		"postgres:///db?host=/run/postgresql&user=a":                             false,
		"postgres://user@one:1,two:2/db":                                         false,
		"localhost:5432/db":                                                      false,
		"host=localhost user=user":                                               false,
		"postgres://user@localhost/passwords":                                    false,

		"postgres://user:secret@localhost/db":            true,
		"postgres://user:@localhost/db":                  true,
		"postgresql://user:secret@one:1,two:2/db":        true,
		"postgresql://user:sec%ret@localhost/db":         true,
		"postgres://user:sec/ret@localhost/db":           true,
		"postgres:///db?user=a&password=secret":          true,
		"postgres:///db?user=a&pass%77ord=secret":        true,
		"postgres:///db?sslpassword=secret":              true,
		"postgres://user@localhost/db?PASSWORD=secret":   true,
		"host=localhost user=user password=secret":       true,
		"user:secret@localhost/db":                       true,
		"postgres:user:secret@localhost/db":              true,
		"postgres://user@one:1,two:2/db?password=secret": true,
	} {
		if got := hasPassword(connection); got != want {
			t.Errorf("%s: %v, want %v", connection, got, want)
		}
	}
}
