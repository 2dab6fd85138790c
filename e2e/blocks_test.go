// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// block is what a reader of a document types, and what is printed below it, if anything is.
type block struct{ commands, answer string }

// markedBlocks are the blocks of a document that are marked to be run, by the name of the run.
func markedBlocks(t *testing.T, document, name string) []block {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", document))
	if err != nil {
		t.Fatal(err)
	}
	mark := "<!-- run: " + name + " -->\n"
	marked := regexp.MustCompile(regexp.QuoteMeta(mark) + "```sh\n((?s).*?)```\n(?:\n```text\n((?s).*?)```\n)?")
	var blocks []block
	for _, match := range marked.FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, block{commands: match[1], answer: match[2]})
	}
	if n := strings.Count(string(text), mark); len(blocks) != n || n == 0 {
		t.Fatalf("%d marks in %s, and %d blocks of sh directly below them", n, document, len(blocks))
	}
	return blocks
}

// needTool skips a test where a tool is missing, or fails it where none may be. Any of the names will do.
func needTool(t *testing.T, names ...string) {
	t.Helper()
	var missing error
	for _, name := range names {
		if _, err := exec.LookPath(name); err == nil {
			return
		} else if missing == nil {
			missing = err
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
}

// border separates what the blocks of a script print.
const border = "-- end of a block --\n"

func script(blocks []block) string {
	var script strings.Builder
	for _, b := range blocks {
		fmt.Fprintf(&script, "%s\nprintf '%%s' '%s'\n", b.commands, border)
	}
	return script.String()
}

// outputs are what each block of a script has printed.
func outputs(t *testing.T, blocks []block, text string) []string {
	t.Helper()
	parts := strings.Split(text, border)
	if len(parts) != len(blocks)+1 {
		t.Fatalf("%d blocks printed\n%s", len(blocks), text)
	}
	return parts[:len(blocks)]
}

// variable is what differs each time: ETags, times, ids.
var variable = regexp.MustCompile(`\b[A-Z2-7]{26}\b|\b\d{4}-\d\d-\d\dT[\d:.]+Z|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`)

// checkPrinted wants the printed answer in the real one. The printed one may leave out lines, breaks lines for the
// reader, and has … for what it leaves out in a line.
func checkPrinted(t *testing.T, b block, output string) {
	t.Helper()
	rest := strings.ReplaceAll(output, "\r\n", "\n")
	for line := range strings.Lines(variable.ReplaceAllStringFunc(b.answer, keepSubscription)) {
		for part := range strings.SplitSeq(line, "…") {
			part = strings.TrimSpace(part)
			_, after, found := strings.Cut(rest, part)
			if !found {
				t.Errorf("%s\nprinted, and not answered at that place:\n%s\nthe answer was\n%s", b.commands, part, output)
				return
			}
			rest = after
		}
	}
}

// keepSubscription leaves ids alone that are the same everywhere.
func keepSubscription(text string) string {
	if strings.HasPrefix(text, "00000000-") {
		return text
	}
	return "…"
}
