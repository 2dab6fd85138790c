// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
)

var (
	resultsFile = flag.String("results", "", "the `file` with what the benchmarks printed")
	tableFile   = flag.String("table", "", "the `file` with benchstat's table of them")
	documentTo  = flag.String("document", "", "the Markdown `file` that shows both, between its two marks")
)

// What is between the marks is generated.
const (
	beginMark = "<!-- measured: from here on `make bench-cors` writes -->\n"
	endMark   = "<!-- measured: to here -->\n"
)

// TestGoals says how the goals fared in a run at length. A miss fails no test: how fast a machine is that does other
// things too is no property of the code.
func TestGoals(t *testing.T) {
	if *resultsFile == "" {
		t.Skip("-results names no run")
	}
	file, err := os.Open(*resultsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	measured, err := readResults(file)
	if err != nil {
		t.Fatal(err)
	}
	text := tell(t, measured)
	fmt.Fprint(t.Output(), text)
	if *documentTo == "" {
		return
	}
	table, err := os.ReadFile(*tableFile)
	if err != nil {
		t.Fatal(err)
	}
	document(t, text+"\nWhat benchstat makes of the same run:\n\n```\n"+string(table)+"```\n")
}

func tell(t *testing.T, measured results) string {
	t.Helper()
	to := &report{}
	fmt.Fprintf(to, "%s, GOMAXPROCS %d, %s %s/%s, %d rounds.\n", measured.cpu, runtime.GOMAXPROCS(0), runtime.Version(),
		runtime.GOOS, runtime.GOARCH, len(measured.of(cells()[0], ours)))
	measured.judgeAllowed(to)
	measured.judgeFlat(to)
	measured.judgeRefused(to)
	measured.judgeRest(to)
	measured.tellRest(to)
	measured.judgeAllocations(t, to)
	judgeFootprints(t, to)
	to.WriteString("\nWhere an engine lets a browser pass that the cell's name would stop:\n")
	for _, e := range exceptions() {
		fmt.Fprintf(to, "- %s, %s: %s\n", e.engine, strings.TrimSpace(e.outcome+" "+e.pattern), e.why)
	}
	fmt.Fprintf(to, "\n%d of %d goals were missed.\n", len(to.missed), to.goals)
	for _, what := range to.missed {
		fmt.Fprintf(to, "- %s\n", what)
	}
	return to.String()
}

func document(t *testing.T, text string) {
	t.Helper()
	old, err := os.ReadFile(*documentTo)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(old), beginMark)
	_, after, ends := strings.Cut(rest, endMark)
	if !begins || !ends {
		t.Fatalf("%s has no marks", *documentTo)
	}
	if err := os.WriteFile(*documentTo, []byte(before+beginMark+text+endMark+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
