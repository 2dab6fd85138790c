// SPDX-License-Identifier: Apache-2.0

package history

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// written is a history with every field in it, and its directory.
func written(t *testing.T) (*History, string) {
	t.Helper()
	cursor := Cursor{Epoch: "first", Revision: 2}
	commit := Commit{Revision: 2, Label: "a", Mark: "w1", Write: "w1"}
	h := &History{
		Events: []Event{
			{Kind: Backup, Begin: time.Second, End: 2 * time.Second, Detail: "early", Backup: "backup-1", Cursor: cursor},
			{Kind: Quiet, Truth: &Truth{Cursor: cursor, Commits: []Commit{commit}, Routes: map[string]string{"a": "w1"}}},
		},
		Writers: map[string][]Write{"0": {
			{ID: "w1", Label: "a", Begin: 1, End: 2, Outcome: Acknowledged, Revision: 2},
			{ID: "w2", Label: "a", Delete: true, Begin: 3, End: 4, Outcome: Unknown, Error: "away"},
		}},
		Followers: map[string][]Step{
			"one": {{Kind: Changes, After: Cursor{Epoch: "first", Revision: 1}, Cursor: cursor, Given: []Commit{commit},
				Served: map[string]string{"a": "w1", "b": ""}}},
			"two": {{Kind: Failure, Served: map[string]string{}, Error: "away"}},
		},
	}
	dir := t.TempDir()
	fill := func(log *Log, err error, records ...any) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			log.Add(r)
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	events, err := LogEvents(dir)
	fill(events, err, h.Events[0], h.Events[1])
	writes, err := LogWrites(dir, "0")
	fill(writes, err, h.Writers["0"][0], h.Writers["0"][1])
	for name, steps := range h.Followers {
		log, err := LogSteps(dir, name)
		fill(log, err, steps[0])
	}
	return h, dir
}

func TestReadIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	want, dir := written(t)
	if err := os.WriteFile(filepath.Join(dir, "one.log"), []byte("what a follower has to say"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(dir); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n got %+v\nwant %+v", err, got, want)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, add, want string }{
		{"a line that was cut", "writer-0.jsonl", `{"id":"w3"`, "writer-0.jsonl, line 3"},
		{"a line without its end", "writer-0.jsonl", `{"id":"w3"}`, "writer-0.jsonl, line 3"},
		{"an unknown member", "driver.jsonl", `{"kind":"quiet","more":1}` + "\n", "driver.jsonl, line 3"},
		{"no JSON", "follower-one.jsonl", "panic\n", "follower-one.jsonl, line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, dir := written(t)
			file, err := os.OpenFile(filepath.Join(dir, c.file), os.O_APPEND|os.O_WRONLY, 0)
			if err == nil {
				_, err = file.WriteString(c.add)
				err = errors.Join(err, file.Close())
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want it to name %q", err, c.want)
			}
		})
	}
}

func TestReadOfNothing(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "absent")} {
		if h, err := Read(dir); err == nil {
			t.Errorf("%s: %+v", dir, h)
		}
	}
}

// TestLogTellsItsFailure: what was not written is known in the end at the latest.
func TestLogTellsItsFailure(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log, err := LogEvents(dir)
	if err != nil {
		t.Fatal(err)
	}
	log.Add(func() {}) // no JSON
	if err := log.Close(); err == nil {
		t.Error("nothing was told")
	}
	if _, err := LogEvents(dir); !errors.Is(err, os.ErrExist) {
		t.Errorf("a history is written over: %v", err)
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	for want, w := range map[string]Write{"w1": {ID: "w1", Label: "a"}, "": {ID: "w1", Label: "a", Delete: true}} {
		if got := w.Mark(); got != want {
			t.Errorf("the mark of %+v is %q, want %q", w, got, want)
		}
	}
	if got := (Write{ID: "group"}).Mark(); got != "" {
		t.Errorf("a group has the mark %q", got)
	}
}
