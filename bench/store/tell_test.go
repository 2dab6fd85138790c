// SPDX-License-Identifier: Apache-2.0

package store

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// tellDurability fails too if a commit could be lost: what such a server can do is not the question.
func tellDurability(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	var version, sync, commit, pages, method string
	err := conn.QueryRow(t.Context(), `SELECT current_setting('server_version'), current_setting('fsync'),
		current_setting('synchronous_commit'), current_setting('full_page_writes'), current_setting('wal_sync_method')`).
		Scan(&version, &sync, &commit, &pages, &method)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(t.Output(), "Postgres %s, fsync %s (%s), synchronous_commit %s, full_page_writes %s\n",
		version, sync, method, commit, pages)
	if sync != "on" || commit != "on" || pages != "on" {
		t.Error("the server is not durable")
	}
}

// tellSync measures what a commit waits for at least: a page is written where the file has its size already, and synced.
func tellSync(t *testing.T, dir string) {
	t.Helper()
	file, err := os.CreateTemp(dir, "sync-*")
	if err != nil {
		t.Fatal(err)
	}
	closing(t, file.Close) // it goes with its directory
	page := make([]byte, 8<<10)
	tell(t, "Write and fsync of 8 KiB", 200, func() error {
		if _, err := file.WriteAt(page, 0); err != nil {
			return err
		}
		return file.Sync()
	})
}

// tell prints how long a call takes.
func tell(t *testing.T, what string, times int, call func() error) {
	t.Helper()
	var took []float64
	var sum float64
	for range times {
		begin := time.Now()
		if err := call(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		ms := float64(time.Since(begin)) / float64(time.Millisecond)
		took, sum = append(took, ms), sum+ms
	}
	fmt.Fprintf(t.Output(), "%s: median %.2f ms, mean %.2f ms\n", what, median(took), sum/float64(times))
}

// tellVerdict says whether the goal holds. A miss fails no test: how fast a machine is that does other things too is no
// property of the code.
func tellVerdict(t *testing.T, rows int, missed []string) {
	t.Helper()
	if len(missed) == 0 {
		fmt.Fprintf(t.Output(), "With -rounds=%d the goal of %v store/bare holds in all %d rows.\n", *rounds, goal, rows)
		return
	}
	fmt.Fprintf(t.Output(), "With -rounds=%d the goal of %v store/bare DOES NOT HOLD in %d of %d rows:\n",
		*rounds, goal, len(missed), rows)
	for _, row := range missed {
		fmt.Fprintln(t.Output(), row)
	}
}
