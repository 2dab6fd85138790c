// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// backup is a physical copy that can be restored.
type backup struct{ name, dir string }

// keptBackups is how many there are at most.
const keptBackups = 3

// event is something that happens to the servers. Its name is for people.
type event struct {
	name string
	do   func()
}

// shuffled is each kind of event once, in an order of its own each time.
func (s *soak) shuffled() []event {
	events := []event{
		{"ending followers' sessions", func() { s.terminate(gatewayUser) }},
		{"ending writers' sessions", func() { s.terminate(apiUser) }},
		{"stop and start", s.restart},
		{"kill and start", s.crash},
		{"promotion", s.promote},
		{"promotion of a standby that is behind", s.promoteBehind},
		{"restoring a backup", s.restore},
		{"backup", s.backup},
		{"compaction", s.compact},
	}
	s.random.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	return events
}

// happen lets an event happen in the middle of a burst, and waits until the followers are where the store is.
func (s *soak) happen(e event) {
	s.Helper()
	s.crew.permit(burst)
	s.awaitCommits(s.random.Int64N(burst / 2))
	s.Logf("%v: %s", s.clock().Round(time.Millisecond), e.name)
	e.do()
	s.converge(e.name)
	s.attach()
}

// awaitCommits waits for so many more, for a while.
func (s *soak) awaitCommits(n int64) {
	ctx, cancel := context.WithTimeout(s.Context(), soon)
	defer cancel()
	s.crew.await(ctx, min(s.crew.acked.Load()+n, s.crew.allowed))
}

// converge waits until the followers are where the store is, and writes down how long it took.
func (s *soak) converge(after string) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	defer cancel()
	begin := s.clock()
	if err := s.reached(ctx, s.position()); err != nil {
		s.Errorf("after %s: %v", after, err)
	}
	s.record(history.Event{Kind: history.Converged, Begin: begin, Detail: after})
}

// reached waits until the followers are at a cursor, those excepted that know nothing of epochs.
func (s *soak) reached(ctx context.Context, target history.Cursor) (err error) {
	for _, f := range s.followers {
		if f.bug != keepsOldEpoch {
			err = errors.Join(err, f.reach(ctx, target))
		}
	}
	return err
}

// position is where the store is, once it answers.
func (s *soak) position() (cursor history.Cursor) {
	s.Helper()
	eventually(s.T, "the store answers", func() bool {
		snapshot, err := s.store.Snapshot(s.Context())
		cursor = cursorOf(snapshot.Cursor)
		return err == nil
	})
	return cursor
}

func (s *soak) record(e history.Event) {
	e.End = s.clock()
	s.events.Add(e)
}

// during records what something consists of.
func (s *soak) during(kind history.EventKind, detail string, do func()) {
	begin := s.clock()
	do()
	s.record(history.Event{Kind: kind, Begin: begin, Detail: detail})
}

// terminate ends some sessions of a user, a few times. Those of a follower are the one that listens and those that read.
func (s *soak) terminate(user string) {
	s.Helper()
	const some = `SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity
		WHERE usename = $1 AND backend_type = 'client backend' ORDER BY random() LIMIT $2) AS some_of_them`
	for range 3 {
		begin, ended, most := s.clock(), 0, 1+s.random.IntN(8)
		eventually(s.T, "there are sessions to end", func() bool {
			ended = count(s.T, s.cluster.primary, some, user, most)
			return ended > 0 || s.crew.finished()
		})
		s.record(history.Event{Kind: history.Terminate, Begin: begin, Detail: fmt.Sprintf("%d sessions of %s", ended, user)})
		s.crew.permit(burst / 8)
		s.awaitCommits(s.random.Int64N(burst / 8))
	}
}

func (s *soak) restart() {
	s.during(history.Stop, "", func() { s.cluster.primary.Stop(s) })
	s.during(history.Start, "", func() { s.cluster.primary.Start(s) })
}

func (s *soak) crash() {
	s.during(history.Kill, "", func() { s.cluster.primary.Kill(s) })
	s.during(history.Start, "", func() { s.cluster.primary.Start(s) })
}

func (s *soak) compact() {
	s.during(history.Compact, "", func() {
		if err := s.store.Compact(s.Context(), time.Now()); err != nil {
			s.Errorf("compaction: %v", err)
		}
	})
}

// backup makes a backup while everybody goes on.
func (s *soak) backup() {
	s.Helper()
	s.made++
	e := history.Event{Kind: history.Backup, Begin: s.clock(), Backup: fmt.Sprintf("backup-%d", s.made), Cursor: s.position()}
	s.backups = append(s.backups, backup{e.Backup, s.cluster.primary.Backup(s)})
	s.record(e)
	if len(s.backups) > keptBackups {
		if err := os.RemoveAll(s.backups[0].dir); err != nil {
			s.Error(err)
		}
		s.backups = s.backups[1:]
	}
}
