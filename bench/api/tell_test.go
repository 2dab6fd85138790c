// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// tellDurability fails too if a commit could be lost: what such a server can do is another question.
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
	var took []float64
	for range 100 {
		begin := time.Now()
		if _, err := file.WriteAt(page, 0); err != nil {
			t.Fatal(err)
		}
		if err := file.Sync(); err != nil {
			t.Fatal(err)
		}
		took = append(took, float64(time.Since(begin))/float64(time.Millisecond))
	}
	fmt.Fprintf(t.Output(), "Write and fsync of 8 KiB: median %.2f ms\n", median(took))
}

// verdict says whether the goals hold. A miss fails no test: how fast a machine is that does other things too is no
// property of the code.
type verdict struct {
	rows   int
	missed []string
}

func (v *verdict) judge(holds bool, format string, args ...any) {
	if v.rows++; !holds {
		v.missed = append(v.missed, fmt.Sprintf(format, args...))
	}
}

func (v *verdict) tell(t *testing.T) {
	t.Helper()
	if len(v.missed) == 0 {
		fmt.Fprintf(t.Output(), "With -rounds=%d the goal holds in all %d rows.\n", *rounds, v.rows)
		return
	}
	fmt.Fprintf(t.Output(), "With -rounds=%d the goal DOES NOT HOLD in %d of %d rows:\n", *rounds, len(v.missed), v.rows)
	for _, row := range v.missed {
		fmt.Fprintln(t.Output(), row)
	}
}
