// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/repository"
)

// A client that writes its whole body before it reads still sees why it was refused, if it is known.
func TestRefusalReachesAClientThatWritesFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := httptest.NewTLSServer(w.bare)
	t.Cleanup(server.Close)
	connection, err := tls.Dial("tcp", server.Listener.Addr().String(), server.Client().Transport.(*http.Transport).TLSClientConfig)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	body := bytes.Repeat([]byte(" "), maxBodyBytes+1<<20)
	head := fmt.Sprintf("PUT %s?api-version=2026-11-01 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n", corsID, w.token(auth.Contributor, sub1), len(body))
	if _, err := connection.Write(append([]byte(head), body...)); err != nil {
		t.Fatalf("the connection was cut while the body was written: %v", err)
	}
	answer := make([]byte, len("HTTP/1.1 415"))
	if _, err := connection.Read(answer); err != nil || string(answer) != "HTTP/1.1 415" {
		t.Fatalf("answer %q, %v", answer, err)
	}
}

func TestNullIsNoValueOfAnExtension(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id, body := range map[string]string{
		gatewayID:  `{"properties":{"enforcement":null}}`,
		upstreamID: `{"properties":{"url":null}}`,
	} {
		r := w.put(id, body, as(auth.Operator)).want(http.StatusBadRequest, "InvalidRequestContent")
		if !strings.Contains(string(r.body), `"target":"properties.`) {
			t.Errorf("no target: %s", r.body)
		}
	}
}

// A query parameter's name has no case, and one that is given twice in two spellings is given twice.
func TestParameterNamesHaveNoCase(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]int{
		"API-Version=2026-11-01": 1, "api-version=a&Api-Version=b": 2, "api_version=a": 0,
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if got := parameter(values, "api-version"); len(got) != want {
			t.Errorf("%s: %q", query, got)
		}
	}
}

// RFC 6750 section 3: whoever sent no token is asked for one, and is not told that it was wrong.
func TestChallengeWithoutAToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.get(serviceID, without("Authorization")).want(http.StatusUnauthorized, "AuthenticationFailed")
	if got := r.header.Get("WWW-Authenticate"); got != challenge {
		t.Errorf("WWW-Authenticate: %s", got)
	}
}

// A client that hangs up is no failure of the store, and nobody's pager rings for it.
func TestClientThatHasGone(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := &server{log: slog.New(slog.NewJSONHandler(&log, nil))}
	gone, leave := context.WithCancel(context.Background())
	leave()
	for ctx, want := range map[context.Context]int{gone: statusClientGone, context.Background(): http.StatusServiceUnavailable} {
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
		log.Reset()
		s.fail(c, repository.ErrUnavailable)
		if got := c.Writer.Status(); got != want || (log.Len() > 0) != (want == http.StatusServiceUnavailable) {
			t.Errorf("status %d, want %d; log %s", got, want, &log)
		}
	}
}

// Whoever asks first whether to send a body has not sent it, and is not made to for a refusal.
func TestRefusedBodyIsNotAskedFor(t *testing.T) {
	t.Parallel()
	body := strings.NewReader("body")
	r := httptest.NewRequest(http.MethodPut, "/", body)
	r.Header.Set("Expect", "100-continue")
	drain(r)
	if body.Len() == 0 {
		t.Error("the body was read")
	}
}
