// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"errors"
	"os/exec"
	"path/filepath"
	"testing"
)

// buildOracle builds the program and returns its path.
func buildOracle(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "oracle")
	if output, err := exec.Command("go", "build", "-o", path, "./oracle").CombinedOutput(); err != nil {
		t.Fatalf("build the oracle: %v\n%s", err, output)
	}
	return path
}

// judge runs the oracle on a directory, and returns what it says and whether it found nothing.
func judge(t *testing.T, oracle, dir string) (verdict string, sound bool) {
	t.Helper()
	output, err := exec.Command(oracle, dir).CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		t.Fatalf("run the oracle: %v\n%s", err, output)
	}
	return string(output), err == nil
}
