// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"maps"
	"slices"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// follower is one follower on its way through the epochs.
type follower struct {
	*judge
	name   string
	step   int // counted from 1
	number int // of its epoch; -1 before the first
	cursor history.Cursor
	known  bool              // what there is at the cursor
	given  map[string]string // what it was given and is to serve, mark by label
	// seen is the newest revision of each label that it knew in this epoch.
	seen map[string]int64
}

func (j *judge) checkFollower(name string, steps []history.Step) {
	f := &follower{judge: j, name: name, number: -1, given: map[string]string{}, seen: map[string]int64{}}
	kinds := map[history.StepKind]int{}
	for i, s := range steps {
		f.step = i + 1
		kinds[s.Kind]++
		switch s.Kind {
		case history.Snapshot:
			f.snapshot(s)
			f.checkGiven(s)
		case history.Changes:
			f.changes(s)
			f.checkGiven(s)
		}
		f.checkServed(s.Served)
	}
	if len(steps) == 0 || steps[len(steps)-1].Kind != history.Last {
		j.fault(Incomplete, "follower %s: its history does not end with %q", name, history.Last)
	} else {
		f.checkLast(steps[len(steps)-1])
	}
	j.report("follower %s: %d snapshots, %d changes, %d failures", name, kinds[history.Snapshot], kinds[history.Changes],
		kinds[history.Failure])
}

// fault tells where it was found.
func (f *follower) fault(kind Kind, format string, args ...any) {
	where := []any{f.name, f.step, f.cursor.Epoch, f.cursor.Revision}
	f.judge.fault(kind, "follower %s, step %d, at %s/%d: "+format, append(where, args...)...)
}

// snapshot moves the follower to a whole table.
func (f *follower) snapshot(s history.Step) {
	before := f.cursor
	f.cursor = s.Cursor
	number := slices.IndexFunc(f.epochs, func(e *epoch) bool { return e.name == s.Cursor.Epoch })
	switch {
	case number < 0:
		f.fault(OldEpoch, "no store has that epoch")
	case number < f.number:
		f.fault(OldEpoch, "it has been in a later one")
	case number == f.number && s.Cursor.Revision < before.Revision:
		f.fault(Back, "it has been at %d", before.Revision)
	}
	if number != f.number {
		f.number, f.seen = number, map[string]int64{}
	}
	clear(f.given)
	f.take(s.Given)
	f.orient()
}

// changes moves the follower on.
func (f *follower) changes(s history.Step) {
	before := f.cursor
	f.cursor = s.Cursor
	switch {
	case s.After != before:
		f.fault(Astray, "it asked for changes after %v, and was at %v", s.After, before)
	case s.Cursor.Epoch != before.Epoch:
		f.fault(OldEpoch, "changes led there from epoch %s", before.Epoch)
	case s.Cursor.Revision < before.Revision:
		f.fault(Back, "changes led there from %d", before.Revision)
	}
	f.take(s.Given)
	f.orient()
}

// orient finds out whether its epoch has come as far as its cursor.
func (f *follower) orient() {
	f.known = f.number >= 0 && f.epochs[f.number].name == f.cursor.Epoch
	if !f.known {
		return
	}
	if end := f.epochs[f.number].truth.Revision; f.cursor.Revision > end {
		f.fault(OldEpoch, "that epoch ended at %d", end)
		f.known = false
	}
}

func (f *follower) take(given []history.Commit) {
	for _, c := range given {
		delete(f.given, c.Label)
		if c.Mark != "" {
			f.given[c.Label] = c.Mark
		}
	}
}

// checkGiven checks what a step should have changed, and what it changed.
func (f *follower) checkGiven(s history.Step) {
	if !f.known {
		return
	}
	touched := map[string]bool{}
	for _, c := range s.Given {
		touched[c.Label] = true
		f.seen[c.Label] = max(f.seen[c.Label], c.Revision)
	}
	for _, label := range f.epochs[f.number].between(s.After.Revision, s.Cursor.Revision) { // a snapshot is after nothing
		touched[label] = true
	}
	for _, label := range slices.Sorted(maps.Keys(touched)) {
		f.check("was given", label, f.given[label])
	}
}

func (f *follower) checkServed(served map[string]string) {
	for _, label := range slices.Sorted(maps.Keys(served)) {
		switch mark := served[label]; {
		case f.known:
			f.check("serves", label, mark)
		case f.cursor == history.Cursor{} && mark != "":
			f.fault(Invented, "serves %s as %s before it was given anything", label, mark)
		}
	}
}

// checkLast checks that it has come to where the store is, and that every label was asked for.
func (f *follower) checkLast(s history.Step) {
	last := f.epochs[len(f.epochs)-1]
	switch {
	case f.cursor.Epoch != last.name:
		f.fault(OldEpoch, "it never noticed the last one, %s", last.name)
	case f.cursor != last.truth.Cursor:
		f.fault(Unsettled, "the store is at %d", last.truth.Revision)
	}
	for _, label := range slices.Sorted(maps.Keys(last.truth.Routes)) {
		if _, asked := s.Served[label]; !asked {
			f.fault(Unsettled, "nobody asked what it serves as %s in the end", label)
		}
	}
}
