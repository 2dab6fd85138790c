// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends one request as it stands: the request line without its version, then field lines. Host is added unless the
// lines have one, and what follows an empty line is the body. The answer is read until the connection ends.
func (r *rig) ask(t testing.TB, request string, lines ...string) answer {
	t.Helper()
	return r.raw(t, wire(request, lines...))
}

func wire(request string, lines ...string) string {
	head, body := lines, ""
	if end := slices.Index(lines, ""); end >= 0 {
		head, body = lines[:end], strings.Join(lines[end+1:], "\r\n")
	}
	if !slices.ContainsFunc(head, func(line string) bool { return strings.HasPrefix(strings.ToLower(line), "host:") }) {
		head = append([]string{"Host: " + host}, head...)
	}
	return request + " HTTP/1.1\r\n" + strings.Join(head, "\r\n") + "\r\nConnection: close\r\n\r\n" + body
}

// raw sends bytes and reads one answer; answers of 1xx are passed over.
func (r *rig) raw(t testing.TB, request string) answer {
	t.Helper()
	conn := dial(t, r.address)
	go func() { _, _ = io.WriteString(conn, request) }() // a refused body need not be read
	method, _, _ := strings.Cut(request, " ")
	reader := bufio.NewReader(conn)
	for {
		response, err := http.ReadResponse(reader, &http.Request{Method: method})
		if err != nil {
			t.Fatalf("no answer to %.80q: %v", request, err)
		}
		if response.StatusCode < 200 && response.StatusCode != http.StatusSwitchingProtocols {
			continue
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatalf("cut answer to %.80q: %v", request, err)
		}
		_ = response.Body.Close()
		return answer{response.StatusCode, response.Header, string(body)}
	}
}

// dial opens a connection that does not outlive the test, nor hangs.
func dial(t testing.TB, address string) *net.TCPConn {
	t.Helper()
	conn, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return conn.(*net.TCPConn)
}

// corsFields are all fields that have to do with CORS, one line a field line: doubled fields give two.
func corsFields(h http.Header) []string {
	lines := []string{}
	for name, values := range h {
		if strings.HasPrefix(name, "Access-Control-") || name == "Vary" || name == "Corsgate-Decision" {
			for _, value := range values {
				lines = append(lines, name+": "+value)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// expect checks status and all CORS fields; want holds the field lines.
func (a answer) expect(t testing.TB, status int, want ...string) {
	t.Helper()
	want = slices.Clone(want)
	slices.Sort(want)
	if got := corsFields(a.header); a.status != status || !slices.Equal(got, want) {
		t.Errorf("got %d\n  %s\nwant %d\n  %s", a.status, strings.Join(got, "\n  "), status, strings.Join(want, "\n  "))
	}
}

// outcome checks that the answer is a problem of the gateway's own.
func (a answer) outcome(t testing.TB, p problem) {
	t.Helper()
	if a.body != string(p.body) || a.header.Get("Content-Type") != "application/fhir+json; charset=utf-8" {
		t.Errorf("got %s %q, want the OperationOutcome %s", a.header.Get("Content-Type"), a.body, p.name)
	}
	if a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s could be taken for something else: no nosniff", p.name)
	}
	if noStore := a.header.Get("Cache-Control") == "no-store"; noStore != (a.status == http.StatusForbidden) {
		t.Errorf("Cache-Control %q with %d", a.header.Get("Cache-Control"), a.status)
	}
}

// seen is what an upstream was asked, byte for byte.
type seen struct {
	requests chan string
	address  string
}

// newSeen starts an upstream on plain TCP that records each request's head and gives a fixed answer.
func newSeen(t testing.TB, answer string) *seen {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &seen{requests: make(chan string, 100), address: listener.Addr().String()}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.serve(conn, answer)
		}
	}()
	t.Cleanup(func() { _ = listener.Close(); <-ended })
	return s
}

func (s *seen) serve(conn net.Conn, answer string) {
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(patience))
	var head bytes.Buffer
	for reader := bufio.NewReader(conn); !strings.HasSuffix(head.String(), "\r\n\r\n"); {
		line, err := reader.ReadString('\n')
		if err != nil {
			return
		}
		head.WriteString(line)
	}
	s.requests <- head.String()
	_, _ = io.WriteString(conn, answer)
}

// next is the head of the next request.
func (s *seen) next(t testing.TB) string {
	t.Helper()
	select {
	case head := <-s.requests:
		return head
	case <-time.After(patience):
		t.Fatal("the upstream was not asked")
		return ""
	}
}
