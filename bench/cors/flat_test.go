// SPDX-License-Identifier: Apache-2.0

// The race detector slows some instructions more than others, so that no ratio of times means anything under it.
//go:build !race

package cors

import (
	"math"
	"net/http"
	"testing"
	"time"
)

const (
	turns   = 60
	slowest = 2.0 // times as slow as with one origin; measured at length it is far less
)

// TestCostIsFlat compares the best of many short turns with 1 and with 10 000 origins. It is for mistakes that no noise
// can make: a list that is searched from its beginning is hundreds of times as slow.
func TestCostIsFlat(t *testing.T) {
	for _, c := range cells() {
		if c.entries != 10_000 || !c.browserShaped() {
			continue
		}
		few, many := fastest(t, 200, c.withEntries(1), c)
		if ratio := float64(many) / float64(few); ratio > slowest {
			t.Errorf("%v: %.1f times as slow as with one origin", c, ratio)
		}
	}
}

// TestMegabyteOfCommasIsNoDearer compares with the longest list that is looked at.
func TestMegabyteOfCommasIsNoDearer(t *testing.T) {
	few, many := fastest(t, 10, cell{preflight, "4KiB-commas", exact, 1}, cell{preflight, "1MiB-commas", exact, 1})
	if many > slowest*few {
		t.Errorf("a megabyte takes %v, 4 KiB take %v", many, few)
	}
}

// fastest measures our engine in two cells, turn by turn of so many requests.
func fastest(t *testing.T, requests int, a, b cell) (time.Duration, time.Duration) {
	t.Helper()
	best := [2]time.Duration{math.MaxInt64, math.MaxInt64}
	var handlers [2]http.Handler
	var asked [2]*http.Request
	for i, c := range []cell{a, b} {
		handlers[i], asked[i] = build(t, ours, setupOf(c.pattern, c.entries)), c.asked()
	}
	w := newWriter()
	for range turns {
		for i := range handlers {
			begin := time.Now()
			for range requests {
				w.reset()
				handlers[i].ServeHTTP(w, asked[i])
			}
			best[i] = min(best[i], time.Since(begin))
		}
	}
	return best[0], best[1]
}
