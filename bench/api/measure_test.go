// SPDX-License-Identifier: Apache-2.0

package api

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// load is what one row of the table measures.
type load struct {
	name string
	// requests returns what a client sends: the next request with each call.
	requests func(client int) func() []byte
}

// loads are the same for every store.
func loads(token string) []load {
	var a ages
	put := func(service int) func() []byte { return newChange(&a, service, token).next }
	get := func(service string) []byte { return message("GET", servicesPath+"/"+service+version, token, "") }
	var many [][]byte
	for n := range crowded {
		many = append(many, get(crowdName(n+1)))
	}
	var last atomic.Int64
	return []load{
		{"GET, a service each", func(client int) func() []byte {
			request := get(serviceName(client % measured))
			return func() []byte { return request }
		}},
		{"GET, many in turn", func(int) func() []byte {
			return func() []byte { return many[last.Add(1)%crowded] }
		}},
		{"PUT, a service each", func(client int) func() []byte { return put(client % measured) }},
		{"PUT, one service", func(int) func() []byte { return put(0) }},
	}
}

// crew are the clients of one side.
type crew struct {
	wires    []*wire
	requests []func() []byte
}

func (l load) crew(t *testing.T, address string, clients int) *crew {
	t.Helper()
	c := &crew{}
	for client := range clients {
		w, err := dial(address)
		if err != nil {
			t.Fatal(err)
		}
		c.wires, c.requests = append(c.wires, w), append(c.requests, l.requests(client))
	}
	return c
}

func (c *crew) leave() {
	for _, w := range c.wires {
		_ = w.Close() // nobody uses it any more
	}
}

// pace is how a side went in a turn: answers per second, and what each took of the processors in microseconds. That is
// of this process, so of the handler and the client, and not of Postgres.
type pace struct{ rate, processor float64 }

// run puts the load on a side for a time.
func (c *crew) run(t *testing.T, d time.Duration) pace {
	var (
		working sync.WaitGroup
		served  atomic.Int64
		used    = processorTime(t)
		begin   = time.Now()
	)
	for client, w := range c.wires {
		working.Go(func() {
			for goesOn := true; goesOn; goesOn = time.Since(begin) < d {
				if err := w.do(c.requests[client]()); err != nil {
					t.Error(err)
					return
				}
				served.Add(1)
			}
		})
	}
	working.Wait()
	took, n := time.Since(begin), float64(served.Load())
	return pace{n / took.Seconds(), float64(processorTime(t)-used) / float64(time.Microsecond) / n}
}

// processorTime is what the process has used so far, collection of garbage included.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// comparison has one value a round.
type comparison struct{ ours, bare, ratio, oursProcessor, bareProcessor []float64 }

func (c *comparison) add(ours, bare pace) {
	c.ours, c.bare, c.ratio = append(c.ours, ours.rate), append(c.bare, bare.rate), append(c.ratio, ours.rate/bare.rate)
	c.oursProcessor, c.bareProcessor = append(c.oursProcessor, ours.processor), append(c.bareProcessor, bare.processor)
}

// compare measures both in turns, so that whatever else the machine does meets both; who begins changes with each round.
func (l load) compare(t *testing.T, p pair, rounds int, d time.Duration) (c comparison) {
	t.Helper()
	var paces [2]pace
	sides := [2]*crew{l.crew(t, p.ours, clients), l.crew(t, p.bare, clients)}
	defer sides[0].leave()
	defer sides[1].leave()
	for round := range rounds + 1 {
		for turn := range sides {
			i := (round + turn) % len(sides)
			paces[i] = sides[i].run(t, d)
		}
		if t.Failed() {
			t.Fatalf("%s: see above", l.name)
		}
		if round > 0 { // in the first one connections are opened and statements prepared
			c.add(paces[0], paces[1])
		}
	}
	return c
}

func median(values []float64) float64 { return quantile(values, 0.5) }

// quantile is the value that the part q of all is not above, between two neighbours in proportion.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	whole, part := math.Modf(q * float64(len(sorted)-1))
	low, high := sorted[int(whole)], sorted[min(int(whole)+1, len(sorted)-1)]
	return low + part*(high-low)
}
