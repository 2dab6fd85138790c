// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// check compares what a follower holds of a label with what the store held at its cursor.
func (f *follower) check(does, label, mark string) {
	e := f.epochs[f.number]
	want := e.at(label, f.cursor.Revision)
	if mark == want.Mark {
		return
	}
	kind, of := f.wrong(label, mark, want)
	f.fault(kind, "%s %s as %s, %s; it is %s since revision %d", does, label, named(mark), of, named(want.Mark), want.Revision)
}

// wrong says what sort of fault a mark is that is not the one wanted, and where it comes from.
func (f *follower) wrong(label, mark string, want history.Commit) (kind Kind, from string) {
	held := append([]history.Commit{{Label: label}}, f.epochs[f.number].labels[label]...) // nothing at first
	var earlier, later *history.Commit
	for i, c := range held {
		switch {
		case c.Mark != mark:
		case c.Revision < want.Revision:
			earlier = &held[i]
		case later == nil:
			later = &held[i]
		}
	}
	switch {
	case earlier != nil && f.seen[label] > earlier.Revision:
		return Stale, fmt.Sprintf("of revision %d, and knew %d", earlier.Revision, f.seen[label])
	case earlier != nil && want.Mark == "":
		return MissedDeletion, fmt.Sprintf("of revision %d", earlier.Revision)
	case earlier != nil:
		return Missed, fmt.Sprintf("of revision %d", earlier.Revision)
	case later != nil:
		return Ahead, fmt.Sprintf("of revision %d", later.Revision)
	}
	for _, e := range f.epochs {
		for _, c := range e.labels[label] {
			if c.Mark == mark {
				return OldEpoch, fmt.Sprintf("of revision %d in epoch %s", c.Revision, e.name)
			}
		}
	}
	return Invented, "which was never committed"
}

func named(mark string) string {
	if mark == "" {
		return "nothing"
	}
	return mark
}

// difference tells in what two tables differ.
func difference(got, want map[string]string) string {
	labels := maps.Clone(got)
	maps.Copy(labels, want)
	var lines []string
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		if got[label] != want[label] {
			lines = append(lines, fmt.Sprintf("%s as %s instead of %s", label, named(got[label]), named(want[label])))
		}
	}
	if n := len(lines); n > shown {
		lines = append(lines[:shown], fmt.Sprintf("and %d others", n-shown))
	}
	return strings.Join(lines, ", ")
}
