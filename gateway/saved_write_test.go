// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// saves runs test beside a follower that saves, in fake time.
func saves(t *testing.T, test func(*following, *faulty)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		faults, saved, w := &faulty{}, NewSaved(filepath.Join(t.TempDir(), "table.jsonl")), newFakeWatcher()
		saved.create = faults.create
		healthy(w)
		f := begin(t, w, FollowerOptions{Saved: saved})
		test(f, faults)
		f.end()
		if got, err := saved.Load(); err != nil || got.Cursor != f.cursor {
			t.Errorf("at the end: %v, %v, want %v", err, got.Cursor, f.cursor)
		}
	})
}

// TestSavingCoalesces: some seconds after a change, and no more often than that.
func TestSavingCoalesces(t *testing.T) {
	saves(t, func(f *following, faults *faulty) {
		begun := time.Now()
		after(saveAfter - 1)
		if n := len(faults.writings()); n != 0 {
			t.Errorf("%d writings before it is time", n)
		}
		after(1)
		if n, saved := len(faults.writings()), f.metric("corsgate_saved_revision"); n != 1 || saved != 11 {
			t.Errorf("%d writings, saved revision %v", n, saved)
		}
		after(time.Hour)
		if n := len(faults.writings()); n != 1 {
			t.Errorf("%d writings of the same", n)
		}
		const changes = 600
		for i := range changes {
			f.put("a"+strconv.Itoa(i%7), "t1", first)
			after(100 * time.Millisecond)
		}
		after(2 * saveAfter)
		made := faults.writings()
		if n, most := len(made)-1, int(changes*100*time.Millisecond/saveAfter)+1; n < most/2 || n > most {
			t.Errorf("%d writings of %d changes in a minute", n, changes)
		}
		for i := 1; i < len(made); i++ {
			if pause := made[i].Sub(made[i-1]); pause < saveAfter {
				t.Errorf("writing %d came %v after the one before", i, pause)
			}
		}
		if saved := f.metric("corsgate_saved_revision"); saved != float64(f.cursor.Revision) {
			t.Errorf("saved revision %v, want %v; begun %v", saved, f.cursor.Revision, begun)
		}
		f.put("a", "t1", second) // saves wants it on disk when the follower has ended
		synctest.Wait()
	})
}

// TestSavingOnlyWhatHasMoved: a restart that finds nothing new writes nothing, nor does one that lost its place.
func TestSavingOnlyWhatHasMoved(t *testing.T) {
	lives(t, func(t *testing.T, w *fakeWatcher, o FollowerOptions) {
		faults := &faulty{}
		o.Saved.create = faults.create
		for _, changes := range []error{nil, repository.ErrCompacted} {
			w.changes, w.refuseSnapshots = changes, changes != nil
			f := begin(t, w, o)
			after(time.Minute)
			f.serves("a", "t1", first)
			f.end()
		}
		if n := len(faults.writings()); n != 0 {
			t.Errorf("%d writings", n)
		}
	})
}

// TestSavingThatIsSlow does not keep changes from being applied, and comes more seldom.
func TestSavingThatIsSlow(t *testing.T) {
	const took = 10 * time.Second
	saves(t, func(f *following, faults *faulty) {
		faults.slow(took)
		after(saveAfter + took/2)
		f.put("a", "t1", second)
		synctest.Wait() // no time passes
		f.serves("a", "t1", second)
		f.status(true, 12, false)
		after(took/2 + saveShare*took - 1)
		if n := len(faults.writings()); n != 1 {
			t.Errorf("%d writings", n)
		}
		after(1 + took)
		if n := len(faults.writings()); n != 2 {
			t.Errorf("%d writings, want a second", n)
		}
		faults.slow(0)
	})
}

// TestSavingThatFails is reported once for each cause, tried again without a new change, and stops nothing.
func TestSavingThatFails(t *testing.T) {
	saves(t, func(f *following, faults *faulty) {
		const failed, again = "cannot save the settings", "are saved again"
		logged := func(text string, times int) {
			t.Helper()
			if n := strings.Count(f.log.String(), text); n != times {
				t.Errorf("%q %d times, want %d:\n%s", text, n, times, f.log.String())
			}
		}
		faults.set("write", &os.PathError{Op: "write", Path: "temporary", Err: syscall.ENOSPC})
		after(10 * time.Minute)
		logged(failed, 1)
		f.put("a", "t1", second)
		synctest.Wait()
		f.serves("a", "t1", second)
		f.status(true, 12, false)
		n := len(faults.writings())
		if failures := f.metric("corsgate_save_failures_total"); failures != float64(n) || n < 10 || n > 21 {
			t.Errorf("%v failures, %d attempts in ten minutes", failures, n)
		}
		faults.set("create", &os.PathError{Op: "open", Path: "temporary", Err: syscall.EACCES})
		after(10 * time.Minute)
		logged(failed, 2)
		logged(again, 0)
		faults.set("", nil)
		after(saveAgain)
		logged(again, 1)
		if saved := f.metric("corsgate_saved_revision"); saved != 12 {
			t.Errorf("saved revision %v", saved)
		}
		faults.set("sync", syscall.EACCES) // as before, but it has worked in between
		f.put("a", "t1", first)
		after(saveAfter)
		logged(failed, 3)
		faults.set("", nil)
	})
}

// TestSavingIsOfOneCursor: beside a follower that applies, each copy has the routes of its cursor and no others.
func TestSavingIsOfOneCursor(t *testing.T) {
	t.Parallel()
	const revisions, labels = 300, 40
	f := NewFollower(nil, NewTable(), FollowerOptions{Saved: NewSaved("unused")})
	var applying sync.WaitGroup
	applying.Go(func() {
		for revision := repository.Revision(1); revision <= revisions; revision++ {
			commit := repository.Commit{Revision: revision}
			for i := range labels {
				commit.Routes = append(commit.Routes, repository.Route{Label: strconv.Itoa(i), Revision: revision})
			}
			f.apply(repository.Changes{Cursor: repository.Cursor{Epoch: "first", Revision: revision}, Commits: []repository.Commit{commit}})
		}
	})
	defer applying.Wait()
	for seen := repository.Revision(0); seen < revisions && !t.Failed(); {
		cursor, routes := f.still()
		n := 0
		for r := range routes {
			if n++; r.Revision != cursor.Revision {
				t.Errorf("%s of revision %d in a copy of %d", r.Label, r.Revision, cursor.Revision)
			}
		}
		if cursor.Revision < seen || n != labels && cursor.Revision > 0 {
			t.Errorf("%d routes at revision %d after %d", n, cursor.Revision, seen)
		}
		seen = cursor.Revision
	}
}
