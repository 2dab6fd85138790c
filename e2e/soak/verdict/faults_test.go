// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"slices"
	"strings"
	"testing"

	. "github.com/corsgate/corsgate/e2e/soak/history"
)

// fault is a history with one thing in it that must not be. It must be told as such, and as nothing else.
type fault struct {
	name   string
	change func(h *History)
	want   Kind
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(faultsOfTheStore(), faultsOfWhatAFollowerHolds(), faultsOfAFollowersWay(), incomplete()) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := small()
			c.change(h)
			v := Of(h)
			if got := v.Kinds(); !slices.Equal(got, []Kind{c.want}) {
				t.Errorf("told as %q, want %q\n%s", got, c.want, v)
			}
			if !strings.Contains(v.String(), "FAULT "+string(c.want)) {
				t.Errorf("not named in\n%s", v)
			}
		})
	}
}

// write finds one by its id.
func write(h *History, id string) *Write {
	i := slices.IndexFunc(h.Writers["w"], func(w Write) bool { return w.ID == id })
	return &h.Writers["w"][i]
}

func faultsOfTheStore() []fault {
	last := func(h *History) *Truth { return h.Events[len(h.Events)-1].Truth }
	return []fault{
		{"an acknowledged write that nobody has", func(h *History) {
			h.Writers["w"] = append(h.Writers["w"], Write{ID: "w10", Label: "a", Begin: 60, End: 61, Outcome: Acknowledged, Revision: 7})
		}, LostWrite},
		{"an acknowledged write that was not promoted", func(h *History) {
			write(h, "w5").Outcome, write(h, "w5").Revision = Acknowledged, 6
		}, LostWrite},
		{"acknowledged when its epoch was over", func(h *History) { w := write(h, "w6"); w.Begin, w.End = 100, 101 }, LostWrite},
		{"another revision", func(h *History) { write(h, "w8").Revision = 5 }, Misnumbered},
		{"refused, and stored", func(h *History) { write(h, "w5").Outcome = Refused }, Denied},
		{"twice", func(h *History) {
			*last(h) = *truth("third", append(last(h).Commits, Commit{Revision: 6, Label: "b", Write: "w9"}))
			h.Followers["f"][more].Cursor.Revision = 6
		}, Repeated},
		{"nobody asked", func(h *History) { write(h, "w5").ID = "w10" }, Unasked},
		{"another service than asked", func(h *History) { write(h, "w5").Label = "a" }, Unasked},
		{"a deletion that was not asked", func(h *History) { write(h, "w9").Delete = false }, Unasked},
		{"a revision of two commits", func(h *History) { last(h).Commits[4].Revision, write(h, "w9").Revision = 4, 4 }, Numbering},
		{"the store is elsewhere than its last commit", func(h *History) {
			last(h).Revision, h.Followers["f"][more].Cursor.Revision = 6, 6
		}, Numbering},
		{"a table that does not follow from the commits", func(h *History) { h.Events[2].Truth.Routes["b"] = "w2" }, Unequal},
		{"a backup without what was there before", func(h *History) { h.Events[1].Cursor.Revision = 4 }, Rewritten},
		{"a backup of something else", func(h *History) {
			h.Writers["w"] = append(h.Writers["w"], Write{ID: "w10", Label: "b", Begin: 26, End: 27, Outcome: Unknown})
			other := put(3, "b", "w10")
			h.Events[5].Truth.Commits = append(h.Events[5].Truth.Commits[:2:2], other)
			last(h).Commits[2] = other
			s := &h.Followers["f"][inThird]
			s.Given[1], s.Served["b"] = other, "w10"
		}, Rewritten},
		{"an epoch that does not begin with the backup", func(h *History) {
			h.Events[5].Truth = truth("first", h.Events[2].Truth.Commits[:4])
		}, Rewritten},
		{"back without a backup", func(h *History) {
			write(h, "w8").Outcome, write(h, "w9").Outcome = Unknown, Unknown
			third, again := last(h), truth("fourth", h.Events[2].Truth.Commits[:4])
			h.Events = append(h.Events[:7], Event{Kind: Ended, Begin: 115, Truth: third}, Event{Kind: Promote, Begin: 116},
				Event{Kind: Quiet, Begin: 120, Truth: again})
			given := []Commit{given(3, "b", "w2"), given(4, "a", "w3")}
			steps := slices.Insert(h.Followers["f"], end, Step{Kind: Snapshot, Cursor: in("fourth", 4), Given: given})
			steps[end+1].Served = again.Routes
			h.Followers["f"] = steps
		}, Rewritten},
	}
}

func incomplete() []fault {
	return []fault{
		{"no end", func(h *History) { h.Events = h.Events[:7] }, Incomplete},
		{"no events", func(h *History) { h.Events = nil }, Incomplete},
		{"no truth", func(h *History) { h.Events[4].Truth = nil }, Incomplete},
		{"restored without a new epoch", func(h *History) { h.Events = slices.Delete(h.Events, 6, 7) }, Incomplete},
		{"a backup that nobody made", func(h *History) { h.Events[1].Backup = "backup-2" }, Incomplete},
		{"a backup of an epoch that nobody knows", func(h *History) { h.Events[1].Cursor.Epoch = "other" }, Incomplete},
		{"a follower that was cut off", func(h *History) { h.Followers["f"] = h.Followers["f"][:end] }, Incomplete},
	}
}
