// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/corsgate/corsgate/repository"
)

// sessions counts those that listen, of all stores of a database.
func sessions(t testing.TB, url string) int {
	t.Helper()
	return read[int](t, url, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = $1", listen)
}

// TestListenerStarts: a store needs a connection to listen from its first Await to its Close.
func TestListenerStarts(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store := open(t, as(t, url, gatewayUser), Options{FollowOnly: true})
	if err := store.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	cursor := cursorOf(t, store)
	if n := sessions(t, url); n != 0 {
		t.Errorf("%d sessions listen before Await", n)
	}
	awaiting := make(chan error, 2)
	for range cap(awaiting) {
		go func() {
			var err error
			for err == nil {
				err = store.Await(context.Background(), cursor)
			}
			awaiting <- err
		}()
	}
	eventually(t, "one session listens", func() bool { return sessions(t, url) == 1 })
	if err := store.Close(); err != nil {
		t.Error(err)
	}
	for range cap(awaiting) {
		if err := <-awaiting; !errors.Is(err, repository.ErrUnavailable) || !errors.Is(err, errClosed) {
			t.Errorf("Await: %v", err)
		}
	}
	eventually(t, "no session listens", func() bool { return sessions(t, url) == 0 })
	if err := store.Await(t.Context(), cursor); !errors.Is(err, errClosed) {
		t.Errorf("Await afterwards: %v", err)
	}
	if err := store.Close(); err != nil {
		t.Errorf("Close again: %v", err)
	}
	if err := open(t, url, Options{}).Close(); err != nil {
		t.Errorf("Close of a store that was not used: %v", err)
	}
}

// TestListenerWakes: whatever is the matter with its connection, a follower learns of each commit of another process.
func TestListenerWakes(t *testing.T) {
	t.Parallel()
	const nobody = "postgres://someone@127.0.0.1:1/none"
	for name, c := range map[string]struct {
		options func(url string) Options
		before  func(t *testing.T, url string) // each commit
		listens bool
	}{
		"listening":                   {func(string) Options { return Options{} }, nil, true},
		"by another URL":              {func(url string) Options { return Options{ListenURL: url} }, nil, true},
		"polling":                     {func(string) Options { return Options{ListenURL: Poll, PollInterval: 5 * time.Millisecond} }, nil, false},
		"while nobody is there":       {func(string) Options { return Options{ListenURL: nobody} }, nil, false},
		"while its session was ended": {func(string) Options { return Options{} }, endListeners, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := newDatabase(t)
			api := opened(t, as(t, url, appUser), Options{})
			furnish(t, api)
			options := c.options(as(t, url, gatewayUser))
			options.FollowOnly = true
			f := follow(t, opened(t, as(t, url, gatewayUser), options))
			for i := range 10 {
				f.expectAfter(t, func() {
					if c.before != nil {
						c.before(t, url)
					}
					mustPut(t, api, records, fmt.Sprint(i))
				}, "home-records")
			}
			if n := sessions(t, url); (n == 1) != c.listens && !(c.before != nil && n == 0) {
				t.Errorf("%d sessions listen", n)
			}
			f.expectUpToDate(t)
		})
	}
}

// endListeners ends whoever listens, and does not wait until it is gone.
func endListeners(t *testing.T, url string) {
	t.Helper()
	read[int](t, url, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE datname = current_database() AND query = $1`, listen)
}

// TestListenerReturns: after each loss of its connection the listener gets another one.
func TestListenerReturns(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store := opened(t, as(t, url, gatewayUser), Options{FollowOnly: true})
	cursor := cursorOf(t, store)
	if err := store.Await(t.Context(), repository.Cursor{}); err != nil {
		t.Fatal(err)
	}
	last := 0
	for range 5 {
		eventually(t, "another session listens", func() bool {
			session := read[int](t, url, `SELECT coalesce(max(pid), 0) FROM pg_stat_activity
				WHERE datname = current_database() AND query = $1`, listen)
			if session == 0 || session == last {
				return false
			}
			last = session
			return true
		})
		endListeners(t, url)
	}
	if now := cursorOf(t, store); now != cursor {
		t.Errorf("the cursor went from %v to %v", cursor, now)
	}
}

// TestHear: the listener does not take somebody's commit for what it has asked for.
func TestHear(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	conn := connect(t, url)
	if _, err := conn.Exec(t.Context(), listen); err != nil {
		t.Fatal(err)
	}
	exec(t, url, notify)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := hear(ctx, conn, "word"); !pgconn.Timeout(err) {
		t.Errorf("a commit was taken for the echo: %v", err)
	}
	exec(t, url, notify+", 'word'")
	if err := hear(soon(t), conn, "word"); err != nil {
		t.Error(err)
	}
}

// TestListenerHearsNothing: a connection that is dead without a word is given up.
func TestListenerHearsNothing(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	p, through := newProxy(t, url, gatewayUser)
	api := opened(t, as(t, url, appUser), Options{})
	furnish(t, api)
	gateway := opened(t, as(t, url, gatewayUser), Options{FollowOnly: true, ListenURL: through})
	gateway.listener.pingAfter = 200 * time.Millisecond
	f := follow(t, gateway)
	f.expectAfter(t, func() { mustPut(t, api, records, "here") }, "home-records")
	eventually(t, "it listens", func() bool { return p.accepted.Load() > 0 })
	p.silent.Store(true)
	f.expectAfter(t, func() { mustPut(t, api, other, "there") }, "home-other home-records")
	before := p.accepted.Load()
	p.silent.Store(false)
	eventually(t, "it tries again", func() bool { return p.accepted.Load() > before })
	f.expectAfter(t, func() { remove(t, api, other) }, "home-records")
}
