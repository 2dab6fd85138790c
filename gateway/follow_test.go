// SPDX-License-Identifier: Apache-2.0

package gateway

import (
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

// TestFollowUnfit keeps the service's previous settings, and does not count as up to date.
func TestFollowUnfit(t *testing.T) {
	follow(t, healthy, func(f *following) {
		bad := f.put("a", "t1", unfit)
		f.put("b", "t1", second)
		synctest.Wait()
		f.serves("a", "t1", first)
		f.serves("b", "t1", second)
		f.status(true, bad-1, true)
		if n := f.metric("corsgate_unfit_settings_total"); n != 1 || f.metric("corsgate_applied_revision") != float64(bad-1) {
			t.Errorf("metrics: unfit %v", n)
		}
		last := f.put("a", "t1", second)
		synctest.Wait()
		f.serves("a", "t1", second)
		f.status(true, last, false)

		f.put("a", "t1", unfit)
		last = f.remove("a")
		synctest.Wait()
		f.serves("a", "", "")
		f.status(true, last, false)

		bad = f.put("new", "t1", unfit)
		f.change(func() { f.changes = repository.ErrCompacted })
		after(mostPause)
		f.serves("new", "", "")
		f.serves("b", "t1", second)
		f.status(true, bad-1, true)
	})
}

// TestFollowUnfitInASnapshot keeps the previous settings too.
func TestFollowUnfitInASnapshot(t *testing.T) {
	follow(t, healthy, func(f *following) {
		f.change(func() { f.changes = repository.ErrCompacted })
		bad := f.put("a", "t1", unfit)
		after(mostPause)
		f.serves("a", "t1", first)
		f.status(true, bad-1, true)
	})
}

// TestFollowUnfitOfAnotherTenant: a label that has changed hands must not lead to its former owner's server.
func TestFollowUnfitOfAnotherTenant(t *testing.T) {
	for _, snapshot := range []bool{false, true} {
		t.Run(map[bool]string{false: "changes", true: "snapshot"}[snapshot], func(t *testing.T) {
			follow(t, healthy, func(f *following) {
				f.change(func() {
					delete(f.routes, "a")
					if snapshot {
						f.changes = repository.ErrCompacted
					}
				})
				bad := f.put("a", "t2", unfit)
				after(mostPause)
				f.serves("a", "", "")
				f.status(true, bad-1, true)
			})
		})
	}
}

// TestFollowUnfitUpstream: an upstream that is no URL is as unfit.
func TestFollowUnfitUpstream(t *testing.T) {
	for _, upstream := range []string{"http://\x00", "/fhir", "http://"} {
		t.Run(upstream, func(t *testing.T) {
			follow(t, healthy, func(f *following) {
				f.change(func() {
					f.cursor.Revision++
					route := f.routes["a"]
					route.Upstream, route.Revision = upstream, f.cursor.Revision
					f.routes["a"] = route
				})
				synctest.Wait()
				f.serves("a", "t1", first)
				f.status(true, 11, true)
			})
		})
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
