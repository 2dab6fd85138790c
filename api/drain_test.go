// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/corsgate/corsgate/auth"
)

// spaces is a body of spaces that counts what is read of it.
type spaces struct{ left, read int }

func (s *spaces) Read(p []byte) (int, error) {
	n := min(len(p), s.left)
	if n == 0 {
		return 0, io.EOF
	}
	for i := range n {
		p[i] = ' '
	}
	s.left, s.read = s.left-n, s.read+n
	return n, nil
}

// TestDrain: how much is read of a body that is refused for its media type, or for who sent it.
func TestDrain(t *testing.T) {
	t.Parallel()
	const large = maxBodyBytes + 1<<20
	w := newWorld(t)
	good := "Bearer " + w.token(auth.Contributor, sub1)
	for name, c := range map[string]struct {
		authorization   string
		size, want, err int
	}{
		"known caller":              {good, large, large, http.StatusUnsupportedMediaType},
		"known caller without end":  {good, 3 * maxDrain, maxDrain, http.StatusUnsupportedMediaType},
		"no token":                  {"", large, 0, http.StatusUnauthorized},
		"bad token":                 {"Bearer garbage", large, 0, http.StatusUnauthorized},
		"token with a changed part": {good + "A", large, 0, http.StatusUnauthorized},
		"another scheme":            {"Basic eDp5", large, 0, http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := &spaces{left: c.size}
			r := httptest.NewRequest(http.MethodPut, versioned(corsID), body)
			r.Header.Set("Content-Type", "text/plain")
			if c.authorization != "" {
				r.Header.Set("Authorization", c.authorization)
			}
			recorder := httptest.NewRecorder()
			w.bare.ServeHTTP(recorder, r)
			if recorder.Code != c.err || body.read != c.want {
				t.Errorf("%d after %d bytes, want %d after %d", recorder.Code, body.read, c.err, c.want)
			}
		})
	}
}

// TestStrangersAreAnsweredBeforeTheirBodyComes: nobody who proves nothing can keep the server reading.
func TestStrangersAreAnsweredBeforeTheirBodyComes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := httptest.NewTLSServer(w.bare)
	t.Cleanup(server.Close)
	connection, err := tls.Dial("tcp", server.Listener.Addr().String(), server.Client().Transport.(*http.Transport).TLSClientConfig)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	if err := connection.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	// The rest of the body never comes: an answer proves that nobody waits for it.
	if _, err := fmt.Fprintf(connection, "PUT %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer garbage\r\n"+
		"Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n  ", versioned(corsID), maxBodyBytes+1<<20); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatalf("no answer before the body has come: %v", err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Error(err)
	}
	if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusUnauthorized {
		t.Errorf("status %d, %v", response.StatusCode, err)
	}
}
