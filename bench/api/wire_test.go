// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"strconv"
	"strings"
	"testing"
)

// wire is a client with one connection. It does as little as a client can, since it takes its time from the same
// processors as what is measured: it sends bytes that were made before, and looks at the status of the answer.
type wire struct {
	net.Conn
	in *bufio.Reader
}

func dial(address string) (*wire, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &wire{conn, bufio.NewReader(conn)}, nil
}

// do sends a request and wants a success.
func (w *wire) do(request []byte) error {
	if _, err := w.Write(request); err != nil {
		return err
	}
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
		return fmt.Errorf("the answer is %q", line)
	}
	length, err := w.skipHeader()
	if err != nil {
		return err
	}
	if length < 0 {
		return w.skipChunks()
	}
	_, err = w.in.Discard(length)
	return err
}

// skipHeader returns the length of the body, or -1 if it comes in chunks.
func (w *wire) skipHeader() (length int, err error) {
	const field = "Content-Length: " // as net/http writes it
	length = -1
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil || len(line) <= len("\r\n") {
			return length, err
		}
		if digits, found := bytes.CutPrefix(line, []byte(field)); found {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(digits))); err != nil {
				return 0, err
			}
		}
	}
}

func (w *wire) skipChunks() error {
	if _, err := io.Copy(io.Discard, httputil.NewChunkedReader(w.in)); err != nil {
		return err
	}
	_, err := w.in.ReadSlice('\n') // no trailers
	return err
}

func TestWireTellsAnswersApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, answers string
		fails         bool
	}{
		{"a length", "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 3\r\n\r\nabc", false},
		{"an empty body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false},
		{"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", false},
		{"a failure", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", true},
		{"an end in the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", true},
		{"an end in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client, server := net.Pipe()
			defer client.Close()
			defer server.Close()
			go func() { _, _ = io.Copy(io.Discard, server) }()
			const next = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
			in := strings.NewReader(c.answers)
			w := &wire{client, bufio.NewReader(in)}
			if err := w.do([]byte("GET")); (err != nil) != c.fails {
				t.Fatalf("%v", err)
			}
			if in.Reset(next); !c.fails && w.do([]byte("GET")) != nil { // everything of the first one has been read
				t.Error("the answer behind it is not understood")
			}
		})
	}
}
