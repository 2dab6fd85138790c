// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestSavedUnfit: a restart ends as no restart would have, whether or not it finds the store.
func TestSavedUnfit(t *testing.T) {
	for _, tenant := range []string{"t1", "t9"} { // the service's, and another one that took the label over
		t.Run(tenant, func(t *testing.T) {
			lives(t, func(t *testing.T, w *fakeWatcher, o FollowerOptions) {
				bad := w.put("a", tenant, unfit)
				w.put("b", "t2", second)
				for _, fail := range []error{nil, errAway, nil} {
					w.fail = fail
					f := begin(t, w, o)
					f.serves("a", map[string]string{"t1": "t1"}[tenant], first)
					f.serves("b", "t2", second)
					f.status(true, bad-1, true)
					f.end()
				}
				f := begin(t, w, o)
				last := f.put("a", tenant, second)
				synctest.Wait()
				f.status(true, last, false)
				f.end()
				f = begin(t, w, o)
				f.serves("a", tenant, second)
				f.status(true, last, false)
				f.end()
			})
		})
	}
}

// TestSavedUnusable: a file that is no table, or cannot be read, is as good as none. The log says what to do.
func TestSavedUnusable(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(path string) error
		log  string
	}{
		{"none", os.Remove, "no settings are saved"},
		{"damaged", func(path string) error { return os.Truncate(path, 100) }, "not a whole table"},
		{"newer", func(path string) error { return os.WriteFile(path, sealed(`{"corsgateTable":9}`), 0o600) }, "newer corsgate"},
		{"unreadable", func(path string) error { _ = os.Remove(path); return os.Mkdir(path, 0o700) }, "let this process read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lives(t, func(t *testing.T, w *fakeWatcher, o FollowerOptions) {
				if err := c.do(o.Saved.path); err != nil {
					t.Fatal(err)
				}
				w.fail = errAway
				f := begin(t, w, o)
				after(time.Minute)
				f.status(false, 0, true)
				f.serves("a", "", "")
				if log := f.log.String(); strings.Count(log, c.log) != 1 || !strings.Contains(log, o.Saved.path) {
					t.Errorf("no word of %q:\n%s", c.log, log)
				}
				f.change(func() { f.fail = nil })
				after(mostPause)
				f.serves("a", "t1", first)
				f.end()
				snapshot, err := o.Saved.Load()
				if whole := err == nil && len(snapshot.Routes) == 2; whole == (c.name == "unreadable") {
					t.Errorf("the file afterwards: %v, %+v", err, snapshot)
				}
			})
		})
	}
}

// TestSavedSweeps what a crash in the middle of a writing has left, and nothing else.
func TestSavedSweeps(t *testing.T) {
	lives(t, func(t *testing.T, w *fakeWatcher, o FollowerOptions) {
		other := filepath.Join(filepath.Dir(o.Saved.path), ".other.jsonl.1")
		for _, path := range []string{filepath.Join(filepath.Dir(o.Saved.path), ".table.jsonl.123"), other} {
			if err := os.WriteFile(path, []byte(headerPrefix), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		begin(t, w, o).end()
		if err := os.Remove(other); err != nil {
			t.Error(err)
		}
		onlyTheFile(t, o.Saved)
	})
}
