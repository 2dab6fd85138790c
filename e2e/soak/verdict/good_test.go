// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	. "github.com/corsgate/corsgate/e2e/soak/history"
)

func TestGood(t *testing.T) {
	t.Parallel()
	v := Of(small())
	if len(v.Faults) > 0 {
		t.Errorf("faults in a good history:\n%s", v)
	}
	want := []Lost{{"w3", 4, "third"}, {"w4", 5, "third"}, {"w6", 6, "third"}, {"w7", 7, "third"}}
	if !reflect.DeepEqual(v.Lost, want) {
		t.Errorf("lost by the backup: %v, want %v", v.Lost, want)
	}
	for _, line := range []string{"9 writes acknowledged, 1 refused, 1 unknown, of which 1 were committed", "3 epochs",
		"4 acknowledged writes were lost", "4, write@revision, when backup-1 began epoch third: w3@4 w4@5 w6@6 w7@7", "PASS"} {
		if !strings.Contains(v.String(), line) {
			t.Errorf("%q is not told in\n%s", line, v)
		}
	}
}

// What may be otherwise in a good history.
func TestAlsoGood(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(h *History){
		"the unknown write was not committed": func(h *History) {
			h.Events[2].Truth = truth("first", h.Events[2].Truth.Commits[:5])
			h.Followers["f"] = slices.Delete(h.Followers["f"], tail, tail+1)
		},
		"a follower that slept through an epoch": func(h *History) {
			h.Followers["f"] = slices.Delete(h.Followers["f"], inSecond, inSecond+1)
		},
		"a follower that is told of nothing new": func(h *History) {
			s := Step{Kind: Changes, After: in("first", 5), Cursor: in("first", 5)}
			h.Followers["f"] = slices.Insert(h.Followers["f"], tail, s)
		},
		"a newer backup that has again what an older one had not": func(h *History) {
			last := h.Events[len(h.Events)-1]
			newer := Event{Kind: Backup, Begin: 60, Backup: "backup-2", Cursor: in("first", 5)}
			again := truth("fourth", h.Events[2].Truth.Commits[:5])
			h.Events = append(h.Events[:7], Event{Kind: Ended, Begin: 120, Truth: last.Truth},
				Event{Kind: Restore, Begin: 121, Backup: "backup-2", Truth: truth("first", again.Commits)},
				Event{Kind: NewEpoch, Begin: 122}, Event{Kind: Quiet, Begin: 130, Truth: again})
			h.Events = slices.Insert(h.Events, 2, newer)
			steps := slices.Insert(h.Followers["f"], end, Step{Kind: Snapshot, Cursor: in("fourth", 5), Given: []Commit{given(4, "a", "w3")}})
			steps[end+1].Served = again.Routes
			h.Followers["f"] = steps
		},
		"a follower that is told something twice": func(h *History) {
			s := &h.Followers["f"][tail]
			s.Given = append([]Commit{given(4, "a", "w3")}, s.Given...)
		},
		"a snapshot in the middle of an epoch": func(h *History) {
			s := h.Followers["f"][inFirst]
			h.Followers["f"] = slices.Insert(h.Followers["f"], deletion, s)
		},
		"a failure before the first snapshot": func(h *History) {
			h.Followers["f"] = slices.Insert(h.Followers["f"], 0, Step{Kind: Failure, Served: map[string]string{"a": ""}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := small()
			change(h)
			if v := Of(h); len(v.Faults) > 0 || len(v.Lost) != 4 {
				t.Errorf("want no faults, and four writes lost with the backup:\n%s", v)
			}
		})
	}
}

func TestTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(h *History)
		want   string
	}{
		"what was committed of the unknown": {func(h *History) { write(h, "w5").ID = "w10" }, "1 unknown, of which 0 were committed"},
		"where and what": {func(h *History) { h.Followers["f"][deletion].Served["b"] = "w2" },
			"follower f, step 2, at first/5: serves b as w2, of revision 3, and knew 5; it is nothing since revision 5"},
		"what is served of another epoch": {func(h *History) { h.Followers["f"][inThird].Served["a"] = "w6" },
			"serves a as w6, of revision 6 in epoch second; it is w1 since revision 2"},
		"in what two tables differ": {func(h *History) { h.Events[2].Truth.Routes["b"] = "w2" }, "the store holds b as w2 instead of nothing\n"},
		"how slow the followers were": {func(h *History) {
			begun := Event{Kind: Converged, Begin: 1e9, End: 2e9, Detail: "promotion"}
			slower := Event{Kind: Converged, Begin: 3e9, End: 5e9, Detail: "promotion"}
			h.Events = slices.Insert(h.Events, 1, slower, begun)
		}, "after promotion all followers had converged within 2s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := small()
			if c.change(h); !strings.Contains(Of(h).String(), c.want) {
				t.Errorf("%q is not told in\n%s", c.want, Of(h))
			}
		})
	}
}
