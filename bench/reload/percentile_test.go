// SPDX-License-Identifier: Apache-2.0

package reload

import (
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	t.Parallel()
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(100 - i)
	}
	for _, c := range []struct {
		name   string
		values []time.Duration
		p      float64
		want   time.Duration
	}{
		{"one value", []time.Duration{7}, 50, 7},
		{"one value, max", []time.Duration{7}, 100, 7},
		{"of two, the lower is the median", []time.Duration{9, 1}, 50, 1},
		{"unsorted", []time.Duration{3, 1, 2}, 100, 3},
		{"p50 of a hundred", hundred, 50, 50},
		{"p99 of a hundred", hundred, 99, 99},
		{"max of a hundred", hundred, 100, 100},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := percentile(c.values, c.p); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
