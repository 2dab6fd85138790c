// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/corsgate/corsgate/internal/bell"
)

// Poll, as a ListenURL, stands for no connection at all: followers look for themselves every PollInterval.
const Poll = "poll"

// Options are the choices of Open. The zero value is a good one.
type Options struct {
	// ListenURL is where to LISTEN, if the other URL leads through a transaction pooler, which cannot do that; or Poll.
	// Setting it also makes the store ask of the other connections only what a transaction pooler gives. Default: the
	// same URL.
	ListenURL string
	// PollInterval is how often to look for changes without LISTEN. Default 250ms.
	PollInterval time.Duration
	// MaxConnections bounds the pool. Default: what the URL says as pool_max_conns, else 10.
	MaxConnections int32
	// CallTimeout bounds one call, except those that read every route. The deletion of a group may take four more of it.
	// Default 10s.
	CallTimeout time.Duration
	// Insecure allows connections to other machines without sslmode=verify-full.
	Insecure bool
	// FollowOnly is for gateways: the store is a Watcher, and nothing else is asked of it. So its user needs no right to
	// write, and the schema before the present one serves too, because gateways are upgraded last.
	FollowOnly bool
	// Logger reports what the listener meets. Default: nothing is logged.
	Logger *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.PollInterval <= 0 {
		o.PollInterval = 250 * time.Millisecond
	}
	if o.CallTimeout <= 0 {
		o.CallTimeout = 10 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Open prepares a store without connecting to it: a process starts, and a gateway serves, while the database is away.
// An error means that a URL cannot be used; it never quotes the URL, which may hold a password.
func Open(url string, options Options) (*Store, error) {
	options = options.withDefaults()
	config, err := poolConfig(url, options)
	if err != nil {
		return nil, err
	}
	commits := bell.New()
	listening, err := newListener(url, options, commits)
	if err != nil {
		return nil, fmt.Errorf("the URL to listen at: %w", err)
	}
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		return nil, fmt.Errorf("prepare the connection pool: %w", err)
	}
	return &Store{pool: pool, options: options, commits: commits, listener: listening, closed: make(chan struct{})}, nil
}
