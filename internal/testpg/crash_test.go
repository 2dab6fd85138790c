// SPDX-License-Identifier: Apache-2.0

package testpg_test

import (
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

func TestAcknowledgedRowSurvivesKill(t *testing.T) {
	t.Parallel()
	s := testpg.Start(t, testpg.Options{Durable: true})
	s.Exec(t, "postgres", "CREATE TABLE notes (text text)")
	for round := 1; round <= 3; round++ {
		processes := read[[]int](t, s.URL("postgres"), "SELECT array_agg(pid) FROM pg_stat_activity")
		s.Exec(t, "postgres", "INSERT INTO notes VALUES ('kept')")
		s.Kill(t)
		if s.Running() {
			t.Error("the server runs after Kill")
		}
		for _, pid := range processes {
			if testpg.Alive(pid) {
				t.Errorf("process %d of %d is still there", pid, len(processes))
			}
		}
		s.Kill(t) // does nothing
		s.Start(t)
		if n := read[int](t, s.URL("postgres"), "SELECT count(*) FROM notes"); n != round {
			t.Errorf("%d notes, want %d", n, round)
		}
	}
}

func TestStandbyHasWhatWasAcknowledged(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]testpg.Options{"fast": {}, "durable": {Durable: true, TCP: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			primary := testpg.Start(t, options)
			primary.Exec(t, "postgres", "CREATE TABLE notes (text text)")
			standby := primary.Standby(t, options)
			// The second failover is that of a server which was a standby itself.
			for round := 1; round <= 2; round++ {
				primary.Exec(t, "postgres", "INSERT INTO notes VALUES ('acknowledged')")
				primary.Kill(t)
				standby.Promote(t)
				if n := read[int](t, standby.URL("postgres"), "SELECT count(*) FROM notes"); n != round {
					t.Errorf("%d notes after failover %d", n, round)
				}
				// Waits for nobody, or it would not return.
				standby.Exec(t, "postgres", "CREATE TABLE later (); DROP TABLE later")
				primary, standby = standby, standby.Standby(t, options)
			}
		})
	}
}

func TestCommitWaitsWhileTheStandbyIsAway(t *testing.T) {
	t.Parallel()
	primary := testpg.Start(t, testpg.Options{Durable: true})
	primary.Exec(t, "postgres", "CREATE TABLE notes (text text)")
	standby := primary.Standby(t, testpg.Options{Durable: true})
	standby.Stop(t)

	committed := make(chan error, 1)
	go func() {
		committed <- execute(t.Context(), primary.URL("postgres"), "INSERT INTO notes VALUES ('late')")
	}()
	eventually(t, "the commit waits", func() bool {
		return read[bool](t, primary.URL("postgres"), "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep')")
	})
	select {
	case err := <-committed:
		t.Fatalf("the commit did not wait: %v", err)
	default:
	}
	standby.Start(t)
	if err := <-committed; err != nil {
		t.Error(err)
	}
}

func TestCommitWaitsNoMoreWhenTheTestOfTheStandbyEnds(t *testing.T) {
	t.Parallel()
	primary := testpg.Start(t, testpg.Options{})
	t.Run("with a standby", func(t *testing.T) {
		primary.Standby(t, testpg.Options{})
	})
	if names := read[string](t, primary.URL("postgres"), "SHOW synchronous_standby_names"); names != "" {
		t.Errorf("the server waits for %s", names)
	}
}
