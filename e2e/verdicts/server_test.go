// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// server answers whatever host it is asked for, with header lines as they are prepared, and writes down what arrives.
// It is not net/http, which would mend the spelling, the order and the doubling of header lines both ways.
type server struct {
	answer   func(arrival) reply
	running  sync.WaitGroup
	mu       sync.Mutex
	arrivals map[string][]arrival // by folder
	open     map[io.Closer]bool
	ended    bool
}

// reply is an answer with its body.
type reply struct {
	browser.Response
	body string
}

// startServer starts a server that listens nowhere yet. It ends with the test.
func startServer(t *testing.T) *server {
	t.Helper()
	s := &server{open: map[io.Closer]bool{}, arrivals: map[string][]arrival{}}
	t.Cleanup(func() {
		s.mu.Lock()
		s.ended = true
		for each := range s.open {
			each.Close()
		}
		s.mu.Unlock()
		s.running.Wait()
	})
	return s
}

// accept serves the connections that come to the listener.
func (s *server) accept(listener net.Listener, scheme string) {
	s.running.Go(func() {
		defer s.track(listener)()
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.running.Go(func() {
				defer s.track(conn)()
				s.serve(conn, scheme)
			})
		}
	})
}

// track sees to it that the listener or the connection is closed: by the returned function, or when the server ends.
func (s *server) track(c io.Closer) (done func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[c] = true
	if s.ended {
		c.Close()
	}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		c.Close()
		delete(s.open, c)
	}
}

// listen opens a port of the loopback, with TLS for https, and returns it. Nothing is answered before accept.
func listen(t *testing.T, scheme string) (listener net.Listener, port string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if _, port, err = net.SplitHostPort(listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if scheme == "https" {
		// The browsers are told not to mind whose certificate it is.
		donor := httptest.NewTLSServer(http.NotFoundHandler())
		t.Cleanup(donor.Close)
		listener = tls.NewListener(listener, &tls.Config{Certificates: donor.TLS.Certificates})
	}
	return listener, port
}

// serve answers one request after the other on one connection.
func (s *server) serve(conn net.Conn, scheme string) {
	reader := bufio.NewReader(conn)
	for {
		request, err := readRequest(reader, scheme)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.arrivals[folder(request.url)] = append(s.arrivals[folder(request.url)], request)
		s.mu.Unlock()
		if _, err := io.WriteString(conn, s.answer(request).encode(request.method)); err != nil {
			return
		}
	}
}

// arrived returns the requests to URLs of that folder, in their order.
func (s *server) arrived(folder string) []arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.arrivals[folder]
}
