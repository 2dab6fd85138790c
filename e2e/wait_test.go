// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"testing"
	"time"
)

// patience is how long a test waits for something that takes milliseconds on an idle machine.
const patience = 20 * time.Second

// eventually polls until the condition holds, and fails the test when it does not within patience.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for !condition() {
		select {
		case <-ticker.C:
		case <-deadline.C:
			t.Fatalf("%s: not within %v", what, patience)
		}
	}
}
