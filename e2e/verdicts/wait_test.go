// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

// patience is how long a test waits for something that takes a second on an idle machine.
const patience = time.Minute

// program finds one of the names, or skips the test; it fails where CI is set, so that no run of CI hides it.
func program(t *testing.T, title string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is not installed", title)
	}
	t.Skipf("%s is not installed", title)
	return ""
}

// profileDir is an empty directory for one browser. Its children may still write to it for a moment when the browser
// has ended, so its removal is tried again.
func profileDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Cleanup(func() {
		ticker := time.NewTicker(10 * time.Millisecond)
		defer ticker.Stop()
		deadline := time.NewTimer(patience)
		defer deadline.Stop()
		for os.RemoveAll(dir) != nil {
			select {
			case <-ticker.C:
			case <-deadline.C:
				t.Logf("the browser's profile %s could not be removed within %v", dir, patience)
				return
			}
		}
	})
	return dir
}
