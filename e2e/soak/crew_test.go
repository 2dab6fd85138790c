// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// crew are all writers. They write as far as they are permitted to, so that what happens to the servers happens in the
// middle of a burst, however fast the machine is.
type crew struct {
	services []string
	clock    func() time.Duration
	permits  chan struct{}
	allowed  int64 // how many permits there were

	acked   atomic.Int64
	hint    chan struct{} // after each acknowledgement
	running sync.WaitGroup
	done    chan struct{} // closed when all are
	logs    []*history.Log
	stop    context.CancelFunc

	mu     sync.Mutex
	failed error
}

// startCrew starts a writer for each store.
func startCrew(t *testing.T, s *soak, stores []changer) *crew {
	t.Helper()
	c := &crew{services: s.services, clock: s.clock, permits: make(chan struct{}, 1<<20), hint: make(chan struct{}, 1),
		done: make(chan struct{})}
	ctx, stop := context.WithCancel(t.Context())
	c.stop = stop
	t.Cleanup(func() { stop(); c.running.Wait() })
	for i, store := range stores {
		log, err := history.LogWrites(s.dir, strconv.Itoa(i))
		if err != nil {
			t.Fatal(err)
		}
		c.logs = append(c.logs, log)
		w := &writer{crew: c, number: i, store: store, log: log, random: rand.New(rand.NewPCG(s.seed, uint64(i)))}
		c.running.Go(func() { w.run(ctx, s.commits) })
	}
	go func() { c.running.Wait(); close(c.done) }()
	return c
}

// permit lets the writers make so many more commits.
func (c *crew) permit(commits int) {
	c.allowed += int64(commits)
	for range commits {
		c.permits <- struct{}{}
	}
}

func (c *crew) acknowledged() {
	c.acked.Add(1)
	select {
	case c.hint <- struct{}{}:
	default:
	}
}

// await waits until so many commits have been acknowledged, or ctx ends.
func (c *crew) await(ctx context.Context, commits int64) {
	for c.acked.Load() < commits {
		select {
		case <-c.hint:
		case <-c.done:
			return
		case <-ctx.Done():
			return
		}
	}
}

// finished says whether each writer has made all its commits.
func (c *crew) finished() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

func (c *crew) complain(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failed = errors.Join(c.failed, err)
}

// end stops the writers where they are.
func (c *crew) end(t *testing.T) {
	t.Helper()
	c.stop()
	<-c.done
	for _, log := range c.logs {
		c.complain(log.Close())
	}
	if c.failed != nil {
		t.Errorf("writers: %v", c.failed)
	}
}
