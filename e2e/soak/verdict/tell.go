// SPDX-License-Identifier: Apache-2.0

package verdict

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// tellEvents reports what was done, and how long the followers took to come to where the store was afterwards.
func (j *judge) tellEvents() {
	counts, slowest := map[history.EventKind]int{}, map[string]time.Duration{}
	var end time.Duration
	for _, e := range j.history.Events {
		counts[e.Kind]++
		end = max(end, e.End)
		if e.Kind == history.Begun {
			j.report("%s", e.Detail)
		}
		if e.Kind == history.Converged {
			slowest[e.Detail] = max(slowest[e.Detail], e.End-e.Begin)
		}
	}
	j.report("%v long; %s", end.Round(time.Second), listed(counts))
	for _, what := range slices.Sorted(maps.Keys(slowest)) {
		j.report("after %s all followers had converged within %v", what, slowest[what].Round(time.Millisecond))
	}
}

func listed(counts map[history.EventKind]int) string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		if kind != history.Begun && kind != history.Quiet && kind != history.Converged {
			parts = append(parts, fmt.Sprintf("%d %s", counts[kind], kind))
		}
	}
	return strings.Join(parts, ", ")
}

// tellLost reports the epochs, and which acknowledged writes each restored backup has cost.
func (j *judge) tellLost() {
	var names []string
	for _, e := range j.epochs {
		names = append(names, fmt.Sprintf("%s to revision %d (%s)", e.name, e.truth.Revision, e.by))
	}
	j.report("%d epochs: %s", len(j.epochs), strings.Join(names, ", "))
	lost := map[string][]string{}
	for _, l := range j.Lost {
		lost[l.Epoch] = append(lost[l.Epoch], fmt.Sprintf("%s@%d", l.Write, l.Revision))
	}
	j.report("%d acknowledged writes were lost with older backups, which never had them", len(j.Lost))
	for _, e := range j.epochs {
		if ids := lost[e.name]; len(ids) > 0 {
			j.report("  %d, write@revision, when %s began epoch %s: %s", len(ids), e.backup, e.name, strings.Join(ids, " "))
		}
	}
}
