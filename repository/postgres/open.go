// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/corsgate/corsgate/repository"
)

// Poll, as a ListenURL, stands for no connection at all: followers look for themselves every PollInterval.
const Poll = "poll"

// Options are the choices of Open. The zero value is a good one.
type Options struct {
	// ListenURL is where to LISTEN, if the other URL leads through a transaction pooler, which cannot do that; or Poll.
	// Default: the same URL.
	ListenURL string
	// PollInterval is how often to look for changes without LISTEN. Default 250ms.
	PollInterval time.Duration
	// MaxConnections bounds the pool. Default 10, or what the URL says as pool_max_conns.
	MaxConnections int32
	// Insecure allows connections to other machines without sslmode=verify-full.
	Insecure bool
	// PreviousSchema serves on the schema before the present one too: for gateways, which are upgraded last.
	PreviousSchema bool
	// Logger reports what the listener meets. Default: nothing is logged.
	Logger *slog.Logger
}

// Store is a repository.Store in a Postgres database. Open returns one.
type Store struct {
	repository.Store // TODO stub
	pool             *pgxpool.Pool
}

// Open prepares a store without connecting to it: a process starts, and a gateway serves, while the database is away.
// An error means that the URL cannot be used; it never quotes the URL, which may hold a password.
func Open(url string, options Options) (*Store, error) { return nil, errors.New("not yet") }
