// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"github.com/corsgate/corsgate/e2e/soak/history"
	"github.com/corsgate/corsgate/repository/postgres"
)

// promote kills the primary and lets the standby take its place, which has all that was acknowledged.
func (s *soak) promote() {
	s.Helper()
	s.during(history.Kill, "", func() { s.cluster.primary.Kill(s) })
	s.endEpoch()
	s.replace()
}

// promoteBehind is promote with a standby that lacks commits: they have happened and followers may have seen them, but
// nobody was told that they are safe.
func (s *soak) promoteBehind() {
	s.Helper()
	s.during(history.Stop, "the standby", func() { s.cluster.standby.Stop(s) })
	s.crew.permit(burst)
	s.during(history.Terminate, "a commit's wait for the standby", func() { s.endWait("pg_cancel_backend") })
	s.during(history.Terminate, "a session whose commit waits for the standby", func() { s.endWait("pg_terminate_backend") })
	s.during(history.Kill, "", func() { s.cluster.primary.Kill(s) })
	s.endEpoch()
	s.during(history.Start, "the standby", func() { s.cluster.standby.Start(s) })
	s.replace()
}

// endWait ends the wait of a commit for a standby that is away.
func (s *soak) endWait(by string) {
	s.Helper()
	eventually(s.T, "a commit waits for the standby", func() bool {
		ended := count(s.T, s.cluster.primary, "SELECT count("+by+"(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
		return ended > 0 || s.crew.finished()
	})
}

// replace puts the standby in the place of the primary, which is gone.
func (s *soak) replace() {
	s.Helper()
	c := s.cluster
	s.during(history.Promote, "", func() { c.standby.Promote(s) })
	c.primary, c.standby, s.detached = c.standby, c.primary, true
}

// attach gives the primary a standby again, if an event has taken it.
func (s *soak) attach() {
	if s.detached {
		s.during(history.Attach, "", func() { s.cluster.attach(s.T) })
		s.detached = false
	}
}

// endEpoch ends an epoch: it reads from a server that nobody else can reach any more what it had come to, also what no
// standby had yet.
func (s *soak) endEpoch() {
	s.Helper()
	e := history.Event{Kind: history.Ended, Begin: s.clock()}
	startHidden(s.T, s.cluster.primary)
	e.Truth = s.truth()
	s.cluster.primary.Stop(s)
	s.record(e)
}

// restore puts a backup in the place of the primary, as an operator has to: nobody may reach the server before it has a
// new epoch, and the standby follows what is gone.
func (s *soak) restore() {
	s.Helper()
	c, from := s.cluster, s.backups[s.random.IntN(len(s.backups))]
	if s.random.IntN(2) == 0 {
		s.during(history.Stop, "", func() { c.primary.Stop(s) })
	} else {
		s.during(history.Kill, "", func() { c.primary.Kill(s) })
	}
	s.endEpoch()
	if c.standby != nil {
		c.standby.Kill(s)
	}
	restored := history.Event{Kind: history.Restore, Begin: s.clock(), Backup: from.name}
	c.primary.Restore(s, from.dir)
	startHidden(s.T, c.primary)
	restored.Truth = s.truth()
	s.record(restored)
	s.during(history.NewEpoch, "", func() {
		s.newEpoch()
		c.reveal(s.T, c.primary)
	})
	s.detached = c.standby != nil
}

// newEpoch does what `corsgate migrate new-epoch` does.
func (s *soak) newEpoch() {
	s.Helper()
	store, err := postgres.Open(direct(s.cluster.primary), postgres.Options{})
	if err != nil {
		s.Fatal(err)
	}
	defer func() { _ = store.Close() }() // it has answered
	if err := store.NewEpoch(s.Context()); err != nil {
		s.Fatal(err)
	}
}

// truth is what the primary holds.
func (s *soak) truth() *history.Truth {
	s.Helper()
	truth, err := readTruth(s.Context(), direct(s.cluster.primary), s.services)
	if err != nil {
		s.Fatal(err)
	}
	return truth
}
