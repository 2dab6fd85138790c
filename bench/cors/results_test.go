// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// results are what the benchmarks printed, round by round.
type results struct {
	cpu    string               // the processor's name
	rounds map[string][]float64 // processor time an operation, in nanoseconds
	allocs map[string][]float64 // allocations an operation
}

// readResults takes the lines of Go's benchmarks and passes the others over.
//
// https://go.dev/design/14313-benchmark-format
func readResults(from io.Reader) (results, error) {
	r := results{rounds: make(map[string][]float64), allocs: make(map[string][]float64)}
	units := map[string]map[string][]float64{"cpu-ns/op": r.rounds, "allocs/op": r.allocs}
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if rest, ok := strings.CutPrefix(lines.Text(), "cpu: "); ok {
			r.cpu = rest
		}
		for i := 3; i < len(fields) && strings.HasPrefix(fields[0], "Benchmark"); i += 2 {
			values := units[fields[i]]
			if values == nil {
				continue
			}
			value, err := strconv.ParseFloat(fields[i-1], 64)
			if err != nil {
				return r, fmt.Errorf("%q: %w", lines.Text(), err)
			}
			name := strings.TrimPrefix(fields[0], "Benchmark")
			if dash := strings.LastIndexByte(name, '-'); dash > strings.LastIndexByte(name, '=') {
				name = name[:dash] // the number of processors
			}
			values[name] = append(values[name], value)
		}
	}
	return r, lines.Err()
}

// of are the times of an engine in a cell.
func (r results) of(c cell, engine string) []float64 { return r.rounds[inCell(c, engine)] }

func inCell(c cell, engine string) string { return fmt.Sprintf("CORS/%v/impl=%s", c, engine) }

// ratio compares within each round, where both ran one after the other. What a machine does besides changes from round to
// round and cancels out.
func ratio(over, under []float64) spread {
	var ratios []float64
	for i := range min(len(over), len(under)) {
		ratios = append(ratios, over[i]/under[i])
	}
	return spreadOf(ratios)
}

// spread is the middle of some values, and of the half around it.
type spread struct{ median, low, high float64 }

func spreadOf(values []float64) spread {
	return spread{quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75)}
}

func (s spread) String() string { return fmt.Sprintf("%.2f (%.2f–%.2f)", s.median, s.low, s.high) }

// quantile is the value that the part q of all is not above, between two neighbours in proportion. Of nothing it is NaN.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	whole, part := math.Modf(q * float64(len(sorted)-1))
	low, high := sorted[int(whole)], sorted[min(int(whole)+1, len(sorted)-1)]
	return low + part*(high-low)
}

func TestReadResults(t *testing.T) {
	t.Parallel()
	c := cell{preflight, "1MiB-commas", exact, 10_000}
	r, err := readResults(strings.NewReader("cpu: a name\nPASS\n" +
		"BenchmarkCORS/" + c.String() + "/impl=ours-2 \t 10\t 12.5 ns/op\t 25 cpu-ns/op\t 0 B/op\n" +
		"BenchmarkDecide/" + c.String() + "-2 \t 10\t 12.5 ns/op\n" +
		"BenchmarkCORS/" + c.String() + "/impl=ours \t 10\t 12.5 ns/op\t 50 cpu-ns/op\n" +
		"BenchmarkCORS/" + c.String() + "/impl=rs-16 \t 10\t 12.5 ns/op\t 75 cpu-ns/op\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.of(c, ours), []float64{25, 50}; !slices.Equal(got, want) || r.cpu != "a name" {
		t.Errorf("got %v on %q, want %v", got, r.cpu, want)
	}
	if got, want := ratio(r.of(c, byRS), r.of(c, ours)), (spread{3, 3, 3}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := spreadOf([]float64{4, 1, 2, 3, 5}), (spread{3, 2, 4}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
