// SPDX-License-Identifier: Apache-2.0

// Package migrations holds the schemas of the stores as numbered SQL files, one directory a database. It only carries
// them: the stores run them, and nothing here knows how.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed postgres/*.sql sqlite/*.sql
var files embed.FS

// SQLite is the directory of the SQLite store's migrations, as golang-migrate's iofs source reads it.
func SQLite() fs.FS { return directory("sqlite") }

// Postgres is the directory of the Postgres store's migrations, and of roles.sql, which is none of them.
func Postgres() fs.FS { return directory("postgres") }

func directory(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil { // the names are constants, and valid
		return files
	}
	return sub
}
