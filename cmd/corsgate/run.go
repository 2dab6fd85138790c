// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/corsgate/corsgate/telemetry"
)

// run serves until ctx ends or a listener fails, and drains.
func (s *server) run(ctx context.Context) error {
	background, stopBackground := context.WithCancel(context.Background())
	var following sync.WaitGroup
	for _, work := range s.background() {
		following.Go(func() { work(background) })
	}

	failed := make(chan error, len(s.listeners))
	for _, l := range s.listeners {
		following.Go(func() {
			if l.name != "gateway" || s.awaitTable(background) {
				l.run(s.log, failed)
			}
		})
	}
	var err error
	select {
	case <-ctx.Done():
		s.log.Info("draining")
	case err = <-failed:
	}
	s.stop()
	stopBackground()
	following.Wait()
	s.log.Info("stopped")
	return err
}

// background is what goes on besides answering requests. Whoever may not write does not compact either.
func (s *server) background() []func(context.Context) {
	var work []func(context.Context)
	if s.schema != nil {
		work = append(work, s.schema.run)
	}
	if s.follower != nil {
		work = append(work, s.follower.Run)
	}
	if s.manager != nil {
		work = append(work, s.compact)
	}
	return work
}

// stop lets the requests that are under way finish, and closes the operations port last: until then it says that the
// rest is draining. Connections that were upgraded, such as WebSockets, end with the process.
func (s *server) stop() {
	s.draining.Store(true)
	var stopping sync.WaitGroup
	for _, l := range s.listeners[1:] {
		stopping.Go(func() { l.stop(s.log) })
	}
	stopping.Wait()
	s.listeners[0].stop(s.log)
}

// awaitTable waits until there is a table to serve: without one the gateway would tell clients of every service that it
// does not exist. Connections wait meanwhile, and /readyz says why.
func (s *server) awaitTable(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-s.follower.Ready():
		return true
	}
}

// Deletions are kept for followers that were away; one that was away for longer starts from a snapshot.
const (
	compactEvery  = time.Hour
	keepDeletions = 7 * 24 * time.Hour
)

func (s *server) compact(ctx context.Context) {
	tick := time.NewTicker(compactEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			if err := s.store.Compact(ctx, now.Add(-keepDeletions)); err != nil {
				s.log.Error("cannot compact the store", slog.Any("error", err))
			}
		}
	}
}

func (s *server) readiness() telemetry.Readiness {
	r := telemetry.Readiness{Ready: true}
	if s.follower != nil {
		status := s.follower.Status()
		r = telemetry.Readiness{Ready: status.Ready, AppliedRevision: int64(status.Applied), Reason: status.Reason}
	}
	if s.schema != nil {
		r = s.schema.amend(r, s.follower != nil)
	}
	if s.draining.Load() {
		r.Ready, r.Reason = false, "draining"
	}
	return r
}
