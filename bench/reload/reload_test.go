// SPDX-License-Identifier: Apache-2.0

package reload

import (
	"flag"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/corsgate/corsgate/internal/testpg"
)

// The defaults only show that everything works.
var (
	changes  = flag.Int("changes", 3, "how many changes to measure in each row")
	sizes    = flag.String("services", "10", "how many services there are: `numbers` with commas between")
	gateways = flag.String("gateways", "2", "how many gateways there are on Postgres: `numbers` with commas between")
	peers    = flag.Bool("peers", false, "measure nginx and Caddy too; they have to be installed")
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(testpg.Tests{M: m}) }

// target is something that can be told a change.
type target struct {
	// change returns when the change of the measured service's origin has been accepted.
	change func(origin string) error
	// gateways are the addresses at which it shall be in force.
	gateways []string
}

func TestReload(t *testing.T) {
	fmt.Fprintf(t.Output(), "%s %s/%s, %d CPUs, GOMAXPROCS %d\n", runtime.Version(), runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), runtime.GOMAXPROCS(0))
	fmt.Fprintf(t.Output(), "%-28s%9s%9s  %-10s%9s%9s%9s%9s\n", "", "services", "changes", "sent until", "p50", "p90", "p99", "max")
	for _, services := range numbers(t, *sizes) {
		row(t, "serve, SQLite", services, *changes, func(t *testing.T) target { return onSQLite(t, services) })
		for _, n := range numbers(t, *gateways) {
			name := fmt.Sprintf("Postgres, gateways: %d", n)
			row(t, name, services, *changes, func(t *testing.T) target { return onPostgres(t, services, n) })
		}
		if *peers {
			few := max(*changes/5, 1) // with many services they take long
			row(t, "nginx, SIGHUP", services, few, func(t *testing.T) target { return onNginx(t, services) })
			row(t, "Caddy, POST /load", services, few, func(t *testing.T) target { return onCaddy(t, services) })
		}
	}
}

func numbers(t *testing.T, list string) []int {
	t.Helper()
	var found []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			t.Fatalf("%q: use positive numbers and commas", list)
		}
		found = append(found, n)
	}
	return found
}

// row measures one installation of its own.
func row(t *testing.T, name string, services, changes int, install func(t *testing.T) target) {
	out := t.Output()
	t.Run(fmt.Sprintf("%s/%d", name, services), func(t *testing.T) {
		result, err := measure(t.Context(), install(t), changes)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range []struct {
			until string
			took  []time.Duration
		}{{"answered", result.answered}, {"in force", result.enforced}} {
			fmt.Fprintf(out, "%-28s%9d%9d  %-10s", name, services, len(line.took), line.until)
			for _, p := range []float64{50, 90, 99, 100} {
				fmt.Fprintf(out, "%9.2f", float64(percentile(line.took, p))/float64(time.Millisecond))
			}
			fmt.Fprintln(out, " ms")
		}
	})
}
