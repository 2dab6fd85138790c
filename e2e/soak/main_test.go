// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"flag"
	"fmt"
	"os"
	"testing"
	"time"
)

var (
	soakTime    = flag.Duration("soak.time", time.Minute, "how `long` to soak; each kind of event comes at least once")
	soakCommits = flag.Int("soak.commits", 1000, "after how many `commits` a writer is done")
	soakSeed    = flag.Uint64("soak.seed", 0, "the `number` that the order of events follows from; 0 makes one up")
	soakDir     = flag.String("soak.dir", "", "keep what was recorded in this `directory`; else it is kept after a failure only")
)

// TestMain runs the tests, or is one of their followers.
func TestMain(m *testing.M) {
	config := os.Getenv(followerVariable)
	if config == "" {
		os.Exit(m.Run())
	}
	if err := follow(config, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "follower:", err)
		os.Exit(1)
	}
}
