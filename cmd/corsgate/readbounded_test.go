// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInputIsBounded takes 4 MiB and not a byte more, as settings and as a body.
func TestInputIsBounded(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "input")
	for _, size := range []int{maxInput, maxInput + 1} {
		if err := os.WriteFile(path, bytes.Repeat([]byte(" "), size), 0o600); err != nil {
			t.Fatal(err)
		}
		content, err := readBounded(path)
		if fits := size <= maxInput; (err == nil) != fits || fits && len(content) != size {
			t.Errorf("%d bytes: read %d, %v", size, len(content), err)
		}
	}
	for _, args := range [][]string{
		{"explain", "--settings", path, "--origin", "https://app.example.org"},
		{"check", "https://fhir.example.org", "--data", path, "--origin", "https://app.example.org"},
	} {
		if code, out, err := call(t, args...); code != exitUsage || out != "" || !strings.Contains(err, "larger than 4 MiB") {
			t.Errorf("%s: exit %d, %s%s", args[0], code, out, err)
		}
	}
}
