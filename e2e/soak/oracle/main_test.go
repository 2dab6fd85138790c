// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// soak writes down a soak with one write, which was acknowledged at a revision.
func soak(t *testing.T, revision int64) (dir string) {
	t.Helper()
	dir = t.TempDir()
	truth := &history.Truth{Cursor: history.Cursor{Epoch: "first", Revision: 1}, Routes: map[string]string{"a": "w1"},
		Commits: []history.Commit{{Revision: 1, Label: "a", Mark: "w1", Write: "w1"}}}
	events, err := history.LogEvents(dir)
	if err != nil {
		t.Fatal(err)
	}
	events.Add(history.Event{Kind: history.Begun, Detail: "seed 7"})
	events.Add(history.Event{Kind: history.Quiet, Begin: 9, End: 9, Truth: truth})
	writes, err := history.LogWrites(dir, "0")
	if err != nil {
		t.Fatal(err)
	}
	writes.Add(history.Write{ID: "w1", Label: "a", Begin: 1, End: 2, Outcome: history.Acknowledged, Revision: revision})
	for _, log := range []*history.Log{events, writes} {
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		args      []string
		want      int
		out, errs string
	}{
		{"sound", []string{soak(t, 1)}, 0, "PASS", ""},
		{"a fault", []string{soak(t, 2)}, 1, "FAULT misnumbered, 1 times", ""},
		{"no history", []string{t.TempDir()}, 1, "", "there is no history"},
		{"no directory", nil, 1, "", "usage"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			if got := run(c.args, &out, &errs); got != c.want {
				t.Errorf("exit %d, want %d", got, c.want)
			}
			if !strings.Contains(out.String(), c.out) || !strings.Contains(errs.String(), c.errs) {
				t.Errorf("it says\n%s\n%s\nwant %q and %q", out.String(), errs.String(), c.out, c.errs)
			}
		})
	}
}
