// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"strings"
)

// The goals, of processor time.
const (
	fasterActual   = 1.1 // than the fastest peer, where one origin is listed and the request is not a preflight
	faster         = 1.5 // than the fastest peer in every other allowed cell
	fasterThanJub  = 2.0 // on allowed preflights
	flat           = 1.3 // times as slow with 10 000 origins as with one
	slowestRefusal = 200 // ns
	slowestCompile = 5e6 // ns, of 10 000 origins
)

// fastestPeer has the least median.
func (r results) fastestPeer(c cell) (name string) {
	for _, engine := range engines()[1:] {
		if name == "" || spreadOf(r.of(c, engine)).median < spreadOf(r.of(c, name)).median {
			name = engine
		}
	}
	return name
}

func (r results) judgeAllowed(to *report) {
	to.head("Allowed: how many times the processor time of ours the others take.",
		"cell", "Decide alone", ours, "fastest peer", "peer / ours", "goal", "", jub+" / ours", "goal", "")
	for _, c := range cells() {
		if c.outcome != allowed {
			continue
		}
		goal := faster
		if c.request == actual && c.entries == 1 {
			goal = fasterActual
		}
		peer := r.fastestPeer(c)
		times, timesJub := ratio(r.of(c, peer), r.of(c, ours)), ratio(r.of(c, jub), r.of(c, ours))
		cells := []any{c.words(), ns(spreadOf(r.rounds["Decide/"+c.String()]).median), ns(spreadOf(r.of(c, ours)).median), peer, times, fmt.Sprintf("≥ %v", goal),
			to.judge(c.words()+" beside "+peer, times.median >= goal), timesJub, "", ""}
		if c.request == preflight {
			cells[8] = fmt.Sprintf("≥ %v", fasterThanJub)
			cells[9] = to.judge(c.words()+" beside "+jub, timesJub.median >= fasterThanJub)
		}
		to.row(cells...)
	}
}

// judgeRefused has a row for each three of cells.
func (r results) judgeRefused(to *report) {
	to.head("Refused, and hostile, with 1 / 100 / 10 000 origins.", "cell", "Decide alone", ours, jub, byRS, viaGin, "goal", "")
	for _, c := range cells() {
		if c.outcome == allowed || c.entries != 1 {
			continue
		}
		row := []any{c.kind(), r.three("Decide/%v", c)}
		for _, engine := range engines() {
			row = append(row, r.three("CORS/%v/impl="+engine, c))
		}
		if !c.browserShaped() {
			to.row(append(row, "", "")...)
			continue
		}
		slowest := 0.0
		for _, entries := range sizes() {
			slowest = max(slowest, spreadOf(r.of(c.withEntries(entries), ours)).median)
		}
		to.row(append(row, "≤ "+ns(slowestRefusal), to.judge(c.kind(), slowest <= slowestRefusal))...)
	}
}

// three are the medians of a benchmark with 1, 100 and 10 000 origins; the name has a verb for the cell.
func (r results) three(name string, c cell) string {
	var medians []string
	for _, entries := range sizes() {
		medians = append(medians, ns(spreadOf(r.rounds[fmt.Sprintf(name, c.withEntries(entries))]).median))
	}
	return strings.Join(medians, " / ")
}

func (r results) judgeFlat(to *report) {
	to.head("With 10 000 origins, in times of one.", "cell", ours, "goal", "", jub, byRS, viaGin)
	for _, many := range cells() {
		if many.entries != 10_000 || !many.browserShaped() {
			continue
		}
		times := func(engine string) spread { return ratio(r.of(many, engine), r.of(many.withEntries(1), engine)) }
		what := many.kind()
		to.row(what, times(ours), fmt.Sprintf("≤ %v", flat), to.judge(what+" from 1 to 10 000", times(ours).median <= flat),
			times(jub), times(byRS), times(viaGin))
	}
}

// tellRest is what there is in a cell besides the engine.
func (r results) tellRest(to *report) {
	to.head("Without an engine.", "request", "the handler and the clearing", "reading and writing the header fields of an allowed one, too", "a Gin engine")
	for _, request := range []string{actual, preflight} {
		row := []any{request}
		for _, what := range []string{"none", "fields", viaGin} {
			row = append(row, ns(spreadOf(r.rounds[fmt.Sprintf("NoCORS/request=%s/impl=%s", request, what)]).median))
		}
		to.row(row...)
	}
}

func (r results) judgeRest(to *report) {
	to.head("Making an engine of 10 000 origins.", "pattern", ours, jub, byRS, "goal", "")
	for _, pattern := range []string{exact, subdomain} {
		cells, mine := []any{pattern}, 0.0
		for i, engine := range []string{ours, jub, byRS} {
			took := spreadOf(r.rounds[fmt.Sprintf("Compile/pattern=%s/origins=10000/impl=%s", pattern, engine)]).median
			if i == 0 {
				mine = took
			}
			cells = append(cells, ns(took))
		}
		to.row(append(cells, "< "+ns(slowestCompile), to.judge("making of 10 000, "+pattern, mine < slowestCompile))...)
	}
	long, longest := cell{preflight, "4KiB-commas", exact, 1}, cell{preflight, "1MiB-commas", exact, 1}
	times := ratio(r.of(longest, ours), r.of(long, ours))
	fmt.Fprintf(to, "\n1 MiB of commas takes %v times as long as 4 KiB (goal: at most 1): %s.\n", times,
		to.judge("1 MiB of commas beside 4 KiB", times.median <= 1))
}
