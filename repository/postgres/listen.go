// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/corsgate/corsgate/internal/bell"
)

const (
	listen = `LISTEN corsgate_commits`
	// selectListening is false behind a transaction pooler, which gives each transaction another session.
	selectListening = `SELECT EXISTS (SELECT FROM pg_listening_channels() AS channel WHERE channel = 'corsgate_commits')`

	// pingAfter is how long nothing may come until the connection is asked whether it is alive, and pingTimeout how long
	// it has to answer.
	pingAfter   = 10 * time.Second
	pingTimeout = 5 * time.Second
	// The pause after a failure doubles from least to most; a random part of it is waited.
	leastPause = 50 * time.Millisecond
	mostPause  = 2 * time.Second
)

var errNotListening = errors.New("the session does not keep its LISTEN: there seems to be a transaction pooler in between; " +
	"give a direct connection as --database-listen-url, or the word " + Poll)

// listener rings a bell when somebody has committed, or may have: whenever it begins to listen, and whenever it tried
// in vain. So while it cannot listen its pauses are the intervals of polling.
type listener struct {
	config   *pgx.ConnConfig // nil: poll
	interval time.Duration
	commits  *bell.Bell
	log      *slog.Logger

	starting sync.Once
	cancel   context.CancelFunc
	running  sync.WaitGroup
	ctx      context.Context
}

func newListener(url string, options Options, commits *bell.Bell) (*listener, error) {
	l := &listener{interval: options.PollInterval, commits: commits, log: options.Logger}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	if options.ListenURL == Poll {
		return l, nil
	}
	if options.ListenURL != "" {
		url = options.ListenURL
	}
	var err error
	l.config, err = connConfig(url, options.Insecure)
	return l, err
}

// start begins to listen, once. A process that follows nothing needs no connection for it.
func (l *listener) start() {
	l.starting.Do(func() { l.running.Go(func() { l.run(l.ctx) }) })
}

// stop ends what start began, and keeps it from beginning.
func (l *listener) stop() {
	l.cancel()
	l.starting.Do(func() {})
	l.running.Wait()
}

func (l *listener) run(ctx context.Context) {
	if l.config == nil {
		for sleep(ctx, l.interval) {
			l.commits.Ring()
		}
		return
	}
	pause := leastPause
	for {
		began := time.Now()
		err := l.listen(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > mostPause {
			pause = leastPause
		}
		l.log.Warn("cannot listen for commits; looking for them meanwhile", slog.Any("error", err))
		l.commits.Ring()
		if !sleep(ctx, time.Duration(rand.Int64N(int64(pause))+1)) {
			return
		}
		pause = min(2*pause, mostPause)
	}
}

// listen keeps one connection until it fails.
func (l *listener) listen(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, l.config)
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = conn.Close(ctx) // whatever is the matter with it, it is not used any more
	}()
	if err := within(ctx, pingTimeout, func(ctx context.Context) error {
		_, err := conn.Exec(ctx, listen)
		return err
	}); err != nil {
		return err
	}
	l.log.Info("listening for commits")
	l.commits.Ring() // what was committed before is not announced any more
	for {
		err := within(ctx, pingAfter, func(ctx context.Context) error {
			_, err := conn.WaitForNotification(ctx)
			return err
		})
		switch {
		case err == nil:
			l.commits.Ring()
		case ctx.Err() != nil || !pgconn.Timeout(err):
			return err
		default:
			if err := within(ctx, pingTimeout, func(ctx context.Context) error { return ping(ctx, conn) }); err != nil {
				return err
			}
		}
	}
}

func ping(ctx context.Context, conn *pgx.Conn) error {
	listening, err := queryOne(ctx, conn, pgx.RowTo[bool], selectListening)
	if err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	if !listening {
		return errNotListening
	}
	return nil
}

func within(ctx context.Context, d time.Duration, call func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	return call(ctx)
}

// sleep is false if ctx ended.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
