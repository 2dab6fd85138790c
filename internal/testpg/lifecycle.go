// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// patience is how long a server may take to start, to end, to follow or to take over.
	patience = 30 * time.Second
	// statementPatience is how long a statement may take.
	statementPatience = 2 * time.Minute
)

// Start starts the server again where it left off, and waits until it accepts connections.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
}

// Stop shuts the server down as an operator does: it ends sessions, writes a checkpoint and is gone. A server that
// does not run is left alone.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if err := s.stop(os.Interrupt); err != nil {
		t.Fatal(err)
	}
}

// Running says whether the postmaster is there.
func (s *Server) Running() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.process.running()
}

func (s *Server) start() error {
	if s.Running() {
		return errors.New("the server runs already")
	}
	log, err := os.OpenFile(s.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the server has its own descriptor
	cmd := s.command(s.bin("postgres"), "-D", s.data(), "-c", "config_file="+s.configFile())
	cmd.Stdout, cmd.Stderr = log, log
	p, err := startProcess(cmd, syscall.SIGQUIT)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.process = p
	s.mu.Unlock()
	return s.awaitReady(p)
}

// awaitReady waits until the server accepts connections.
func (s *Server) awaitReady(p *process) error {
	err := await("the server accepts connections", func(ctx context.Context) (bool, error) {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err != nil {
			if !p.running() {
				return false, fmt.Errorf("the server ended: %w", p.err)
			}
			return false, nil // not yet
		}
		return true, conn.Close(ctx)
	})
	if err != nil {
		return fmt.Errorf("%w; its log ends with:\n%s", err, s.tail())
	}
	return nil
}

// stop signals the postmaster and waits until it has ended. One that does not is killed.
func (s *Server) stop(signal os.Signal) error {
	s.mu.Lock()
	p := s.process
	s.mu.Unlock()
	if !p.running() {
		return nil
	}
	if err := p.os.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.exited:
		return nil
	case <-time.After(patience):
		return errors.Join(fmt.Errorf("the server did not end within %v of %v", patience, signal), s.kill())
	}
}

// remove ends the server without ceremony and removes all of it.
func (s *Server) remove() {
	_ = s.stop(syscall.SIGQUIT) // it was killed if it did not end
	_ = os.RemoveAll(s.dir)     // a temporary directory: the system removes what stays
	_ = s.claim.Close()         // there may be none
}
