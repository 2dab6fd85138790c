// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// attach makes the second server a standby of the primary again, from a new copy, and lets the primary wait for it.
func (c *cluster) attach(t *testing.T) {
	t.Helper()
	backup := c.primary.Backup(t)
	c.standby.Restore(t, backup)
	data, name := filepath.Join(c.standby.Dir(), "data"), filepath.Base(c.standby.Dir())
	source := fmt.Sprintf("primary_conninfo = 'host=%s port=%s user=postgres application_name=%s'\n",
		c.primary.Dir(), port(c.primary), name)
	err := errors.Join(os.RemoveAll(backup), os.WriteFile(filepath.Join(data, "standby.signal"), nil, 0o644),
		appendTo(filepath.Join(data, "postgresql.auto.conf"), source))
	if err != nil {
		t.Fatal(err)
	}
	c.standby.Start(t)
	c.primary.Exec(t, "postgres", fmt.Sprintf(`ALTER SYSTEM SET synchronous_standby_names = '"%s"'`, name))
	c.primary.Exec(t, "postgres", "SELECT pg_reload_conf()")
	eventually(t, "the standby follows synchronously", func() bool {
		const follows = `SELECT count(*) FROM pg_stat_replication WHERE application_name = $1 AND sync_state = 'sync'`
		return count(t, c.primary, follows, name) == 1
	})
}

func appendTo(path, text string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}
