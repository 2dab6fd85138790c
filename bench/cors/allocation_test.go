// SPDX-License-Identifier: Apache-2.0

package cors

import "testing"

// What is counted here is counted in all of the process, so that nothing may run beside it.

func TestDecideAllocatesNothing(t *testing.T) {
	for _, c := range cells() {
		if got := decideAllocates(t, c); got != 0 {
			t.Errorf("%v: %v allocations", c, got)
		}
	}
}

func TestMiddlewareAllocatesOnce(t *testing.T) {
	for _, c := range cells() {
		if got, most := allocates(t, c), mostAllocations(c); c.browserShaped() && got > most {
			t.Errorf("%v: %v allocations, want at most %v", c, got, most)
		}
	}
}

// mostAllocations is the goal, but for one case: of a list of header names that is refused in part, the rest has to be
// written anew before it can be put into the answer.
func mostAllocations(c cell) float64 {
	if c.outcome == refusedHeader {
		return 2
	}
	return 1
}

func decideAllocates(t *testing.T, c cell) float64 {
	t.Helper()
	p, request := decider(t, c)
	return testing.AllocsPerRun(20, func() { p.Decide(&request) })
}

// allocates counts from a request's header fields to the response's.
func allocates(t *testing.T, c cell) float64 {
	t.Helper()
	w, r, h := newWriter(), c.asked(), build(t, ours, setupOf(c.pattern, c.entries))
	return testing.AllocsPerRun(20, func() {
		w.reset()
		h.ServeHTTP(w, r)
	})
}
