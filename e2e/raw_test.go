// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// rawAnswer is an answer and the bytes that it came in.
type rawAnswer struct {
	head     string // status line and header lines as they were sent, without the empty line
	response *http.Response
	body     []byte // of the transfer coding, not of the content coding
}

// bytes writes the request as it was recorded; only Host is another.
func (r seedRequest) bytes(host string) []byte {
	var b bytes.Buffer
	b.WriteString(r.Method + " " + r.Target + " HTTP/1.1\r\n")
	for _, line := range r.Headers {
		value := line[1]
		if line[0] == "Host" {
			value = host
		}
		b.WriteString(line[0] + ": " + value + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// exchange sends the bytes of one request on a connection of its own and reads one answer.
func exchange(t *testing.T, address string, request []byte) rawAnswer {
	t.Helper()
	conn, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(request); err != nil {
		t.Fatal(err)
	}
	var sent bytes.Buffer
	response, err := http.ReadResponse(bufio.NewReader(io.TeeReader(conn, &sent)), &http.Request{Method: http.MethodOptions})
	if err != nil {
		t.Fatalf("reading the answer: %v\n%s", err, sent.Bytes())
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("reading the body: %v\n%s", err, sent.Bytes())
	}
	head, _, found := strings.Cut(sent.String(), "\r\n\r\n")
	if !found {
		t.Fatalf("the answer's head has no end: %q", sent.String())
	}
	return rawAnswer{head: head, response: response, body: body}
}
