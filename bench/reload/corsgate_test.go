// SPDX-License-Identifier: Apache-2.0

package reload

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/testpg"
)

const free = "127.0.0.1:0"

// onSQLite is API and gateway in one process.
func onSQLite(t *testing.T, services int) target {
	dir := initialize(t)
	furnishSQLite(t, dir, services)
	p := startCorsgate(t, nil, "serve", "--data-dir", dir, "--api-listen", free, "--gateway-listen", free, "--ops-listen", free,
		"--gateway-plaintext", "--api-tls-cert", filepath.Join(dir, "tls.pem"), "--api-tls-key", filepath.Join(dir, "tls.key"),
		"--token-key", filepath.Join(dir, "token.key"))
	return target{change: putter(t, dir, p["api"]), gateways: []string{p["gateway"]}}
}

// onPostgres is one API and some gateways, each a process.
func onPostgres(t *testing.T, services, gateways int) target {
	dir := initialize(t)
	server := testpg.Start(t, testpg.Options{Durable: true, TCP: true})
	server.CreateDatabase(t, "bench")
	furnishPostgres(t, server.URL("bench"), services)
	environment := []string{"CORSGATE_DATABASE_URL=" + server.URL("bench")}
	api := startCorsgate(t, environment, "api", "--api-listen", free, "--ops-listen", free,
		"--api-tls-cert", filepath.Join(dir, "tls.pem"), "--api-tls-key", filepath.Join(dir, "tls.key"),
		"--token-key", filepath.Join(dir, "token.key"))
	on := target{change: putter(t, dir, api["api"]), gateways: make([]string, gateways)}
	var starting sync.WaitGroup
	for i := range gateways {
		dataDir := t.TempDir()
		starting.Go(func() {
			p := startCorsgate(t, environment, "gateway", "--data-dir", dataDir, "--gateway-listen", free, "--ops-listen", free,
				"--gateway-plaintext")
			on.gateways[i] = p["gateway"]
		})
	}
	starting.Wait()
	return on
}

// initialize makes the files of a server.
func initialize(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	call(t, "init", dir)
	return dir
}

// putter sends PUTs to the management API.
func putter(t *testing.T, dir, address string) func(origin string) error {
	t.Helper()
	token := strings.TrimSpace(call(t, "token", "--data-dir", dir))
	pem, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	t.Cleanup(client.CloseIdleConnections)
	return func(origin string) error {
		body := `{"properties":{"origins":["` + origin + `"],"headers":["content-type"],"methods":["GET","PUT"],"maxAge":600}}`
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "https://"+address+settings, strings.NewReader(body))
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Content-Type", "application/json")
		return want(client, request)
	}
}

// want sends a request and wants success.
func want(client *http.Client, request *http.Request) error {
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusCreated {
		err = fmt.Errorf("%s %s: %s\n%s", request.Method, request.URL.Path, answer.Status, text)
	}
	return err
}
