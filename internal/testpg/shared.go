// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
)

// shared is the server of this test binary: tests know each other only by their process.
var shared sharedServer

// sharedServer starts with the first database that is asked of it.
type sharedServer struct {
	mu        sync.Mutex // serialises the making of databases: a template must not be in use meanwhile
	server    *Server
	err       error // why there is none
	databases int   // how many were made

	prepared bool  // the template was made
	failed   error // why it cannot be used
}

// template is the database that the migrated ones are clones of.
const template = "migrated"

// Main runs the tests and ends the shared server: TestMain calls os.Exit(testpg.Main(m)).
func Main(m *testing.M) int { return Tests{m}.Run() }

// Tests are the tests of a binary that uses the shared server, for what takes them instead of a *testing.M: with
// goleak.VerifyTestMain(testpg.Tests{M: m}) the server has ended before leaks are looked for.
type Tests struct{ *testing.M }

// Run runs the tests and ends the shared server.
func (t Tests) Run() int {
	defer Stop()
	return t.M.Run()
}

// Stop ends and removes the shared server, if there is one. It is for a TestMain that cannot call Main.
func Stop() {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.server != nil {
		shared.server.remove()
	}
	shared.server, shared.err = nil, nil
	shared.prepared, shared.failed = false, nil
}

// Database returns the URL of a new, empty database on the shared server. It is dropped when the test ends.
func Database(t testing.TB) string {
	t.Helper()
	return shared.database(t, nil)
}

// Migrated returns the URL of a new database that migrate has prepared, dropped when the test ends. All of them are
// clones of one, so a test binary calls it with one function only, and migrate leaves no connection open.
func Migrated(t testing.TB, migrate func(ctx context.Context, url string) error) string {
	t.Helper()
	return shared.database(t, migrate)
}

func (s *sharedServer) database(t testing.TB, migrate func(context.Context, string) error) string {
	t.Helper()
	server, name, err := s.create(migrate)
	if err != nil {
		failOrSkip(t, err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the log of the shared server ends with:\n%s", server.tail())
		}
		// A server that was stopped early has taken its databases with it.
		if err := server.exec("postgres", "DROP DATABASE "+name+" WITH (FORCE)"); err != nil && server.Running() {
			t.Errorf("the database of the test: %v", err)
		}
	})
	return server.URL(name)
}

// create makes the server and the template when it is the first to need them, and then the database.
func (s *sharedServer) create(migrate func(context.Context, string) error) (*Server, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server == nil && s.err == nil {
		s.server, s.err = create(Options{})
	}
	if s.err != nil {
		return nil, "", s.err
	}
	source := "template1"
	if migrate != nil {
		if source = template; !s.prepared {
			s.failed, s.prepared = s.prepare(migrate), true
		}
		if s.failed != nil {
			return nil, "", fmt.Errorf("the template database: %w", s.failed)
		}
	}
	s.databases++
	name := fmt.Sprintf("test_%d", s.databases)
	return s.server, name, s.server.exec("postgres", "CREATE DATABASE "+name+" TEMPLATE "+source)
}

// prepare makes the template.
func (s *sharedServer) prepare(migrate func(context.Context, string) error) error {
	if err := s.server.exec("postgres", "CREATE DATABASE "+template); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), statementPatience)
	defer cancel()
	return migrate(ctx, s.server.URL(template))
}

// failOrSkip ends a test that has no server.
func failOrSkip(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, errMissing) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	t.Fatal(err)
}
