// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Backup makes a physical backup of the running server and returns its directory, which goes with the server.
func (s *Server) Backup(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(s.dir, "backup-")
	if err == nil {
		err = s.tools.own(dir)
	}
	if err == nil {
		err = s.baseBackup(dir, "testpg")
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Restore replaces the data of a server that does not run by a backup, which can be restored again. Start brings the
// older state back. The server waits for no standby then: those it had follow what is gone.
func (s *Server) Restore(t testing.TB, dir string) {
	t.Helper()
	if err := s.restore(dir); err != nil {
		t.Fatal(err)
	}
}

func (s *Server) restore(dir string) error {
	if s.Running() {
		return errors.New("the server runs: stop it before its data is replaced")
	}
	if err := os.RemoveAll(s.data()); err != nil {
		return err
	}
	if err := s.run("cp", "-Rp", dir, s.data()); err != nil {
		return err
	}
	return s.forgetStandbys()
}

// baseBackup copies the data of the running server, with the log that makes the copy consistent. The server knows the
// session by its name.
func (s *Server) baseBackup(dir, name string, options ...string) error {
	source := fmt.Sprintf("host=%s port=%d user=postgres application_name=%s", s.dir, s.port, name)
	args := []string{"-D", dir, "-d", source, "--checkpoint=fast", "--wal-method=stream", "--no-sync"}
	return s.run(s.bin("pg_basebackup"), append(args, options...)...)
}

// forgetStandbys takes out of copied data that its server waited for a standby.
func (s *Server) forgetStandbys() error {
	path := filepath.Join(s.data(), "postgresql.auto.conf") // where ALTER SYSTEM writes
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var kept strings.Builder
	for line := range strings.Lines(string(content)) {
		if !strings.HasPrefix(line, "synchronous_standby_names") {
			kept.WriteString(line)
		}
	}
	return os.WriteFile(path, []byte(kept.String()), 0o600)
}
