// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/corsgate/corsgate/repository/postgres"
)

// databaseFlags lead to a Postgres database. The URLs can hold passwords: no message quotes them.
type databaseFlags struct {
	DatabaseURL       string `name:"database-url" placeholder:"URL" help:"Postgres that keeps the settings: postgres://user@host/database?sslmode=verify-full. If there is a password in it, set CORSGATE_DATABASE_URL_FILE to a file that contains it."`
	DatabaseListenURL string `name:"database-listen-url" placeholder:"URL" help:"Where to LISTEN for changes, if the other URL leads to a transaction pooler; or the word poll, to ask four times a second instead. Default: the same URL. Also CORSGATE_DATABASE_LISTEN_URL_FILE."`
	DatabaseInsecure  bool   `help:"Allow databases on other machines without sslmode=verify-full."`
}

// check reads the URLs that stand in files, and refuses those that lead to no Postgres.
func (f *databaseFlags) check(args arguments) error {
	for _, s := range []struct {
		flag  string
		value *string
	}{
		{"--database-url", &f.DatabaseURL},
		{"--database-listen-url", &f.DatabaseListenURL},
	} {
		from, err := resolveSecret(s.flag, s.value, args)
		if err != nil {
			return err
		}
		poll := s.value == &f.DatabaseListenURL && *s.value == postgres.Poll
		if *s.value != "" && !poll && !isPostgres(*s.value) {
			return fmt.Errorf("%s is no URL of the form postgres://user@host/database: Postgres is what corsgate can keep settings in "+
				"besides SQLite, and connection strings of keywords are not read", from)
		}
	}
	if f.DatabaseURL == "" && f.DatabaseListenURL != "" {
		return errors.New("--database-listen-url goes with --database-url, which is not set")
	}
	return nil
}

func isPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

// require refuses to do without a database, and says why.
func (f *databaseFlags) require(why string) error {
	if f.DatabaseURL != "" {
		return nil
	}
	return errors.New("--database-url is missing: " + why +
		". Set CORSGATE_DATABASE_URL, or CORSGATE_DATABASE_URL_FILE to a file that contains the URL")
}

// open prepares the store; it connects to nothing yet.
func (f *databaseFlags) open(followOnly bool, log *slog.Logger) (*postgres.Store, error) {
	store, err := postgres.Open(f.DatabaseURL, postgres.Options{ListenURL: f.DatabaseListenURL, Insecure: f.DatabaseInsecure,
		FollowOnly: followOnly, Logger: log})
	if err != nil {
		return nil, fmt.Errorf("--database-url: %w", err)
	}
	return store, nil
}

func (f *databaseFlags) migrateOptions() postgres.MigrateOptions {
	return postgres.MigrateOptions{Insecure: f.DatabaseInsecure}
}

// reach opens the store for one piece of work: what is amiss shall be told at once.
func (f *databaseFlags) reach(ctx context.Context) (*postgres.Store, error) {
	store, err := f.open(false, nil)
	if err != nil {
		return nil, err
	}
	if err := store.CheckSchema(ctx); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}
