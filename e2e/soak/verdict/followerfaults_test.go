// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"slices"

	. "github.com/corsgate/corsgate/e2e/soak/history"
)

func faultsOfWhatAFollowerHolds() []fault {
	step := func(place int, change func(s *Step)) func(*History) {
		return func(h *History) { change(&h.Followers["f"][place]) }
	}
	return []fault{
		{"a commit is skipped", step(tail, func(s *Step) { s.Given, s.Served["c"] = nil, "" }), Missed},
		{"a commit is skipped, and the label not asked for", step(tail, func(s *Step) { s.Given, s.Served = nil, nil }), Missed},
		{"a snapshot lacks a route", step(inFirst, func(s *Step) { s.Given, s.Served["b"] = s.Given[:1], "" }), Missed},
		{"a snapshot lacks a route, and the label is not asked for", step(inFirst, func(s *Step) {
			s.Given, s.Served = s.Given[:1], nil
		}), Missed},
		{"a deletion is skipped", step(deletion, func(s *Step) { s.Given, s.Served["b"] = s.Given[:1], "w2" }), MissedDeletion},
		{"an older state comes back", step(tail, func(s *Step) {
			s.Given, s.Served["a"] = append(s.Given, given(2, "a", "w1")), "w1"
		}), Stale},
		{"an older state comes back, and the label is not asked for", step(tail, func(s *Step) {
			s.Given, s.Served = append(s.Given, given(2, "a", "w1")), nil
		}), Stale},
		{"something that was given is not served", step(deletion, func(s *Step) { s.Served["b"] = "w2" }), Stale},
		{"something newer is served than was given", step(inFirst, func(s *Step) { s.Served["a"] = "w3" }), Ahead},
		{"a snapshot is newer than its cursor", func(h *History) {
			h.Followers["f"][inFirst].Cursor.Revision, h.Followers["f"][deletion].After.Revision = 2, 2
		}, Ahead},
		{"a route is not served in the end", step(end, func(s *Step) { s.Served["a"] = "" }), Stale},
		{"nobody ever wrote what is served", step(failure, func(s *Step) { s.Served["a"] = "w99" }), Invented},
		{"another service's settings are served", step(inFirst, func(s *Step) { s.Served["a"] = "w2" }), Invented},
		{"something is served before anything was given", func(h *History) {
			h.Followers["f"] = slices.Insert(h.Followers["f"], 0, Step{Kind: Failure, Served: map[string]string{"a": "w1"}})
		}, Invented},
		{"what the backup did not have is served still", step(inThird, func(s *Step) { s.Served["a"] = "w6" }), OldEpoch},
	}
}

func faultsOfAFollowersWay() []fault {
	change := func(change func(steps []Step) []Step) func(*History) {
		return func(h *History) { h.Followers["f"] = change(h.Followers["f"]) }
	}
	return []fault{
		{"changes go back", change(func(s []Step) []Step {
			s[tail].Cursor.Revision, s[tail].Given, s[tail].Served = 4, nil, nil
			return s
		}), Back},
		{"a snapshot goes back", change(func(s []Step) []Step {
			s[tail] = s[inFirst]
			return slices.Delete(s, failure, inSecond)
		}), Back},
		{"changes after another place", change(func(s []Step) []Step { s[tail].After.Revision = 4; return s }), Astray},
		{"an epoch that no store had", change(func(s []Step) []Step { s[inSecond].Cursor.Epoch = "other"; return s }), OldEpoch},
		{"more than its epoch ever had", change(func(s []Step) []Step { s[tail].Cursor.Revision = 7; return s }), OldEpoch},
		{"an epoch that was left before", change(func(s []Step) []Step { return slices.Insert(s, more, s[inSecond], s[inThird]) }), OldEpoch},
		{"changes lead into another epoch", change(func(s []Step) []Step {
			s[inThird].Kind, s[inThird].After = Changes, in("second", 6)
			return s
		}), OldEpoch},
		{"the old epoch is kept", change(func(s []Step) []Step {
			s[inThird] = Step{Kind: Changes, After: in("second", 6), Cursor: in("second", 8), Given: s[more].Given}
			return slices.Delete(s, more, end)
		}), OldEpoch},
		{"the last epoch is not noticed", change(func(s []Step) []Step {
			s = slices.Delete(s, inThird, end)
			s[inThird].Served = s[inSecond].Served
			return s
		}), OldEpoch},
		{"the last commits do not arrive", change(func(s []Step) []Step {
			s[end].Served = s[inThird].Served
			return slices.Delete(s, more, end)
		}), Unsettled},
		{"a label is not asked for in the end", change(func(s []Step) []Step {
			delete(s[end].Served, "a")
			return s
		}), Unsettled},
	}
}
