// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// errMissing says that this machine cannot run Postgres.
var errMissing = errors.New("no Postgres: neither the PATH nor /usr/lib/postgresql has all its programs")

// owner is an account of the system.
type owner struct{ uid, gid uint32 }

// tools are the programs of one installation, and whom to run them as; without an owner as whoever runs the tests.
type tools struct {
	bin   string
	owner *owner
}

// findTools looks on the PATH, then where Debian keeps the programs, there for the newest version.
func findTools() (*tools, error) {
	owner, err := lookupOwner()
	if err != nil {
		return nil, err
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		// The PATH may hold links to some of the programs only.
		if path, err = filepath.EvalSymlinks(path); err == nil && complete(filepath.Dir(path)) {
			return &tools{filepath.Dir(path), owner}, nil
		}
	}
	found, newest := "", -1
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well-formed
	for _, bin := range bins {
		version, err := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
		if err == nil && version > newest && complete(bin) {
			found, newest = bin, version
		}
	}
	if found == "" {
		return nil, errMissing
	}
	return &tools{found, owner}, nil
}

// complete says whether a directory has the programs that this package runs.
func complete(bin string) bool {
	for _, program := range []string{"postgres", "initdb", "pg_basebackup"} {
		if _, err := exec.LookPath(filepath.Join(bin, program)); err != nil {
			return false
		}
	}
	return true
}

// directory makes a temporary directory that the owner can use. What need not be durable is in memory where there is
// room: a database has hundreds of files, and to make and remove them is much of what it costs. The name is short, as
// the path of a socket has 100 bytes.
func (t *tools) directory(durable bool) (string, error) {
	base := os.TempDir()
	if memory := memoryDirectory(); !durable && os.Getenv("TMPDIR") == "" && memory != "" {
		base = memory
	}
	if len(base) > 60 {
		base = "/tmp"
	}
	sweep(base)
	dir, err := os.MkdirTemp(base, "testpg-")
	if err != nil {
		return "", err
	}
	return dir, t.own(dir)
}

// own gives a path to the owner.
func (t *tools) own(path string) error {
	if t.owner == nil {
		return nil
	}
	return os.Chown(path, int(t.owner.uid), int(t.owner.gid))
}

// command is a call of a program that belongs to the server. Settings of the developer's own environment do not
// reach it.
func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "PG") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, "LC_ALL=C")
	cmd.Dir = s.dir
	runAs(cmd, s.tools.owner)
	return cmd
}

// run runs a program to its end.
func (s *Server) run(program string, args ...string) error {
	cmd := s.command(program, args...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	p, err := startProcess(cmd, syscall.SIGTERM)
	if err != nil {
		return err
	}
	<-p.exited
	if p.err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, p.err, lastLines(output.String()))
	}
	return nil
}

// tail is the end of the server's log.
func (s *Server) tail() string {
	content, err := os.ReadFile(s.logFile())
	if err != nil {
		return err.Error()
	}
	return lastLines(string(content))
}

// lastLines is as much of a log as one wants to read.
func lastLines(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-40):], "\n")
}
