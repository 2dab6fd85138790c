// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"testing"
)

func (r results) judgeAllocations(t *testing.T, to *report) {
	t.Helper()
	to.head("Allocations: of ours the most with any settings, of the others with one exact origin.",
		"cell", "Decide alone", "goal", "", ours, "goal", "", jub, byRS, viaGin)
	for _, c := range cells() {
		if c.entries != 1 || c.pattern != exact || !c.browserShaped() {
			continue
		}
		var inDecide, inAll float64
		for _, like := range cells() {
			if like.request == c.request && like.outcome == c.outcome {
				inDecide, inAll = max(inDecide, decideAllocates(t, like)), max(inAll, allocates(t, like))
			}
		}
		what := c.request + ", " + c.outcome
		row := []any{what, inDecide, 0, to.judge(what+": allocations in Decide", inDecide == 0),
			inAll, "≤ 1", to.judge(what+": allocations in the whole", inAll <= 1)}
		for _, engine := range engines()[1:] {
			row = append(row, spreadOf(r.allocs[inCell(c, engine)]).median)
		}
		to.row(row...)
	}
}

func judgeFootprints(t *testing.T, to *report) {
	to.head("Bytes a policy of six origins and eight header names, over 10 000 of them.",
		"tenants", ours, "goal", "", jub, byRS, "ours in a pool", "goal", "")
	size := func(bytes float64) string { return fmt.Sprintf("%.0f", bytes) }
	for _, k := range kinds() {
		alone, pooled := k.ours(t)
		cells := []any{k.name, size(alone), "< " + size(mostPolicySize), to.judge("bytes of "+k.name, alone < mostPolicySize),
			size(bytesEach(t, k.of, newJub0bs)), size(bytesEach(t, k.of, rsAlone)), size(pooled), "", ""}
		if k.same {
			cells[7], cells[8] = "< 1", to.judge("sharing", pooled < 1)
		}
		to.row(cells...)
	}
}
