// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Kill ends every process of the server at once, as the death of its machine does. A server that does not run is
// left alone.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	if err := s.kill(); err != nil {
		t.Fatal(err)
	}
}

func (s *Server) kill() error {
	s.mu.Lock()
	p := s.process
	s.mu.Unlock()
	if !p.running() {
		return nil
	}
	if err := p.killFamily(); err != nil {
		return err
	}
	s.forgetProcess()
	return nil
}

// forgetProcess clears what a killed server left outside its data. Its shared memory would have died with a machine;
// its lock files name a process whose number another one may have by now.
func (s *Server) forgetProcess() {
	lock := filepath.Join(s.data(), "postmaster.pid")
	content, _ := os.ReadFile(lock) // without it there is nothing to clear
	// The seventh line holds key and id of a System V segment.
	if lines := strings.Split(string(content), "\n"); len(lines) >= 7 {
		if fields := strings.Fields(lines[6]); len(fields) == 2 {
			_ = exec.Command("ipcrm", "-m", fields[1]).Run() // some bytes stay where there is no ipcrm
		}
	}
	socket := filepath.Join(s.dir, fmt.Sprintf(".s.PGSQL.%d", s.port))
	for _, path := range []string{lock, socket, socket + ".lock"} {
		_ = os.Remove(path) // Start says so if one is in its way
	}
}
