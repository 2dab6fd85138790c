// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"fmt"
	"slices"
	"strings"
)

// Verdict is what came of a soak.
type Verdict struct {
	Faults []Fault
	// Lost are the acknowledged writes that are not in the store because a backup was restored that did not have them.
	Lost []Lost
	// Report are lines about what the soak consisted of.
	Report []string
}

// Fault is one thing that must not be.
type Fault struct {
	Kind Kind
	Text string
}

// Lost is an acknowledged write that was restored away. Epoch is the one that began without it.
type Lost struct {
	Write    string
	Revision int64
	Epoch    string
}

// Kind is what sort of fault it is.
type Kind string

// The faults of the store.
const (
	LostWrite   Kind = "lost write"          // acknowledged, and not in the store
	Misnumbered Kind = "misnumbered"         // acknowledged under another revision than it has
	Repeated    Kind = "repeated"            // one write, two commits
	Denied      Kind = "refused, yet stored" // the writer was told that nothing happened
	Unasked     Kind = "unasked"             // stored, but nobody asked for it, or for something else
	Numbering   Kind = "numbering"           // a revision is missing, or of two commits
	Rewritten   Kind = "rewritten"           // a restored history is no beginning of the one that was backed up
	Unequal     Kind = "unequal"             // what the store holds is not what its history leads to
)

// The faults of a follower.
const (
	Missed         Kind = "missed"          // holds what was before a commit that it should have
	MissedDeletion Kind = "missed deletion" // holds what was deleted
	Stale          Kind = "stale"           // holds what it had before already known something newer
	Ahead          Kind = "ahead"           // holds what was committed after its cursor
	Invented       Kind = "invented"        // holds what was never committed
	OldEpoch       Kind = "old epoch"       // holds or claims what belongs to another epoch than its cursor
	Back           Kind = "back"            // its cursor went back
	Astray         Kind = "astray"          // asked for changes after a place where it was not
	Unsettled      Kind = "unsettled"       // ended at another place than the store
)

// Incomplete is a history that cannot be judged.
const Incomplete Kind = "incomplete"

func (v *Verdict) fault(kind Kind, format string, args ...any) {
	v.Faults = append(v.Faults, Fault{kind, fmt.Sprintf(format, args...)})
}

func (v *Verdict) report(format string, args ...any) {
	v.Report = append(v.Report, fmt.Sprintf(format, args...))
}

// Kinds lists the kinds of faults that there are, each once.
func (v *Verdict) Kinds() []Kind {
	var kinds []Kind
	for _, f := range v.Faults {
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// shown is how many faults of a kind are written out.
const shown = 5

// String is the verdict for people, with the first faults of each kind.
func (v *Verdict) String() string {
	var text strings.Builder
	for _, line := range v.Report {
		fmt.Fprintln(&text, line)
	}
	for _, kind := range v.Kinds() {
		found := slices.Collect(func(yield func(string) bool) {
			for _, f := range v.Faults {
				if f.Kind == kind && !yield(f.Text) {
					return
				}
			}
		})
		fmt.Fprintf(&text, "FAULT %s, %d times:\n", kind, len(found))
		for _, line := range found[:min(shown, len(found))] {
			fmt.Fprintf(&text, "  %s\n", line)
		}
	}
	if len(v.Faults) == 0 {
		fmt.Fprintln(&text, "PASS: nothing missed, nothing invented")
	} else {
		fmt.Fprintf(&text, "FAIL: %d faults\n", len(v.Faults))
	}
	return text.String()
}
