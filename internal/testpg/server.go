// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

const loopback = "127.0.0.1"

// Server is a Postgres server on a directory of its own. Its superuser is postgres; nobody is asked for a password.
type Server struct {
	dir     string // the socket; below it data, log, postgresql.conf and the backups
	port    int
	options Options
	tools   *tools
	claim   *os.File // says that the directory is in use

	mu      sync.Mutex
	process *process // the last postmaster; it may have ended
}

// Start starts a new server. It ends and is removed when the test ends.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := create(o)
	if err != nil {
		failOrSkip(t, err)
	}
	s.removeAfter(t)
	return s
}

// removeAfter removes the server when the test ends, and shows the end of its log when it failed.
func (s *Server) removeAfter(t testing.TB) {
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the log of the server in %s ends with:\n%s", s.dir, s.tail())
		}
		s.remove()
	})
}

// create makes a server with an empty cluster and starts it.
func create(o Options) (*Server, error) {
	return build(o, func(s *Server) error {
		return s.run(s.bin("initdb"), "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync",
			"--no-instructions")
	})
}

// build makes a server, lets fill provide its data, and starts it. What fails is removed.
func build(o Options, fill func(*Server) error) (_ *Server, err error) {
	tools, err := findTools()
	if err != nil {
		return nil, err
	}
	s := &Server{options: o, tools: tools, port: 5432}
	if s.dir, err = tools.directory(o.Durable); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.remove()
		}
	}()
	if s.claim, err = claim(s.dir); err != nil {
		return nil, err
	}
	if err := fill(s); err != nil {
		return nil, err
	}
	if o.TCP {
		if s.port, err = freePort(); err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(s.configFile(), []byte(s.config()), 0o644); err != nil {
		return nil, err
	}
	return s, s.start()
}

// freePort finds a port below those that systems hand out to clients. There a client could take the port while the
// server is down, or even connect to itself.
func freePort() (int, error) {
	for {
		port := 20000 + rand.IntN(10000)
		listener, err := net.Listen("tcp", net.JoinHostPort(loopback, strconv.Itoa(port)))
		if err != nil {
			continue
		}
		return port, listener.Close()
	}
}

// Dir is the directory of the server: its socket is there, its data is in "data" below it.
func (s *Server) Dir() string { return s.dir }

// Addr is where a server with Options.TCP listens, "127.0.0.1:NNNN".
func (s *Server) Addr() string { return net.JoinHostPort(loopback, strconv.Itoa(s.port)) }

// URL is how its superuser reaches a database of the server: by TCP where Options say so, or else by the socket.
func (s *Server) URL(database string) string {
	if s.options.TCP {
		return fmt.Sprintf("postgres://postgres@%s/%s?sslmode=disable", s.Addr(), url.PathEscape(database))
	}
	return s.socketURL(database)
}

func (s *Server) socketURL(database string) string {
	return fmt.Sprintf("postgres:///%s?host=%s&port=%d&user=postgres", url.PathEscape(database), url.QueryEscape(s.dir), s.port)
}

func (s *Server) bin(program string) string { return filepath.Join(s.tools.bin, program) }
func (s *Server) data() string              { return filepath.Join(s.dir, "data") }
func (s *Server) configFile() string        { return filepath.Join(s.dir, "postgresql.conf") }
func (s *Server) logFile() string           { return filepath.Join(s.dir, "log") }
