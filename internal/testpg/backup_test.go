// SPDX-License-Identifier: Apache-2.0

package testpg_test

import (
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

func TestRestoreBringsTheOlderStateBack(t *testing.T) {
	t.Parallel()
	s := testpg.Start(t, testpg.Options{Durable: true, TCP: true})
	s.Exec(t, "postgres", "CREATE TABLE notes (text text); INSERT INTO notes VALUES ('old')")
	s.Standby(t, testpg.Options{Durable: true}) // the restored server must not wait for it
	backup := s.Backup(t)

	for name, down := range map[string]func(testing.TB){"stopped": s.Stop, "killed": s.Kill} {
		s.Exec(t, "postgres", "INSERT INTO notes VALUES ('new')")
		url := s.URL("postgres")
		down(t)
		s.Restore(t, backup)
		s.Start(t)
		if text := read[string](t, url, "SELECT string_agg(text, ' ') FROM notes"); text != "old" {
			t.Errorf("%s and restored, the server has notes %q, want the old one", name, text)
		}
		if names := read[string](t, url, "SHOW synchronous_standby_names"); names != "" {
			t.Errorf("%s and restored, the server waits for %s", name, names)
		}
	}
}
