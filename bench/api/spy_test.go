// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"
)

// spy stands in front of a Postgres and notes what clients ask it to do: each statement, and the end of each message
// that they wait for an answer to.
type spy struct {
	address string
	mu      sync.Mutex
	noted   []string
}

// endOfMessage is noted where a client waits.
const endOfMessage = "--"

func newSpy(t *testing.T, server string) *spy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &spy{address: listener.Addr().String()}
	var running sync.WaitGroup
	t.Cleanup(func() {
		_ = listener.Close() // nobody uses it any more
		running.Wait()       // connections end with their clients, which are closed before
	})
	running.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				if err := s.serve(client, server); err != nil {
					t.Error(err)
				}
			})
		}
	})
	return s
}

// serve passes on what a client says until it leaves.
func (s *spy) serve(client net.Conn, address string) error {
	defer client.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer server.Close()
	var back sync.WaitGroup
	defer back.Wait()
	back.Go(func() {
		_, _ = server.(*net.TCPConn).WriteTo(client) // ends with either of them
		_ = client.Close()
	})
	from, statements := pgproto3.NewBackend(client, client), map[string]string{}
	message, err := from.ReceiveStartupMessage()
	for err == nil {
		s.note(message, statements)
		var bytes []byte
		if bytes, err = message.Encode(nil); err == nil {
			_, err = server.Write(bytes)
		}
		if _, leaves := message.(*pgproto3.Terminate); leaves || err != nil {
			return err
		}
		message, err = from.Receive()
	}
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (s *spy) note(message pgproto3.FrontendMessage, statements map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch m := message.(type) {
	case *pgproto3.Parse:
		statements[m.Name] = strings.Join(strings.Fields(m.Query), " ")
	case *pgproto3.Bind:
		s.noted = append(s.noted, statements[m.PreparedStatement])
	case *pgproto3.Query:
		s.noted = append(s.noted, strings.Join(strings.Fields(m.String), " "), endOfMessage)
	case *pgproto3.Sync:
		s.noted = append(s.noted, endOfMessage)
	}
}

// take returns what was noted since the last time.
func (s *spy) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	noted := s.noted
	s.noted = nil
	return noted
}
