// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/keyring"
)

// readiness is what /readyz says, and its status.
func (p *process) readiness(t testing.TB) (status int, ready bool, reason string) {
	t.Helper()
	status, _, body := send(t, http.MethodGet, "http://"+p.address(t, "ops")+"/readyz", "", nil)
	var state map[string]any
	if err := json.Unmarshal([]byte(body), &state); err != nil || len(state) != 3 {
		t.Fatalf("/readyz: %v: %s", err, body)
	}
	if _, ok := state["appliedRevision"].(float64); !ok {
		t.Fatalf("/readyz: %s", body)
	}
	return status, state["ready"] == true, state["reason"].(string)
}

// awaitReady waits until /readyz says so.
func (p *process) awaitReady(t testing.TB) {
	t.Helper()
	eventually(t, "ready", func() bool {
		status, ready, _ := p.readiness(t)
		return status == http.StatusOK && ready
	})
}

// awaitUnready waits until /readyz gives a reason that contains all words.
func (p *process) awaitUnready(t testing.TB, words ...string) {
	t.Helper()
	eventually(t, "not ready: "+strings.Join(words, " "), func() bool {
		status, ready, reason := p.readiness(t)
		for _, word := range words {
			if !strings.Contains(reason, word) {
				return false
			}
		}
		return status == http.StatusServiceUnavailable && !ready
	})
}

// putGroup asks the management API of a process, whose keys are in dir, for a resource group.
func (p *process) putGroup(t testing.TB, dir string) (status int, header http.Header) {
	t.Helper()
	key, err := keyring.LoadSigner(filepath.Join(dir, keyring.TokenKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	token, err := auth.Issue(key, auth.Operator, firstSubscription, time.Hour, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	pem, err := os.ReadFile(filepath.Join(dir, keyring.CAFile))
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(pem)
	status, header, _ = send(t, http.MethodPut, "https://"+p.address(t, "api")+sampleGroup+"?api-version=2021-04-01", token, trusted)
	return status, header
}

func send(t testing.TB, method, url, token string, trusted *x509.CertPool) (status int, header http.Header, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(`{"location":"westeurope"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	transport := &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: trusted}}
	client := &http.Client{Timeout: patience, Transport: transport}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(text)
}
