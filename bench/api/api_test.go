// SPDX-License-Identifier: Apache-2.0

package api

import (
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/corsgate/corsgate/internal/testpg"
)

// The defaults only show that everything works.
var (
	rounds   = flag.Int("rounds", 1, "how many `times` ours and the bare handler take turns in each row")
	turn     = flag.Duration("turn", 5*time.Millisecond, "how long a turn is")
	services = flag.Int("services", 1000, "how many services there are in the workspace that is listed")
)

const (
	clients     = 32  // connections that send requests, each one after the other
	connections = 10  // of each pool to Postgres, as the program has them unless it is told otherwise
	goal        = 0.7 // of the bare handler's rate
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(testpg.Tests{M: m}) }

func TestAPIBesideBareHandler(t *testing.T) {
	fmt.Fprintf(t.Output(), "%s %s/%s, %d CPUs, GOMAXPROCS %d; %d rounds, a turn is %v; %d clients, pools of %d connections\n", runtime.Version(),
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.GOMAXPROCS(0), *rounds, *turn, clients, connections)
	v := &verdict{}
	t.Run("sqlite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "corsgate.db")
		tellSync(t, filepath.Dir(path))
		p := sqlitePair(t, path)
		if _, err := openSQL(t, path).Exec(crowd(crowded)); err != nil {
			t.Fatal(err)
		}
		compareAll(t, v, p)
	})
	t.Run("postgres", func(t *testing.T) {
		server := testpg.Start(t, testpg.Options{Durable: true, TCP: true})
		tellSync(t, server.Dir())
		server.CreateDatabase(t, "bench")
		tellDurability(t, connect(t, server.URL("bench")))
		over := func(name, url string) {
			t.Run(name, func(t *testing.T) { compareAll(t, v, postgresPair(t, url)) })
		}
		furnishPostgres(t, server.URL("bench"))
		over("TCP", server.URL("bench"))
		over("Unix socket", socketURL(t, server))
	})
	t.Run("postgres that does not sync", func(t *testing.T) {
		url := testpg.Database(t)
		furnishPostgres(t, url)
		compareAll(t, v, postgresPair(t, url))
	})
	v.tell(t)
}

// compareAll prints the table of one store.
func compareAll(t *testing.T, v *verdict, p pair) {
	fmt.Fprintf(t.Output(), "%-24s%8s%8s%12s%14s%22s\n", "per second (median)", "ours", "bare", "ours/bare", "middle half", "processor: ours, bare")
	for _, l := range loads(p.token) {
		c := l.compare(t, p, *rounds, *turn)
		ratio := median(c.ratio)
		fmt.Fprintf(t.Output(), "%-24s%8.0f%8.0f%12.2f%8.2f..%.2f%10.0f µs%6.0f µs\n", l.name, median(c.ours), median(c.bare), ratio,
			quantile(c.ratio, 0.25), quantile(c.ratio, 0.75), median(c.oursProcessor), median(c.bareProcessor))
		v.judge(ratio >= goal, "%s: %s: %.2f", t.Name(), l.name, ratio)
	}
}
