// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

// nobody is a pg_hba.conf that lets in the superuser by loopback, to see whether the server is there, and no client
// and no standby.
const nobody = "local all all trust\nhost postgres all 127.0.0.1/32 trust\n"

func accessFile(s *testpg.Server) string { return filepath.Join(s.Dir(), "data", "pg_hba.conf") }

// startHidden starts a server for its operator alone.
func startHidden(t *testing.T, s *testpg.Server) {
	t.Helper()
	if err := os.WriteFile(accessFile(s), []byte(nobody), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Start(t)
}

// reveal lets everybody in again.
func (c *cluster) reveal(t *testing.T, s *testpg.Server) {
	t.Helper()
	if err := os.WriteFile(accessFile(s), c.access, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Exec(t, "postgres", "SELECT pg_reload_conf()")
}
