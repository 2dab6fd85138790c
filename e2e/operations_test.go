// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	fence      = regexp.MustCompile("(?m)^```([a-z]*)\n((?s).*?)^```$")
	inlineCode = regexp.MustCompile("`([^`\n]+)`")
	tableRow   = regexp.MustCompile(`(?m)^\| ([^|]*) \|`)
)

// manual is docs/operations.md.
func manual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "operations.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// No command stands in the manual that TestOperations does not run.
func TestOperationsRunsAll(t *testing.T) {
	t.Parallel()
	marked := len(markedBlocks(t, "docs/operations.md", "operations"))
	blocks, answers := 0, 0
	for _, found := range fence.FindAllStringSubmatch(manual(t), -1) {
		switch found[1] {
		case "sh":
			blocks++
		case "text":
			answers++
		default:
			t.Errorf("a block of %q:\n%s", found[1], found[2])
		}
	}
	if blocks != marked {
		t.Errorf("%d blocks of commands, and %d of them are run", blocks, marked)
	}
	checked := 0
	for _, b := range markedBlocks(t, "docs/operations.md", "operations") {
		if b.answer != "" {
			checked++
		}
	}
	if checked != answers {
		t.Errorf("%d blocks of text, and %d of them stand below commands", answers, checked)
	}
}

// Each metric, log message and reason that the manual tells of is in the program.
func TestOperationsNamesMessages(t *testing.T) {
	t.Parallel()
	text, source := manual(t), sources(t)
	metrics := between(t, text, "### Metrics\n", "\nAlarms")
	for _, name := range regexp.MustCompile("`(corsgate_[a-z_]+)`").FindAllStringSubmatch(metrics, -1) {
		if !strings.Contains(source, `"`+name[1]+`"`) {
			t.Errorf("there is no metric %s", name[1])
		}
	}
	tables := between(t, text, "### When something is wrong\n", "\n## ") + between(t, text, "### Log\n", "\nThe end")
	messages := 0
	for _, row := range tableRow.FindAllStringSubmatch(tables, -1) {
		if strings.HasPrefix(row[1], "`failed to connect`") { // Postgres and its driver say so
			continue
		}
		for _, message := range inlineCode.FindAllStringSubmatch(row[1], -1) {
			messages++
			if message[1] != "msg" && !strings.Contains(source, message[1]) {
				t.Errorf("nobody says %q", message[1])
			}
		}
	}
	if messages < 15 {
		t.Errorf("only %d messages were found in the manual", messages)
	}
}

func between(t *testing.T, text, begin, end string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, begin)
	part, _, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("the manual has no part from %q to %q", begin, end)
	}
	return part
}

// sources are all Go files of the program, without the backquotes that its messages put around commands.
func sources(t *testing.T) string {
	t.Helper()
	var text strings.Builder
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		text.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(text.String(), "`", "")
}
