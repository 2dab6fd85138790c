// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// load is what one row of the table measures.
type load struct {
	name    string
	workers int // at a time
	act     func(ctx context.Context, e engine, worker int) error
}

// loads are the same for every store.
func loads() []load {
	var last atomic.Int64 // each write is a change
	write := func(ctx context.Context, e engine, service int) error { return e.write(ctx, service, int(last.Add(1))) }
	apart := func(ctx context.Context, e engine, worker int) error { return write(ctx, e, worker%services) }
	same := func(ctx context.Context, e engine, _ int) error { return write(ctx, e, 0) }
	read := func(ctx context.Context, e engine, worker int) error { return e.read(ctx, worker%services) }
	return []load{
		{"1 writer", 1, apart},
		{"8 writers, a service each", 8, apart},
		{"32 writers, a service each", 32, apart},
		{"8 writers, one service", 8, same},
		{"32 writers, one service", 32, same},
		{"1 reader", 1, read},
		{"8 readers", 8, read},
	}
}

// run puts the load on an engine for a time, and returns how often it was served per second.
func (l load) run(ctx context.Context, e engine, d time.Duration) (perSecond float64, err error) {
	ctx, cancel := context.WithCancel(ctx) // a request's context can end too
	defer cancel()
	var (
		working sync.WaitGroup
		served  atomic.Int64
		errs    = make(chan error, l.workers)
		begin   = time.Now()
	)
	for worker := range l.workers {
		working.Go(func() {
			for goesOn := true; goesOn; goesOn = time.Since(begin) < d {
				if err := l.act(ctx, e, worker); err != nil {
					errs <- err
					return
				}
				served.Add(1)
			}
		})
	}
	working.Wait()
	took := time.Since(begin)
	close(errs)
	return float64(served.Load()) / took.Seconds(), <-errs // nil if there is none
}

// comparison has one value a round.
type comparison struct{ store, bare, ratio []float64 }

// compare measures both in turns, so that whatever else the machine does meets both; who begins changes with each round.
func (l load) compare(ctx context.Context, p pair, rounds int, d time.Duration) (c comparison, err error) {
	var rates [2]float64
	engines := [2]engine{p.store, p.bare}
	for round := range rounds + 1 {
		for turn := range engines {
			i := (round + turn) % len(engines)
			if rates[i], err = l.run(ctx, engines[i], d); err != nil {
				return c, fmt.Errorf("%T: %w", engines[i], err)
			}
		}
		if round == 0 {
			continue // connections are opened and statements prepared
		}
		c.store, c.bare, c.ratio = append(c.store, rates[0]), append(c.bare, rates[1]), append(c.ratio, rates[0]/rates[1])
	}
	return c, nil
}

func median(values []float64) float64 { return quantile(values, 0.5) }

// quantile is the value that the part q of all is not above, between two neighbours in proportion.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	whole, part := math.Modf(q * float64(len(sorted)-1))
	low, high := sorted[int(whole)], sorted[min(int(whole)+1, len(sorted)-1)]
	return low + part*(high-low)
}

func TestQuantile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		values []float64
		q      float64
		want   float64
	}{
		{"one value", []float64{7}, 0.25, 7},
		{"the middle of three, unsorted", []float64{3, 1, 2}, 0.5, 2},
		{"between the middle two", []float64{4, 1, 2, 3}, 0.5, 2.5},
		{"a quarter of five", []float64{1, 2, 3, 4, 5}, 0.25, 2},
		{"three quarters of two", []float64{10, 20}, 0.75, 17.5},
		{"the least", []float64{2, 1}, 0, 1},
		{"the greatest", []float64{1, 2}, 1, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := quantile(c.values, c.q); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
