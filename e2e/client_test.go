// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// apiClient calls the management API with one bearer token and trusts the program's own CA only.
type apiClient struct {
	http  *http.Client
	base  string // "https://127.0.0.1:NNNN"
	token string // "" sends no Authorization
}

// answer is what a server answered.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// client returns a client of the management API.
func (p *program) client(t testing.TB, token string) *apiClient {
	t.Helper()
	pem, err := os.ReadFile(filepath.Join(p.dataDir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(pem) {
		t.Fatal("ca.pem holds no certificate")
	}
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: trusted},
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 64,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &apiClient{
		http:  &http.Client{Transport: transport, Timeout: time.Minute, CheckRedirect: noRedirect},
		base:  "https://" + p.api,
		token: token,
	}
}

// send sends one request; path holds the query too. Headers come in pairs of name and value.
func (c *apiClient) send(ctx context.Context, method, path, body string, headers ...string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return receive(c.http, request)
}

func (c *apiClient) must(t testing.TB, method, path, body string, headers []string) answer {
	t.Helper()
	got, err := c.send(t.Context(), method, path, body, headers...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// put, get and delete return whatever was answered; only a missing answer fails the test.
func (c *apiClient) put(t testing.TB, path, body string, headers ...string) answer {
	t.Helper()
	return c.must(t, http.MethodPut, path, body, headers)
}

func (c *apiClient) get(t testing.TB, path string, headers ...string) answer {
	t.Helper()
	return c.must(t, http.MethodGet, path, "", headers)
}

func (c *apiClient) delete(t testing.TB, path string, headers ...string) answer {
	t.Helper()
	return c.must(t, http.MethodDelete, path, "", headers)
}

// mustPut is put for the tests that are about something else: an answer other than 200 and 201 fails them.
func (c *apiClient) mustPut(t testing.TB, path, body string) answer {
	t.Helper()
	got := c.put(t, path, body)
	if got.Status != http.StatusOK && got.Status != http.StatusCreated {
		t.Fatalf("PUT %s: %d\n%s", path, got.Status, got.Body)
	}
	return got
}

// revision is the commit that a write made, which the gateway shows in /readyz once it enforces it.
func (a answer) revision(t testing.TB) int64 {
	t.Helper()
	revision, err := strconv.ParseInt(a.Header.Get("Corsgate-Revision"), 10, 64)
	if err != nil {
		t.Fatalf("Corsgate-Revision: %v; the answer was %d\n%s", err, a.Status, a.Body)
	}
	return revision
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func receive(client *http.Client, request *http.Request) (answer, error) {
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: reading the body: %w", request.Method, request.URL.Path, err)
	}
	return answer{Status: response.StatusCode, Header: response.Header, Body: body}, nil
}
