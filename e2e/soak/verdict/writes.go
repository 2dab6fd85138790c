// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"maps"
	"slices"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// checkWrites compares what writers were told with what is stored.
func (j *judge) checkWrites() {
	asked := map[string]history.Write{}
	outcomes, committed := map[history.Outcome]int{}, 0
	for _, name := range slices.Sorted(maps.Keys(j.history.Writers)) {
		for _, w := range j.history.Writers[name] {
			asked[w.ID] = w
			outcomes[w.Outcome]++
			switch w.Outcome {
			case history.Acknowledged:
				j.checkAcknowledged(w)
			case history.Refused:
				j.checkRefused(w)
			case history.Unknown:
				if slices.ContainsFunc(j.epochs, func(e *epoch) bool { return e.writes[w.ID].Revision != 0 }) {
					committed++
				}
			}
		}
	}
	for _, e := range j.epochs {
		for _, c := range e.truth.Commits {
			w, known := asked[c.Write]
			if !known || w.Label != c.Label || w.Mark() != c.Mark {
				j.fault(Unasked, "epoch %s, revision %d: %q is set to %q by %q, which asked to set %q to %q", e.name, c.Revision, c.Label,
					c.Mark, c.Write, w.Label, w.Mark())
			}
		}
	}
	j.report("%d writers: %d writes acknowledged, %d refused, %d unknown, of which %d were committed", len(j.history.Writers),
		outcomes[history.Acknowledged], outcomes[history.Refused], outcomes[history.Unknown], committed)
	j.tellLost()
}

// checkAcknowledged follows a write from the epoch that acknowledged it to the last one. Only a backup that does not have
// it may lose it; checkRestored sees to it that the backup has all that it should.
func (j *judge) checkAcknowledged(w history.Write) {
	first := slices.IndexFunc(j.epochs, func(e *epoch) bool { return e.open(w.Begin, w.End) && e.has(w.ID, w.Revision) })
	if first < 0 {
		j.unacknowledged(w)
		return
	}
	present, lost := true, Lost{}
	for _, e := range j.epochs[first+1:] {
		has := e.has(w.ID, w.Revision)
		switch {
		case has == present:
		case !has && e.base != nil:
			lost = Lost{w.ID, w.Revision, e.name}
		case !has:
			j.fault(LostWrite, "the write %s was acknowledged at revision %d and is not in epoch %s, which began by %s", w.ID, w.Revision,
				e.name, e.by)
		case e.base == nil:
			j.fault(Rewritten, "the write %s came back at revision %d in epoch %s without a backup", w.ID, w.Revision, e.name)
		default:
			lost = Lost{} // a newer backup has it
		}
		present = has
	}
	if lost.Epoch != "" {
		j.Lost = append(j.Lost, lost)
	}
}

// unacknowledged says what is the matter with a write that should be stored.
func (j *judge) unacknowledged(w history.Write) {
	for _, e := range j.epochs {
		if c := e.writes[w.ID]; c.Revision != 0 && c.Revision != w.Revision {
			j.fault(Misnumbered, "the write %s was acknowledged at revision %d and has %d in epoch %s", w.ID, w.Revision, c.Revision, e.name)
			return
		}
	}
	j.fault(LostWrite, "the write %s was acknowledged at revision %d and is in no epoch of that time", w.ID, w.Revision)
}

func (j *judge) checkRefused(w history.Write) {
	for _, e := range j.epochs {
		if c := e.writes[w.ID]; c.Revision != 0 {
			j.fault(Denied, "the write %s was refused and is revision %d in epoch %s", w.ID, c.Revision, e.name)
		}
	}
}
