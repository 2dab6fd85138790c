// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"strings"
	"testing"
	"time"

	"github.com/corsgate/corsgate/cors"
)

// fastest is the least time of many that a decision took, which a busy machine does not change.
func fastest(p *cors.Policy, r cors.Request) time.Duration {
	least := time.Hour
	for range 300 {
		start := time.Now()
		p.Decide(&r)
		least = min(least, time.Since(start))
	}
	return least
}

// TestHostileRequestsCostNoMore compares each request with another that is far smaller. Reading all of the large one would
// take at least sixty times as long, so that the comparison has much room.
func TestHostileRequestsCostNoMore(t *testing.T) {
	commas := func(size int) cors.Request { return preflight("PUT", app, strings.Repeat(",", size)) }
	origin := func(size int) cors.Request {
		return actual("GET", "https://"+strings.Repeat("a", size-len("https://")))
	}
	dots := func(size int) cors.Request {
		return actual("GET", "https://"+strings.Repeat("a.", size/2)+"example.org")
	}
	none := func(size int) cors.Request { return actual("GET", strings.Repeat("x", size)) }
	names := func(size int) cors.Request { return preflight("PUT", app, strings.Repeat("X", size)) }
	for name, p := range policies(t) {
		for kind, pair := range map[string][2]cors.Request{
			"1 MiB of commas":       {commas(4096), commas(1 << 20)},
			"1 MiB of one name":     {names(4096), names(1 << 20)},
			"1 MiB of origin":       {origin(1024), origin(1 << 20)},
			"1 MiB of labels":       {dots(1000), dots(1 << 20)},
			"1 MiB without a colon": {none(1024), none(1 << 20)},
		} {
			small, large := fastest(p, pair[0]), fastest(p, pair[1])
			if large > 4*small+2*time.Microsecond {
				t.Errorf("%s: %s takes %v, and the small one %v", name, kind, large, small)
			}
		}
	}
}
