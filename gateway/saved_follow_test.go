// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// lives runs test, in fake time, with a store and a file that outlive each follower. The first follower has ended: it has
// seen one service of each of two tenants, and a third one go.
func lives(t *testing.T, test func(*testing.T, *fakeWatcher, FollowerOptions)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, o := newFakeWatcher(), FollowerOptions{Saved: NewSaved(filepath.Join(t.TempDir(), "table.jsonl"))}
		healthy(w)
		w.put("b", "t2", first)
		w.put("c", "t2", first)
		f := begin(t, w, o)
		f.remove("c") // revision 14
		synctest.Wait()
		f.end()
		w.whole = 0
		test(t, w, o)
	})
}

// TestSavedServesWithoutTheStore, says so, and goes on after the saved cursor once the store is back.
func TestSavedServesWithoutTheStore(t *testing.T) {
	lives(t, func(t *testing.T, w *fakeWatcher, o FollowerOptions) {
		w.fail = errAway
		w.remove("b") // while nobody follows
		o.ByDefault = repository.Enforce
		f := begin(t, w, o)
		after(time.Hour)
		f.serves("a", "t1", first)
		f.serves("b", "t2", first)
		f.serves("c", "", "")
		f.status(true, 14, true)
		if reason := f.follower.Status().Reason; !strings.Contains(reason, "saved at revision 14") {
			t.Errorf("reason %q", reason)
		}
		if !f.table.lookup("a").enforce {
			t.Error("the default of today does not hold")
		}
		for name, want := range map[string]float64{"corsgate_saved_revision": 14, "corsgate_applied_revision": 14, "corsgate_routes": 2} {
			if got := f.metric(name); got != want {
				t.Errorf("%s %v, want %v", name, got, want)
			}
		}
		f.change(func() { f.fail = nil })
		f.put("a", "t1", second)
		after(mostPause)
		f.serves("a", "t1", second)
		f.serves("b", "", "")
		f.status(true, 16, false)
		f.change(func() { f.fail = errAway })
		after(time.Minute)
		if reason := f.follower.Status().Reason; reason != awayLater {
			t.Errorf("reason %q", reason)
		}
		if f.whole != 0 {
			t.Errorf("%d snapshots, want none", f.whole)
		}
		f.end()
	})
}

// TestSavedIsComparedFirst: what was revoked while the gateway was down is not served by one that finds the store.
func TestSavedIsComparedFirst(t *testing.T) {
	const slow = firstTry * 3 / 4
	epoch := func(w *fakeWatcher) { w.cursor.Epoch = "second" }
	for _, c := range []struct {
		name    string
		do      func(*fakeWatcher)
		ready   time.Duration // after the start
		serves  string
		reason  bool
		started int // snapshots
	}{
		{"at once", func(*fakeWatcher) {}, 0, second, false, 0},
		{"slow", func(w *fakeWatcher) { w.takes = slow }, slow, second, false, 0},
		{"away", func(w *fakeWatcher) { w.fail = errAway }, 0, first, true, 0},
		{"hanging", func(w *fakeWatcher) { w.hangs = true }, firstTry, first, true, 0},
		{"another epoch", epoch, leastPause, second, false, 1},
		{"compacted", func(w *fakeWatcher) { w.changes = repository.ErrCompacted }, leastPause, second, false, 1},
		{"another epoch, away", func(w *fakeWatcher) { epoch(w); w.refuseSnapshots = true }, leastPause, first, true, 0},
		{"another epoch, slow", func(w *fakeWatcher) { epoch(w); w.takes = slow }, 2*slow + leastPause, second, false, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			lives(t, func(t *testing.T, w *fakeWatcher, o FollowerOptions) {
				revoked := w.put("a", "t1", second)
				c.do(w)
				begun := time.Now()
				f := begin(t, w, o)
				if c.ready > leastPause {
					after(c.ready - leastPause - 1)
					f.status(false, 14, true)
				}
				select {
				case <-f.follower.Ready():
				case <-time.After(c.ready - time.Since(begun) + 1):
					t.Errorf("not ready after %v", c.ready)
				}
				synctest.Wait()
				f.serves("a", "t1", c.serves)
				f.status(true, map[bool]repository.Revision{true: 14, false: revoked}[c.reason], c.reason)
				if f.whole != c.started {
					t.Errorf("%d snapshots, want %d", f.whole, c.started)
				}
				f.change(func() { f.hangs, f.fail, f.refuseSnapshots = false, nil, false })
				after(readTimeout + mostPause)
				f.serves("a", "t1", second)
				f.status(true, revoked, false)
				f.end()
			})
		})
	}
}

// TestSavedIsReplaced by a snapshot: what no tombstone tells of is gone too.
func TestSavedIsReplaced(t *testing.T) {
	lives(t, func(t *testing.T, w *fakeWatcher, o FollowerOptions) {
		delete(w.routes, "b")
		w.cursor = repository.Cursor{Epoch: "second", Revision: 3}
		for range 2 { // from the old file, and from the new one
			f := begin(t, w, o)
			after(leastPause)
			f.serves("a", "t1", first)
			f.serves("b", "", "")
			f.status(true, 3, false)
			f.end()
		}
		if w.whole != 1 {
			t.Errorf("%d snapshots, want 1", w.whole)
		}
	})
}
