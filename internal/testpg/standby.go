// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"testing"
)

// Standby starts a streaming copy of the server, on which the server waits from now on before it acknowledges a
// commit: what it has acknowledged is there after Promote. While the standby is away, commits wait. What o.Settings do
// not name is as on the server. The standby ends and is removed when the test ends, and the server waits no more.
func (s *Server) Standby(t testing.TB, o Options) *Server {
	t.Helper()
	settings := maps.Clone(s.options.Settings)
	if settings == nil {
		settings = map[string]string{}
	}
	maps.Copy(settings, o.Settings)
	o.Settings = settings
	standby, err := build(o, func(standby *Server) error {
		if err := s.baseBackup(standby.data(), standby.name(), "--write-recovery-conf"); err != nil {
			return err
		}
		return standby.forgetStandbys()
	})
	if err != nil {
		t.Fatal(err)
	}
	standby.removeAfter(t)
	t.Cleanup(s.release)
	if err := s.waitFor(standby); err != nil {
		t.Fatal(err)
	}
	return standby
}

// Promote ends the recovery of a standby: from now on it is a server that accepts writes and waits for nobody.
func (s *Server) Promote(t testing.TB) {
	t.Helper()
	err := s.exec("postgres", "SELECT pg_promote(wait => false)")
	if err == nil {
		err = await("the server is promoted", func(ctx context.Context) (bool, error) {
			return s.holds(ctx, "SELECT NOT pg_is_in_recovery()")
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// waitFor makes every commit wait until the standby has it on its disk.
func (s *Server) waitFor(standby *Server) error {
	for _, statement := range []string{
		"ALTER SYSTEM SET synchronous_commit = 'on'",
		fmt.Sprintf(`ALTER SYSTEM SET synchronous_standby_names = '"%s"'`, standby.name()),
		"SELECT pg_reload_conf()",
	} {
		if err := s.exec("postgres", statement); err != nil {
			return err
		}
	}
	return await("the standby follows synchronously", func(ctx context.Context) (bool, error) {
		const follows = `SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = $1 AND sync_state = 'sync')`
		return s.holds(ctx, follows, standby.name())
	})
}

// release lets commits finish again without a standby, so that what a test cleans up later does not hang.
func (s *Server) release() {
	if !s.Running() {
		return
	}
	for _, statement := range []string{"ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()"} {
		if s.exec("postgres", statement) != nil {
			return // a server that is out of order is about to be removed
		}
	}
}

// name is what a standby calls itself.
func (s *Server) name() string { return filepath.Base(s.dir) }
