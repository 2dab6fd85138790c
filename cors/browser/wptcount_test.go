// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"path/filepath"
	"testing"
)

// TestWPTRows counts the rows that follow web-platform-tests: each has its file and a name of its own.
func TestWPTRows(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/wpt/*.json")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, file := range files {
		seen := map[requestRow]bool{}
		for i, row := range requestRows[requestRow](t, filepath.Base(file)) {
			if row.WPT == "" || row.Name == "" || seen[row] {
				t.Errorf("%s: row %d has no file, no name or both of another row: %+v", file, i, row)
			}
			seen[row] = true
			total++
		}
	}
	if total < 250 {
		t.Errorf("%d rows in %d files, want 250", total, len(files))
	}
}
