// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// Options are the choices of Open and OpenReadOnly. The zero value is a good one.
type Options struct {
	// BusyTimeout is how long a call waits for another process that holds the file. Default 5s.
	BusyTimeout time.Duration
	// Readers is how many calls can read at a time. Default: the number of CPUs, at least 4.
	Readers int
}

func (o Options) withDefaults() Options {
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = 5 * time.Second
	}
	if o.Readers <= 0 {
		o.Readers = max(4, runtime.GOMAXPROCS(0))
	}
	return o
}

// Open opens the store at path, creates it with mode 0600 if it is not there, and brings its schema up to date.
func Open(ctx context.Context, path string, options Options) (*Store, error) {
	options = options.withDefaults()
	if err := provide(path, options); err != nil {
		return nil, err
	}
	write, err := connect(writerDSN(path, options), 1)
	if err != nil {
		return nil, err
	}
	read, err := connect(readerDSN(path, "rw", options), options.Readers)
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	return newStore(write, read, options).prepared(ctx, path)
}

// OpenReadOnly opens an existing store to look at it, also while another process writes it. The file is neither
// changed nor migrated, and methods that would change it fail. Its Await learns nothing of commits by itself.
func OpenReadOnly(ctx context.Context, path string, options Options) (*Store, error) {
	options = options.withDefaults()
	read, err := connect(readerDSN(path, "ro", options), options.Readers)
	if err != nil {
		return nil, err
	}
	return newStore(nil, read, options).prepared(ctx, path)
}

// prepared compiles the statements, which is the first use of the connections, or closes what was opened.
func (s *Store) prepared(ctx context.Context, path string) (*Store, error) {
	err := s.prepare(ctx)
	if err == nil {
		return s, nil
	}
	if version, unknown := schemaOf(ctx, s.read); s.write == nil && unknown == nil && 0 < version && version < latestSchema {
		err = errOlder
	}
	err = s.fault(ctx, "open "+path, err)
	_ = s.Close() // the first error is the one to tell
	return nil, err
}

func connect(dsn string, connections int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections) // a closed connection would lose its compiled statements
	return db, nil
}

// patienceStep is how long the writer waits for a lock before it looks at its context again.
const patienceStep = 50 * time.Millisecond

// writerDSN asks for a write-ahead log, so that readers and the writer do not wait for each other, and for a sync at
// each commit: an acknowledged write survives a power failure.
func writerDSN(path string, options Options) string {
	options.BusyTimeout = min(options.BusyTimeout, patienceStep)
	return dsn(path, "rw", options, url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)"},
	})
}

func readerDSN(path, mode string, options Options) string {
	return dsn(path, mode, options, url.Values{"_query_only": {"true"}})
}

func dsn(path, mode string, options Options, params url.Values) string {
	params.Set("mode", mode)
	params.Set("_busy_timeout", strconv.FormatInt(options.BusyTimeout.Milliseconds(), 10))
	file := url.URL{Path: filepath.ToSlash(path)} // a ? or # in the path is not the end of it
	return fmt.Sprintf("file:%s?%s", file.EscapedPath(), params.Encode())
}
