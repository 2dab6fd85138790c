// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/corsgate/corsgate/internal/bell"
)

const (
	listen        = `LISTEN corsgate_commits`
	selectSession = `SELECT pg_backend_pid()`
	selectEcho    = `SELECT pg_notify('corsgate_commits', $1)`

	// pingAfter is how long nothing may come until the connection is asked whether it is alive. It has half of that to
	// answer.
	pingAfter = 10 * time.Second
	// echoTimeout is how long a notification may take that the listener has asked for.
	echoTimeout = time.Second
	// The pause after a failure doubles from least to most; a random part of it is waited.
	leastPause = 50 * time.Millisecond
	mostPause  = 2 * time.Second
)

var errNotListening = errors.New("notifications do not arrive: there seems to be a transaction pooler in between; " +
	"give a direct connection as --database-listen-url, or the word " + Poll)

// listener rings a bell when somebody has committed, or may have: whenever it begins to listen, and whenever it tried
// in vain. So while it cannot listen its pauses are the intervals of polling.
type listener struct {
	config    *pgx.ConnConfig // nil: poll
	interval  time.Duration
	pingAfter time.Duration
	commits   *bell.Bell
	log       *slog.Logger
	failing   bool // the last attempt failed, and that was logged

	starting sync.Once
	cancel   context.CancelFunc
	running  sync.WaitGroup
	ctx      context.Context
}

func newListener(url string, options Options, commits *bell.Bell) (*listener, error) {
	l := &listener{interval: options.PollInterval, pingAfter: pingAfter, commits: commits, log: options.Logger}
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
		l.failed(ctx, err)
		l.commits.Ring()
		if !sleep(ctx, time.Duration(rand.Int64N(int64(pause))+1)) {
			return
		}
		pause = min(2*pause, mostPause)
	}
}

// failed logs an error, and what follows from the same cause only for those who want to see everything.
func (l *listener) failed(ctx context.Context, err error) {
	level := slog.LevelWarn
	if l.failing {
		level = slog.LevelDebug
	}
	l.failing = true
	l.log.Log(ctx, level, "cannot listen for commits; looking for them meanwhile", slog.Any("error", err))
}

// listen keeps one connection until it fails.
func (l *listener) listen(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, l.config)
	if err != nil {
		return err
	}
	defer hangUp(conn)
	if err := within(ctx, l.pingAfter, func(ctx context.Context) error { return l.begin(ctx, conn) }); err != nil {
		return err
	}
	l.failing = false
	l.log.Info("listening for commits")
	l.commits.Ring() // what was committed before is not announced any more
	for {
		err := within(ctx, l.pingAfter, func(ctx context.Context) error {
			_, err := conn.WaitForNotification(ctx)
			return err
		})
		switch {
		case err == nil:
			l.commits.Ring()
		case ctx.Err() != nil || !pgconn.Timeout(err):
			return err
		default:
			if err := within(ctx, l.pingAfter/2, conn.Ping); err != nil {
				return fmt.Errorf("ping: %w", err)
			}
		}
	}
}

// begin listens, and makes sure that it is of use: a pooler that gives each transaction another session lets LISTEN
// succeed, and sends the notifications nowhere.
func (l *listener) begin(ctx context.Context, conn *pgx.Conn) error {
	pooled, err := isPooled(ctx, conn)
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, listen); err != nil || !pooled {
		return err
	}
	word := strconv.FormatUint(rand.Uint64(), 36)
	if err := l.call(ctx, word); err != nil {
		return err
	}
	err = within(ctx, echoTimeout, func(ctx context.Context) error { return hear(ctx, conn, word) })
	if pgconn.Timeout(err) {
		return errNotListening
	}
	return err
}

// hear waits for a word. Without one a commit could be taken for the echo: a session that was lent for a moment may have
// a notification from the time when another listener had it.
func hear(ctx context.Context, conn *pgx.Conn, word string) error {
	for {
		heard, err := conn.WaitForNotification(ctx)
		if err != nil || heard.Payload == word {
			return err
		}
	}
}

// isPooled reports whether the server's session is another one than the connection was told when it was made.
func isPooled(ctx context.Context, conn *pgx.Conn) (bool, error) {
	session, err := queryOne(ctx, conn, pgx.RowTo[uint32], selectSession, pgx.QueryExecModeSimpleProtocol)
	return session != conn.PgConn().PID(), err
}

// call notifies everybody who listens, by a connection of its own.
func (l *listener) call(ctx context.Context, word string) error {
	conn, err := pgx.ConnectConfig(ctx, l.config)
	if err != nil {
		return err
	}
	defer hangUp(conn)
	_, err = conn.Exec(ctx, selectEcho, pgx.QueryExecModeSimpleProtocol, word)
	return err
}

// hangUp closes a connection. Whatever is the matter with it, it is not used any more.
func hangUp(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
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
