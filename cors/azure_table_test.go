// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// differences are the rows of docs/azure-differences.md about settings, by the class in their first column.
type differences struct {
	refused  map[string]settingsRow // accepted by Azure, refused by corsgate
	accepted map[string]settingsRow // the other way round
}

type settingsRow struct {
	class
	examples []string
	code     cors.Code
}

// Every row of a table has as many cells.
const (
	refusedCells  = 4 // class, examples, code, reason
	acceptedCells = 3 // without a code
)

// readDifferences reads the two tables that say of settings what differs.
func readDifferences(t testing.TB) *differences {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "azure-differences.md"))
	if err != nil {
		t.Fatal(err)
	}
	d := &differences{refused: map[string]settingsRow{}, accepted: map[string]settingsRow{}}
	classes := azureClasses()
	for _, cells := range rowsBelow(t, string(text), "## Accepted by Azure, refused by corsgate", refusedCells) {
		c, known := classes[cells[0]]
		if !known || len(d.refused[cells[0]].examples) > 0 {
			t.Errorf("this test knows no class %q, or it is there twice", cells[0])
		}
		d.refused[cells[0]] = settingsRow{class: c, examples: examplesIn(t, cells[1]), code: cors.Code(strings.Trim(cells[2], "`"))}
	}
	for _, cells := range rowsBelow(t, string(text), "## Accepted by corsgate, refused by Azure", acceptedCells) {
		if cells[0] != anotherForm {
			t.Errorf("this test knows no class %q", cells[0])
		}
		d.accepted[cells[0]] = settingsRow{examples: examplesIn(t, cells[1])}
	}
	return d
}

// rowsBelow are the cells of the one table below a heading.
func rowsBelow(t testing.TB, text, heading string, cells int) (rows [][]string) {
	t.Helper()
	_, section, found := strings.Cut(text, heading+"\n")
	if !found {
		t.Fatalf("docs/azure-differences.md has no %q", heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	for line := range strings.Lines(section) {
		row, isRow := strings.CutPrefix(line, "| ")
		if !isRow || strings.HasPrefix(row, "class |") {
			continue
		}
		parts := strings.Split(strings.TrimSuffix(strings.TrimSpace(row), " |"), " | ")
		if len(parts) != cells || parts[cells-1] == "" {
			t.Errorf("the row %q has not %d cells", row, cells)
			continue
		}
		rows = append(rows, parts)
	}
	return rows
}

// repeated is how the examples are shortened: a character or a string, ×, and how many of it there are.
var repeated = regexp.MustCompile(`("[^"]*"|[a-z0-9]) ?×([0-9]+)`)

func examplesIn(t testing.TB, cell string) (examples []string) {
	t.Helper()
	for _, found := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cell, -1) {
		examples = append(examples, repeated.ReplaceAllStringFunc(found[1], func(short string) string {
			parts := repeated.FindStringSubmatch(short)
			count, err := strconv.Atoi(parts[2])
			if err != nil {
				t.Fatal(err)
			}
			separator := ""
			if strings.HasPrefix(short, `"`) {
				separator = ","
			}
			return strings.TrimSuffix(strings.Repeat(parts[1]+separator, count), separator)
		}))
	}
	if len(examples) == 0 {
		t.Errorf("there is no example in %q", cell)
	}
	return examples
}
