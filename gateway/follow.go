// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// Times of the follower.
const (
	// reread is how long it relies on the watcher's hints before it looks for itself; jitter is added.
	reread = 30 * time.Second
	// readTimeout bounds one reading of the store, so that a watcher that hangs is noticed.
	readTimeout = time.Minute
	// firstTry bounds the first reading of a gateway that has a saved table. The table is not served before that reading has
	// succeeded or failed: what was revoked while the gateway was down stays revoked after every restart that finds the
	// store, and a restart that does not find it costs no more than this.
	firstTry = 2 * time.Second
	// The pause after a failure doubles from least to most; a random part of it is waited, so that a thousand gateways
	// do not return at the same moment.
	leastPause = 50 * time.Millisecond
	mostPause  = 5 * time.Second
)

// Run follows until ctx ends. With a saved table it begins from that, and saves the last one before it returns.
func (f *Follower) Run(ctx context.Context) {
	if f.Saved != nil {
		f.recall()
		saving, stop := context.WithCancel(context.WithoutCancel(ctx))
		var kept sync.WaitGroup
		onDisk := f.cursor
		kept.Go(func() { f.keepSaved(saving, onDisk) })
		defer kept.Wait()
		defer stop()
	}
	f.run(ctx)
}

func (f *Follower) run(ctx context.Context) {
	pause := leastPause
	for ctx.Err() == nil {
		before := f.cursor
		err := f.follow(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, repository.ErrCompacted), errors.Is(err, repository.ErrEpoch):
			f.Logger.Warn("starting over from a snapshot", slog.Any("reason", err))
			f.startOver()
		default:
			f.failed(ctx, err)
			f.stall()
		}
		if f.cursor != before {
			pause = leastPause
		}
		sleep(ctx, time.Duration(rand.Int64N(int64(pause))+1))
		pause = min(2*pause, mostPause)
	}
}

// failed logs an error, and what follows from the same cause only for those who want to see everything.
func (f *Follower) failed(ctx context.Context, err error) {
	level := slog.LevelError
	if f.failing {
		level = slog.LevelDebug
	}
	f.failing = true
	f.Logger.Log(ctx, level, "cannot follow the settings; serving the last good ones", slog.Any("error", err))
}

// follow applies what comes until something fails.
func (f *Follower) follow(ctx context.Context) error {
	if f.cursor == (repository.Cursor{}) {
		if err := f.restart(ctx); err != nil {
			return err
		}
	}
	for {
		if err := f.advance(ctx); err != nil {
			return err
		}
		if f.failing {
			f.failing = false
			f.Logger.Info("following the settings again")
		}
		if err := f.await(ctx); err != nil {
			return err
		}
	}
}

// advance reads and applies what has changed.
func (f *Follower) advance(ctx context.Context) error {
	limit := readTimeout
	if !f.Status().Ready { // a saved table is waiting
		limit = firstTry
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	changes, err := f.watcher.Changes(ctx, f.cursor)
	if err == nil {
		f.apply(changes)
	}
	return err
}

// await returns nil when it is time to read again.
func (f *Follower) await(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, reread+time.Duration(rand.Int64N(int64(reread/4))))
	defer cancel()
	err := f.watcher.Await(limited, f.cursor)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return nil
	}
	return err
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
