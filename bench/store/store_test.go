// SPDX-License-Identifier: Apache-2.0

package store

import (
	"flag"
	"fmt"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/corsgate/corsgate/internal/testpg"
)

// The defaults only show that everything works.
var (
	rounds = flag.Int("rounds", 1, "how many `times` store and bare handler take turns in each row")
	turn   = flag.Duration("turn", 5*time.Millisecond, "how long a turn is")
)

const (
	connections = 10               // of each pool
	distance    = time.Millisecond // of the network that is simulated, there and back
	goal        = 0.7              // of the bare handler's rate
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(testpg.Tests{M: m}) }

func TestStoreBesideBareHandler(t *testing.T) {
	fmt.Fprintf(t.Output(), "%s %s/%s, %d CPUs, GOMAXPROCS %d; %d rounds, a turn is %v; pools of %d connections\n", runtime.Version(),
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.GOMAXPROCS(0), *rounds, *turn, connections)
	var rows int
	var missed []string
	compare := func(t *testing.T, p pair) {
		all, bad := compareAll(t, p)
		rows, missed = rows+all, append(missed, bad...)
	}
	t.Run("sqlite", func(t *testing.T) {
		tellSync(t, t.TempDir())
		compare(t, sqlitePair(t, filepath.Join(t.TempDir(), "corsgate.db")))
	})
	t.Run("postgres", func(t *testing.T) {
		server := testpg.Start(t, testpg.Options{Durable: true, TCP: true})
		tellSync(t, server.Dir())
		server.CreateDatabase(t, "bench")
		tcp := server.URL("bench")
		tellDurability(t, connect(t, tcp))
		furnishPostgres(t, tcp)
		_, port, err := net.SplitHostPort(server.Addr())
		if err != nil {
			t.Fatal(err)
		}
		over := func(name, url string) {
			t.Run(name, func(t *testing.T) { compare(t, postgresPair(t, url)) })
		}
		over("Unix socket", fmt.Sprintf("postgres:///bench?host=%s&port=%s&user=postgres", server.Dir(), port))
		over("TCP", tcp)
		over("TCP over a distance", strings.Replace(tcp, server.Addr(), slowLink(t, server.Addr(), distance), 1))
	})
	tellVerdict(t, rows, missed)
}

// compareAll prints the table of one store, and returns how many rows it has and which of them miss the goal.
func compareAll(t *testing.T, p pair) (rows int, missed []string) {
	fmt.Fprintf(t.Output(), "%-28s%10s%10s%12s%14s\n", "per second (median)", "store", "bare", "store/bare", "middle half")
	for _, l := range loads() {
		c, err := l.compare(t.Context(), p, *rounds, *turn)
		if err != nil {
			t.Fatalf("%s: %v", l.name, err)
		}
		ratio := median(c.ratio)
		fmt.Fprintf(t.Output(), "%-28s%10.0f%10.0f%12.2f%8.2f..%.2f\n", l.name, median(c.store), median(c.bare), ratio,
			quantile(c.ratio, 0.25), quantile(c.ratio, 0.75))
		if rows++; ratio < goal {
			missed = append(missed, fmt.Sprintf("%s: %s: %.2f", t.Name(), l.name, ratio))
		}
	}
	return rows, missed
}
