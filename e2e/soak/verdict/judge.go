// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"maps"
	"slices"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// judge is one judging.
type judge struct {
	*Verdict
	history *history.History
	epochs  []*epoch
	backups map[string]history.Event
}

// Of judges a history.
func Of(h *history.History) *Verdict {
	j := &judge{Verdict: &Verdict{}, history: h, backups: map[string]history.Event{}}
	j.tellEvents()
	if !j.divide() {
		return j.Verdict
	}
	for i, e := range j.epochs {
		j.checkTruth(e)
		if e.base != nil {
			j.checkRestored(j.epochs[:i], e)
		}
	}
	j.checkWrites()
	for _, name := range slices.Sorted(maps.Keys(h.Followers)) {
		j.checkFollower(name, h.Followers[name])
	}
	return j.Verdict
}

// divide finds the epochs in the events. It is false if one of them has no truth.
func (j *judge) divide() bool {
	var now *epoch
	begin := func(e history.Event) {
		next := &epoch{by: e.Kind, opened: e.Begin}
		if now != nil && e.Kind == history.NewEpoch {
			next.base, next.backup = now.base, now.backup
		}
		now = next
	}
	for _, e := range j.history.Events {
		switch e.Kind {
		case history.Backup:
			j.backups[e.Backup] = e
		case history.Begun, history.Promote, history.NewEpoch:
			begin(e)
		case history.Restore:
			now = &epoch{base: e.Truth, backup: e.Backup} // until the new epoch
		case history.Ended, history.Quiet:
			if now == nil || now.by == "" || e.Truth == nil {
				j.fault(Incomplete, "%s at %v ends no epoch, or has no truth", e.Kind, e.Begin)
				return false
			}
			now.truth, now.closed = e.Truth, e.Begin
			now.index()
			j.epochs = append(j.epochs, now)
		}
	}
	if n := len(j.history.Events); n == 0 || j.history.Events[n-1].Kind != history.Quiet {
		j.fault(Incomplete, "the events do not end with %q", history.Quiet)
		return false
	}
	return true
}

// checkTruth checks what the store says of itself.
func (j *judge) checkTruth(e *epoch) {
	writes := map[string]int64{}
	for i, c := range e.truth.Commits {
		if c.Revision != int64(i+1) {
			j.fault(Numbering, "epoch %s: the commit %s has revision %d, want %d", e.name, c.Write, c.Revision, i+1)
			break // all others are wrong too
		}
		if before := writes[c.Write]; before != 0 {
			j.fault(Repeated, "epoch %s: the write %s has the revisions %d and %d", e.name, c.Write, before, c.Revision)
		}
		writes[c.Write] = c.Revision
	}
	if n := int64(len(e.truth.Commits)); n != e.truth.Revision {
		j.fault(Numbering, "epoch %s: %d commits, and the store is at revision %d", e.name, n, e.truth.Revision)
	}
	last := map[string]string{}
	for label := range e.labels {
		if mark := e.at(label, e.truth.Revision).Mark; mark != "" {
			last[label] = mark
		}
	}
	if !maps.Equal(last, e.truth.Routes) {
		j.fault(Unequal, "epoch %s: the store holds %s", e.name, difference(e.truth.Routes, last))
	}
}

// checkRestored checks that a restored history is the beginning of the one that was backed up, with everything that was
// committed before the backup began.
func (j *judge) checkRestored(before []*epoch, e *epoch) {
	backup, known := j.backups[e.backup]
	if !known {
		j.fault(Incomplete, "nobody made the backup %q that was restored", e.backup)
		return
	}
	n := len(e.base.Commits)
	if e.base.Revision < backup.Cursor.Revision || int64(n) != e.base.Revision {
		j.fault(Rewritten, "%s holds %d commits and revision %d; the store was at %d before it was made", e.backup, n,
			e.base.Revision, backup.Cursor.Revision)
	}
	if len(e.truth.Commits) < n || !slices.Equal(e.truth.Commits[:n], e.base.Commits) {
		j.fault(Rewritten, "epoch %s does not begin with what %s held", e.name, e.backup)
	}
	for _, source := range before {
		if source.name != backup.Cursor.Epoch {
			continue
		}
		if len(source.truth.Commits) < n || !slices.Equal(source.truth.Commits[:n], e.base.Commits) {
			j.fault(Rewritten, "%s is not a beginning of epoch %s, in which it was made", e.backup, source.name)
		}
		return
	}
	j.fault(Incomplete, "%s was made in the epoch %s, of which nothing else is known", e.backup, backup.Cursor.Epoch)
}
