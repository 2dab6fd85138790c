// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// TestPlantedBugs: what is wrong with one follower or writer must be found, and called what it is. All of them take part
// in one soak, of which the oracle gets to see one at a time, beside the writers that are sound.
func TestPlantedBugs(t *testing.T) {
	t.Parallel()
	s := newSoak(t, options{seed: 1, services: services(12), commits: 1000}, newCluster(t, false))
	for name, b := range map[string]bug{"sound": none, "skips": skipsACommit, "stale": appliesStale, "deletion": losesADeletion,
		"epoch": keepsOldEpoch} {
		s.followers = append(s.followers, startFollower(t, s, name, b))
	}
	s.crew = startCrew(t, s, append(s.stores(8), &early{s.open(apiUser)}))
	s.backup()
	s.portions()
	s.restore()
	s.portions()
	s.settle()
	s.convict()
}

// portions lets the writers make some commits and the followers apply them, a few times, so that these have to ask for
// changes as often.
func (s *soak) portions() {
	s.Helper()
	const commits = 20
	for range 4 {
		s.crew.permit(commits)
		s.crew.await(s.Context(), s.crew.allowed)
		s.converge("some commits")
	}
}

// convict lets the oracle judge each follower and writer.
func (s *soak) convict() {
	s.Helper()
	oracle := buildOracle(s.T)
	for name, c := range map[string]struct {
		follower, writer string
		fault            string // empty: none
		also             string // what may come of it
	}{
		"nothing":              {follower: "sound"},
		string(skipsACommit):   {follower: "skips", fault: "missed"},
		string(appliesStale):   {follower: "stale", fault: "stale"},
		string(losesADeletion): {follower: "deletion", fault: "missed deletion"},
		// The new epoch may have come further than the follower by the time it asks: then it goes on from there.
		string(keepsOldEpoch):     {follower: "epoch", fault: "old epoch", also: "missed"},
		string(acknowledgesEarly): {follower: "sound", writer: earlyWriter, fault: "lost write"},
	} {
		s.Run(name, func(t *testing.T) {
			verdict, sound := judge(t, oracle, part(t, s.dir, c.follower, c.writer))
			sorts := strings.Count(verdict, "FAULT ")
			if c.also != "" {
				sorts -= strings.Count(verdict, "FAULT "+c.also+",")
			}
			if sound != (c.fault == "") || sorts > 1 || !strings.Contains(verdict, "FAULT "+c.fault) && !sound {
				t.Errorf("want one sort of fault, %q:\n%s", c.fault, verdict)
			}
		})
	}
}

// part is a directory with one follower, the sound writers, and maybe one that is not.
func part(t *testing.T, dir, follower, writer string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	for _, file := range files {
		name := filepath.Base(file)
		if strings.HasPrefix(name, "follower-") && name != "follower-"+follower+".jsonl" ||
			name == "writer-"+earlyWriter+".jsonl" && writer != earlyWriter {
			continue
		}
		if err := os.Symlink(file, filepath.Join(to, name)); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// earlyWriter is the name of the ninth writer.
const earlyWriter = "8"

var errCrashed = errors.New("the process has ended before the commit")

// early acknowledges before the commit, which then never happens.
type early struct{ changer }

func (e *early) ChangeService(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Service]) (change repository.Change[repository.Service], err error) {
	_, err = e.changer.ChangeService(ctx, scope, key, audit, func(old *repository.Service) (*repository.Service, error) {
		if _, err := mutate(old); err != nil {
			return nil, err
		}
		if change.Revision = 1; old != nil {
			change.Revision = old.Revision + 1
		}
		return nil, errCrashed
	})
	if errors.Is(err, errCrashed) {
		err = nil
	}
	return change, err
}
