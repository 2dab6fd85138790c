// SPDX-License-Identifier: Apache-2.0

// Command reload measures how long a change of CORS settings takes: from just before the PUT is sent to the management
// API until the PUT is answered, and until a preflight to the gateway is first answered by the new settings. It starts
// the built program in a temporary directory, with listeners on free ports.
//
// It knows the program as its users do, and imports no package of the project.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

func main() {
	binary := flag.String("corsgate", "bin/corsgate", "the program to measure")
	writes := flag.Int("n", 300, "how many PUTs to measure in each series")
	sizes := flag.String("services", "10,10000", "how many services there are, one series each")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdout, *binary, *writes, *sizes); err != nil {
		fmt.Fprintln(os.Stderr, "reload:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, binary string, writes int, sizes string) error {
	if writes < 1 {
		return fmt.Errorf("-n %d: measure at least one", writes)
	}
	fmt.Fprintf(out, "%s %s/%s, %d CPUs, GOMAXPROCS %d\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(),
		runtime.GOMAXPROCS(0))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "services\tPUTs\tfrom sending the PUT to\tp50\tp90\tp99\tmax\t\n")
	for text := range strings.SplitSeq(sizes, ",") {
		services, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || services < 1 {
			return fmt.Errorf("-services %q: use positive numbers and commas", sizes)
		}
		result, err := series(ctx, binary, services, writes)
		if err != nil {
			return fmt.Errorf("with %d services: %w", services, err)
		}
		row(table, services, "its answer", result.answered)
		row(table, services, "enforcement", result.enforced)
	}
	return table.Flush()
}

func row(table io.Writer, services int, what string, took []time.Duration) {
	fmt.Fprintf(table, "%d\t%d\t%s\t", services, len(took), what)
	for _, p := range []float64{50, 90, 99, 100} {
		fmt.Fprintf(table, "%.2f ms\t", float64(percentile(took, p))/float64(time.Millisecond))
	}
	fmt.Fprintln(table)
}

// series measures one installation of its own.
func series(ctx context.Context, binary string, services, writes int) (measured, error) {
	p, err := start(ctx, binary)
	if err != nil {
		return measured{}, err
	}
	defer p.end()
	fmt.Fprintf(os.Stderr, "creating %d services\n", services)
	if err := p.furnish(ctx, services); err != nil {
		return measured{}, err
	}
	return p.measure(ctx, writes)
}
