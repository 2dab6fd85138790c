// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// replay is a FHIR server of 2014 on a TCP socket. It writes the recorded header lines itself, byte for byte: an HTTP
// library would sort them, respell them and add its own.
type replay struct {
	server seedServer
	base   string // its own base, without a slash at the end
	path   string // the path of base: "/fhir", or ""

	listener net.Listener
	serving  sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]struct{} // nil once the server is closed
	seen  []received
}

// received is a request as it reached the server.
type received struct {
	method, target string
	header         http.Header
}

// preflight says whether the request asks for permission instead of doing something.
// https://fetch.spec.whatwg.org/#cors-preflight-request
func (r received) preflight() bool {
	return r.method == http.MethodOptions && r.header.Get("Origin") != "" &&
		r.header.Get("Access-Control-Request-Method") != ""
}

// startReplay serves on a free port of the loopback until the test ends.
func startReplay(t *testing.T, server seedServer) *replay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &replay{
		server:   server,
		base:     "http://" + listener.Addr().String() + server.basePath(t),
		path:     server.basePath(t),
		listener: listener,
		conns:    map[net.Conn]struct{}{},
	}
	r.serving.Go(r.accept)
	t.Cleanup(r.close)
	return r
}

func (r *replay) accept() {
	for {
		conn, err := r.listener.Accept()
		if err != nil {
			return
		}
		if !r.track(conn) {
			conn.Close()
			return
		}
		r.serving.Go(func() {
			defer r.forget(conn)
			r.serve(conn)
		})
	}
}

func (r *replay) track(conn net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.conns == nil {
		return false
	}
	r.conns[conn] = struct{}{}
	return true
}

func (r *replay) forget(conn net.Conn) {
	conn.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.conns, conn)
}

// close ends the server and its connections: browsers keep idle ones open for minutes.
func (r *replay) close() {
	r.listener.Close()
	r.mu.Lock()
	for conn := range r.conns {
		conn.Close()
	}
	r.conns = nil
	r.mu.Unlock()
	r.serving.Wait()
}

// serve answers the requests of one connection in turn.
func (r *replay) serve(conn net.Conn) {
	reader := bufio.NewReader(conn)
	for {
		request, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, request.Body); err != nil {
			return
		}
		got := received{method: request.Method, target: request.RequestURI, header: request.Header}
		r.mu.Lock()
		r.seen = append(r.seen, got)
		r.mu.Unlock()
		if _, err := conn.Write(r.answer(got)); err != nil || request.Close {
			return
		}
	}
}

func (r *replay) answer(got received) []byte {
	if got.preflight() {
		return r.preflightAnswer(got)
	}
	return r.actualAnswer(got)
}

// requests returns what has reached the server.
func (r *replay) requests() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seen)
}

// requestsFor returns what has reached the server from one cell of the matrix.
func (r *replay) requestsFor(c cell) []received {
	return slices.DeleteFunc(r.requests(), func(got received) bool { return got.target != r.path+c.path() })
}

// head writes a status line and header lines as they stand.
func head(status int, lines [][2]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	for _, line := range lines {
		b.WriteString(line[0] + ": " + line[1] + "\r\n")
	}
	b.WriteString("\r\n")
	return b.String()
}
