// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/corsgate/corsgate/e2e/soak/history"
	"github.com/corsgate/corsgate/repository/postgres"
)

const (
	// burst is how many commits go with an event.
	burst = 80
	// soon bounds the wait for the middle of a burst.
	soon = 10 * time.Second
)

// soak is one soak, seen by its driver.
type soak struct {
	*testing.T
	options
	dir     string
	begun   time.Time
	random  *rand.Rand
	cluster *cluster
	store   *postgres.Store // the driver's own, which finds the primary
	events  *history.Log

	followers []*follower
	crew      *crew
	backups   []backup
	made      int  // backups
	detached  bool // the standby is none at the moment
}

// options of a soak.
type options struct {
	seed     uint64
	services []string
	commits  int // of each writer
}

// TestSoak soaks with everything.
func TestSoak(t *testing.T) {
	t.Parallel()
	seed := *soakSeed
	for seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("to have events in the same order again: -soak.seed=%d", seed)
	s := newSoak(t, options{seed: seed, services: services(200), commits: *soakCommits}, newCluster(t, true))
	for i := range 4 {
		s.followers = append(s.followers, startFollower(t, s, fmt.Sprint(i), none))
	}
	s.crew = startCrew(t, s, s.stores(8))
	s.backup()
	for _, e := range s.shuffled() {
		s.happen(e)
	}
	for !s.over() {
		for _, e := range s.shuffled() {
			if !s.over() {
				s.happen(e)
			}
		}
	}
	s.settle()
	verdict, sound := judge(t, buildOracle(t), s.dir)
	t.Logf("the oracle:\n%s", verdict)
	if !sound {
		t.Error("the oracle found faults")
	}
}

func newSoak(t *testing.T, o options, c *cluster) *soak {
	t.Helper()
	s := &soak{T: t, options: o, begun: time.Now(), cluster: c, random: rand.New(rand.NewPCG(o.seed, 0)), dir: directory(t)}
	var err error
	if s.events, err = history.LogEvents(s.dir); err != nil {
		t.Fatal(err)
	}
	s.store = s.open("postgres")
	s.furnish()
	s.events.Add(history.Event{Kind: history.Begun, Detail: fmt.Sprintf("seed %d", o.seed)})
	return s
}

func (s *soak) clock() time.Duration { return time.Since(s.begun) }

// over says whether there is time for another event, and somebody who writes.
func (s *soak) over() bool { return s.clock() > *soakTime || s.crew.finished() }

// settle stops the writers, lets the followers come to an end, and writes down where the store is.
func (s *soak) settle() {
	s.Helper()
	s.crew.end(s.T)
	quiet := history.Event{Kind: history.Quiet, Begin: s.clock(), Truth: s.truth()}
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	defer cancel()
	if err := s.reached(ctx, quiet.Truth.Cursor); err != nil {
		s.Error(err)
	}
	for _, f := range s.followers {
		_ = f.stdin.Close() // all at the same time; close tells if one had ended before
	}
	for _, f := range s.followers {
		if f.close(); f.err != nil {
			s.Errorf("follower %s: %v", f.name, f.err)
		}
	}
	quiet.End = s.clock()
	s.events.Add(quiet)
	if err := s.events.Close(); err != nil {
		s.Fatal(err)
	}
}
