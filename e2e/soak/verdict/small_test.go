// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"slices"
	"time"

	. "github.com/corsgate/corsgate/e2e/soak/history"
)

// small is a soak in which everything is as it must be. The first epoch is begun, the second promoted, and the third
// restored from a backup that was made in the first.
func small() *History {
	begun := []Commit{
		{Revision: 1, Write: "setup"},
		put(2, "a", "w1"),
		put(3, "b", "w2"),
		put(4, "a", "w3"),
		{Revision: 5, Label: "b", Write: "w4"},
		put(6, "c", "w5"), // no standby had it, and nobody was told that it is safe
	}
	promoted := append(begun[:5:5], put(6, "a", "w6"), put(7, "b", "w7"))
	restored := append(begun[:3:3], put(4, "a", "w8"), Commit{Revision: 5, Label: "b", Write: "w9"})
	return &History{
		Events: []Event{
			{Kind: Begun, Begin: 0},
			{Kind: Backup, Begin: 21, End: 29, Backup: "backup-1", Cursor: in("first", 2)},
			{Kind: Ended, Begin: 70, Truth: truth("first", begun)},
			{Kind: Promote, Begin: 71},
			{Kind: Ended, Begin: 90, Truth: truth("second", promoted)},
			{Kind: Restore, Begin: 91, Backup: "backup-1", Truth: truth("first", begun[:3])},
			{Kind: NewEpoch, Begin: 92},
			{Kind: Quiet, Begin: 120, End: 121, Truth: truth("third", restored)},
		},
		Writers:   map[string][]Write{"w": smallWrites()},
		Followers: map[string][]Step{"f": smallSteps()},
	}
}

func truth(epoch string, commits []Commit) *Truth {
	t := &Truth{Cursor: in(epoch, int64(len(commits))), Commits: commits, Routes: map[string]string{}}
	for _, c := range commits {
		if delete(t.Routes, c.Label); c.Mark != "" {
			t.Routes[c.Label] = c.Mark
		}
	}
	return t
}

func smallWrites() []Write {
	told := func(id, label string, revision int64, at time.Duration) Write {
		return Write{ID: id, Label: label, Begin: at - 5, End: at, Outcome: Acknowledged, Revision: revision}
	}
	deleted := told("w4", "b", 5, 50)
	deleted.Delete = true
	again := told("w9", "b", 5, 112)
	again.Delete = true
	return []Write{
		told("setup", "", 1, 10), told("w1", "a", 2, 20), told("w2", "b", 3, 30), told("w3", "a", 4, 40), deleted,
		{ID: "w5", Label: "c", Begin: 55, End: 75, Outcome: Unknown},
		{ID: "w0", Label: "b", Begin: 56, End: 57, Delete: true, Outcome: Refused},
		told("w6", "a", 6, 80), told("w7", "b", 7, 85), told("w8", "a", 4, 110), again,
	}
}

// The places of the follower's steps.
const (
	inFirst = iota
	deletion
	tail
	failure
	inSecond
	inThird
	more
	end
)

func smallSteps() []Step {
	two := []Commit{given(2, "a", "w1"), given(3, "b", "w2")}
	return []Step{
		inFirst: {Kind: Snapshot, Cursor: in("first", 3), Given: slices.Clone(two), Served: map[string]string{"a": "w1", "b": "w2", "c": ""}},
		deletion: {Kind: Changes, After: in("first", 3), Cursor: in("first", 5), Given: []Commit{given(4, "a", "w3"), given(5, "b", "")},
			Served: map[string]string{"a": "w3", "b": ""}},
		tail: {Kind: Changes, After: in("first", 5), Cursor: in("first", 6), Given: []Commit{given(6, "c", "w5")},
			Served: map[string]string{"c": "w5"}},
		failure: {Kind: Failure, Error: "away", Served: map[string]string{"a": "w3"}},
		inSecond: {Kind: Snapshot, Cursor: in("second", 6), Given: []Commit{given(6, "a", "w6")},
			Served: map[string]string{"a": "w6", "b": "", "c": ""}},
		inThird: {Kind: Snapshot, Cursor: in("third", 3), Given: two, Served: map[string]string{"a": "w1", "b": "w2", "c": ""}},
		more: {Kind: Changes, After: in("third", 3), Cursor: in("third", 5), Given: []Commit{given(4, "a", "w8"), given(5, "b", "")},
			Served: map[string]string{"a": "w8", "b": ""}},
		end: {Kind: Last, Served: map[string]string{"a": "w8", "b": "", "c": ""}},
	}
}

func in(epoch string, revision int64) Cursor { return Cursor{Epoch: epoch, Revision: revision} }

// put is a commit as the store knows it, and given as its followers are told of it.
func put(revision int64, label, mark string) Commit {
	return Commit{Revision: revision, Label: label, Mark: mark, Write: mark}
}

func given(revision int64, label, mark string) Commit {
	return Commit{Revision: revision, Label: label, Mark: mark}
}
