// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"testing"
	"testing/synctest"

	"github.com/corsgate/corsgate/repository"
)

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

		bad = f.put("a", "t1", unfit)
		synctest.Wait() // else the store's one answer has no more of it than that it is gone
		f.status(true, bad-1, true)
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

// TestFollowForgetsUnfit services that are gone from a snapshot: they do not hold the revision back for ever.
func TestFollowForgetsUnfit(t *testing.T) {
	follow(t, healthy, func(f *following) {
		f.put("a", "t1", unfit)
		synctest.Wait()
		f.change(func() {
			delete(f.routes, "a") // and no tombstone
			f.cursor.Revision = 20
			f.changes = repository.ErrCompacted
		})
		after(mostPause)
		f.serves("a", "", "")
		f.status(true, 20, false)
	})
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
