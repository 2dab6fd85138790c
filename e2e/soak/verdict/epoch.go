// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"sort"
	"time"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// epoch is one history of the store, from when clients could reach it until they could not.
type epoch struct {
	name           string
	by             history.EventKind // Begun, Promote or NewEpoch
	opened, closed time.Duration
	truth          *history.Truth
	// base is what the backup held that a restored epoch began with.
	base   *history.Truth
	backup string

	labels map[string][]history.Commit // in order
	writes map[string]history.Commit
}

// index makes the truth searchable.
func (e *epoch) index() {
	e.name = e.truth.Epoch
	e.labels, e.writes = map[string][]history.Commit{}, map[string]history.Commit{}
	for _, c := range e.truth.Commits {
		if _, twice := e.writes[c.Write]; !twice {
			e.writes[c.Write] = c
		}
		if c.Label != "" {
			e.labels[c.Label] = append(e.labels[c.Label], c)
		}
	}
}

// at returns the commit whose state a label has at a revision; the zero Commit if there was none yet.
func (e *epoch) at(label string, revision int64) history.Commit {
	commits := e.labels[label]
	after := sort.Search(len(commits), func(i int) bool { return commits[i].Revision > revision })
	if after == 0 {
		return history.Commit{Label: label}
	}
	return commits[after-1]
}

// between lists the labels that changed after one revision and not after another, some more than once.
func (e *epoch) between(after, until int64) []string {
	commits := e.truth.Commits
	first := sort.Search(len(commits), func(i int) bool { return commits[i].Revision > after })
	var labels []string
	for _, c := range commits[first:] {
		if c.Revision > until {
			break
		}
		if c.Label != "" {
			labels = append(labels, c.Label)
		}
	}
	return labels
}

// has says whether a write is stored under a revision.
func (e *epoch) has(write string, revision int64) bool {
	c, found := e.writes[write]
	return found && c.Revision == revision
}

// open says whether clients could reach the epoch at some moment between two.
func (e *epoch) open(from, until time.Duration) bool { return e.opened <= until && e.closed >= from }
