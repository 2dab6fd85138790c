// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/corsgate/corsgate/repository"
)

const (
	first  = "https://first.example"
	second = "https://second.example"
	unfit  = "no origin"
)

func healthy(w *fakeWatcher) { w.put("a", "t1", first) } // revision 11

// after lets fake time pass, and everything happen that is due.
func after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func TestFollowApplies(t *testing.T) {
	follow(t, healthy, func(f *following) {
		f.status(true, 11, false)
		f.serves("a", "t1", first)
		f.put("a", "t1", second)
		f.put("b", "t2", first)
		synctest.Wait() // no time passes: a hint is enough
		f.serves("a", "t1", second)
		f.serves("b", "t2", first)
		f.status(true, 13, false)
		f.remove("a")
		synctest.Wait()
		f.serves("a", "", "")
		f.put("a", "t2", second)
		synctest.Wait()
		f.serves("a", "t2", second)
		f.change(func() { f.cursor.Revision++ }) // a commit that concerns no route
		synctest.Wait()
		f.status(true, 16, false)
		if f.whole != 1 {
			t.Errorf("%d snapshots", f.whole)
		}
		if applied, routes := f.metric("corsgate_applied_revision"), f.metric("corsgate_routes"); applied != 16 || routes != 2 {
			t.Errorf("metrics: applied %v, routes %v", applied, routes)
		}
	})
}

func TestFollowBeforeTheFirstSnapshot(t *testing.T) {
	follow(t, func(w *fakeWatcher) { w.hangs = true }, func(f *following) {
		f.status(false, 0, true)
		f.serves("a", "", "")
	})
}

// TestFollowReady: whoever waits for a table is told once there is one.
func TestFollowReady(t *testing.T) {
	follow(t, func(w *fakeWatcher) { healthy(w); w.refuseSnapshots = true }, func(f *following) {
		select {
		case <-f.follower.Ready():
			t.Error("ready without a table")
		default:
		}
		f.change(func() { f.refuseSnapshots = false })
		<-f.follower.Ready()
		f.serves("a", "t1", first)
	})
}

// TestFollowNoticesAWatcherThatHangs: a reading takes as long as it may, not for ever.
func TestFollowNoticesAWatcherThatHangs(t *testing.T) {
	follow(t, func(w *fakeWatcher) { w.hangs = true }, func(f *following) {
		before := f.follower.Status().Reason
		after(readTimeout + time.Second)
		if now := f.follower.Status(); now.Ready || now.Reason == before {
			t.Errorf("status %+v", now)
		}
	})
}

// TestFollowNoticesAWatcherThatHangsLater: reading what has changed has a limit as well as the first snapshot.
func TestFollowNoticesAWatcherThatHangsLater(t *testing.T) {
	follow(t, healthy, func(f *following) {
		f.change(func() { f.hangs = true })
		f.put("a", "t1", second)
		after(readTimeout + time.Second)
		f.status(true, 11, true)
		f.serves("a", "t1", first)
		f.change(func() { f.hangs = false })
		after(readTimeout + mostPause)
		f.status(true, 12, false)
		f.serves("a", "t1", second)
	})
}

// TestFollowBacksOff: it does not hammer a store that is away, nor wait for long.
func TestFollowBacksOff(t *testing.T) {
	follow(t, func(w *fakeWatcher) { healthy(w); w.fail = errAway }, func(f *following) {
		f.status(false, 0, true)
		after(10 * time.Minute)
		f.mu.Lock()
		calls := f.calls
		f.mu.Unlock()
		limit := leastPause
		for i := 1; i < len(calls); i++ {
			if pause := calls[i].Sub(calls[i-1]); pause <= 0 || pause > limit {
				t.Fatalf("pause %d is %v, want at most %v", i, pause, limit)
			}
			limit = min(2*limit, mostPause)
		}
		if n := len(calls); n < 120 || n > 480 { // 240 is the mean
			t.Errorf("%d calls in ten minutes", n)
		}
		f.change(func() { f.fail = nil })
		after(mostPause)
		f.status(true, 11, false)
		f.serves("a", "t1", first)
	})
}

// TestFollowKeepsTheTable while the watcher fails, and recovers by itself.
func TestFollowKeepsTheTable(t *testing.T) {
	follow(t, healthy, func(f *following) {
		f.change(func() { f.fail = errAway })
		f.put("a", "t1", second)
		f.remove("b")
		after(time.Hour)
		f.serves("a", "t1", first)
		f.status(true, 11, true)
		f.change(func() { f.fail = nil })
		after(mostPause)
		f.serves("a", "t1", second)
		f.status(true, 13, false)
		// The pause is short again after a success.
		f.change(func() { f.fail = errAway })
		synctest.Wait()
		f.put("a", "t1", first)
		f.change(func() { f.fail = nil })
		after(2 * leastPause)
		f.serves("a", "t1", first)
		if f.whole != 1 {
			t.Errorf("%d snapshots, want only the first", f.whole)
		}
	})
}

// TestFollowLogsAnOutageOnce: that it goes on for an hour is no news.
func TestFollowLogsAnOutageOnce(t *testing.T) {
	follow(t, healthy, func(f *following) {
		for outages := 1; outages <= 2; outages++ {
			f.change(func() { f.fail = errAway })
			after(time.Hour)
			f.change(func() { f.fail = nil })
			after(mostPause)
			away, back := strings.Count(f.log.String(), "cannot follow"), strings.Count(f.log.String(), "following the settings again")
			if away != outages || back != outages {
				t.Errorf("after %d outages: %d lines of them, and %d of their ends", outages, away, back)
			}
		}
	})
}

// TestFollowStartsOver where the changes since its cursor cannot be told.
func TestFollowStartsOver(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*fakeWatcher)
		want repository.Revision
	}{
		{"compacted", func(w *fakeWatcher) { w.changes = repository.ErrCompacted; w.cursor.Revision = 20 }, 20},
		{"another epoch, behind", func(w *fakeWatcher) { w.cursor = repository.Cursor{Epoch: "second", Revision: 3} }, 3},
		{"another epoch, ahead", func(w *fakeWatcher) { w.cursor = repository.Cursor{Epoch: "second", Revision: 300} }, 300},
		{"same epoch, behind", func(w *fakeWatcher) { w.cursor.Revision = 5 }, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			follow(t, func(w *fakeWatcher) { healthy(w); w.put("gone", "t1", first) }, func(f *following) {
				f.serves("gone", "t1", first)
				f.change(func() {
					delete(f.routes, "gone") // and no tombstone
					f.routes["new"] = repository.Route{Label: "new", Upstream: "http://t1.example", Settings: f.routes["a"].Settings}
					c.do(f.fakeWatcher)
				})
				after(mostPause)
				f.serves("a", "t1", first)
				f.serves("new", "t1", first)
				f.serves("gone", "", "")
				f.status(true, c.want, false)
				if f.whole != 2 {
					t.Errorf("%d snapshots", f.whole)
				}
			})
		})
	}
}

// TestFollowStartsOverWithPatience: a store that compacts at once again is not hammered.
func TestFollowStartsOverWithPatience(t *testing.T) {
	follow(t, healthy, func(f *following) {
		f.change(func() { f.fail = repository.ErrCompacted })
		after(10 * time.Minute)
		if n := len(f.calls); n > 480 {
			t.Errorf("%d calls in ten minutes", n)
		}
		f.serves("a", "t1", first)
		if s := f.follower.Status(); !s.Ready {
			t.Errorf("status %+v: a table is being served", s)
		}
	})
}

// TestFollowLooksForItself when no hint comes.
func TestFollowLooksForItself(t *testing.T) {
	follow(t, func(w *fakeWatcher) { healthy(w); w.deaf = true }, func(f *following) {
		f.put("a", "t1", second)
		after(reread - time.Second)
		f.serves("a", "t1", first)
		after(reread/4 + time.Second)
		f.serves("a", "t1", second)
		f.status(true, 12, false)
	})
}

// TestFollowStartsOverFromAStoreThatIsAway: until there is a new snapshot, the old table is served.
func TestFollowStartsOverFromAStoreThatIsAway(t *testing.T) {
	follow(t, func(w *fakeWatcher) { healthy(w); w.deaf = true }, func(f *following) {
		f.change(func() { f.changes = repository.ErrCompacted })
		f.change(func() { f.refuseSnapshots = true })
		after(2 * reread)
		f.serves("a", "t1", first)
		f.status(true, 11, true)
		f.change(func() { f.refuseSnapshots = false })
		after(mostPause)
		f.status(true, 11, false)
	})
}

// TestFollowReportsWhatIsInForce: not before it is, however long it takes to apply.
func TestFollowReportsWhatIsInForce(t *testing.T) {
	t.Parallel()
	const labels = 20_000
	table := NewTable()
	f := NewFollower(newFakeWatcher(), table, FollowerOptions{})
	commit := repository.Commit{Revision: 9}
	for i := range labels {
		commit.Routes = append(commit.Routes, repository.Route{Label: strconv.Itoa(i), Revision: 9})
	}
	early := make(chan bool)
	go func() {
		for f.Status().Applied < 9 {
			runtime.Gosched()
		}
		early <- table.lookup(strconv.Itoa(labels-1)) == nil
	}()
	f.apply(repository.Changes{Cursor: repository.Cursor{Epoch: "first", Revision: 9}, Commits: []repository.Commit{commit}})
	if <-early {
		t.Error("a revision was reported before it was in force")
	}
}

// TestFollowEnds with its context in whatever it does; follow checks it.
func TestFollowEnds(t *testing.T) {
	for name, prepare := range map[string]func(*fakeWatcher){
		"awaiting": healthy, "hanging": func(w *fakeWatcher) { w.hangs = true }, "pausing": func(w *fakeWatcher) { w.fail = errAway },
	} {
		t.Run(name, func(t *testing.T) { follow(t, prepare, func(*following) {}) })
	}
}
