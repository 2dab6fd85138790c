// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each setting of serve has its effect, whether it is a flag or an environment variable.
func TestSettings(t *testing.T) {
	t.Parallel()
	flags := []string{"--gateway-plaintext", "--upstream-allow=127.0.0.0/8", "--default-enforcement=enforce", "--gateway-max-body=10",
		"--gateway-domain=Gateway.Test.", "--public-url=https://api.example.org/fhir/", "--trusted-proxy=127.0.0.0/8", "--log-level=debug",
		"--api-listen=" + free, "--gateway-listen=" + free, "--ops-listen=" + free}
	var variables []string
	for _, flag := range flags {
		name, value, set := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		if !set {
			value = "true"
		}
		variables = append(variables, "CORSGATE_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_"))+"="+value)
	}
	for name, settings := range map[string][]string{"flags": flags, "environment": variables} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := serve(t, initialize(t), settings...)
			operator := p.client(t, p.token(t, "operator"))
			operator.createGroup(t)
			seen := make(chan *http.Request, 1)
			operator.createService(t, "clinic", "records", startUpstream(t, func(_ http.ResponseWriter, r *http.Request) { seen <- r }))
			p.waitRevision(t, operator.putSettings(t, "clinic", "records", allowed()))
			url := "http://" + hostPort(t, "clinic-records.gateway.test", p.gateway) + "/Patient"

			if got := ask(t, p, http.MethodGet, url, "", "Origin", stranger); got.Status != http.StatusForbidden {
				t.Errorf("--default-enforcement: %d", got.Status)
			}
			if got := ask(t, p, http.MethodPut, url, "eleven bytes"[:11], "Origin", allowedOrigin); got.Status != http.StatusRequestEntityTooLarge {
				t.Errorf("--gateway-max-body: %d", got.Status)
			}
			ask(t, p, http.MethodPut, url, "ten bytes!", "Origin", allowedOrigin, "X-Forwarded-For", "192.0.2.1")
			if got := (<-seen).Header.Get("X-Forwarded-For"); got != "192.0.2.1, 127.0.0.1" {
				t.Errorf("--trusted-proxy: X-Forwarded-For is %q", got)
			}
			checkNextLink(t, operator, "https://api.example.org/fhir"+workspaceID("clinic")+"/fhirservices?")
		})
	}
}

// checkNextLink wants links to start with the public URL.
func checkNextLink(t *testing.T, operator *apiClient, prefix string) {
	t.Helper()
	for i := range 100 {
		operator.mustPut(t, serviceID("clinic", fmt.Sprintf("service-%d", i))+azureVersion, `{"location":"westeurope","kind":"fhir-R4"}`)
	}
	var list struct{ NextLink string }
	got := operator.get(t, workspaceID("clinic")+"/fhirservices"+azureVersion)
	if err := json.Unmarshal(got.Body, &list); err != nil || !strings.HasPrefix(list.NextLink, prefix) {
		t.Errorf("--public-url: nextLink is %q, %v", list.NextLink, err)
	}
}

// The gateway can have TLS itself, and can trust the CA of its upstreams alone.
func TestGatewayTLS(t *testing.T) {
	t.Parallel()
	dir := initialize(t)
	upstream := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "proto=", r.Header.Get("X-Forwarded-Proto"))
	}))
	t.Cleanup(upstream.Close)
	ca := filepath.Join(t.TempDir(), "upstream.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: upstream.Certificate().Raw})
	if err := os.WriteFile(ca, text, 0o600); err != nil {
		t.Fatal(err)
	}
	p := serve(t, dir, onFreePorts("--upstream-allow=127.0.0.0/8", "--upstream-ca-file="+ca,
		"--gateway-tls-cert="+filepath.Join(dir, "tls.pem"), "--gateway-tls-key="+filepath.Join(dir, "tls.key"))...)
	operator := p.client(t, p.token(t, "operator"))
	operator.createGroup(t)
	operator.createService(t, "clinic", "records", upstream.URL)
	p.waitRevision(t, operator.putSettings(t, "clinic", "records", allowed()))

	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+p.gateway+"/Patient", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = hostPort(t, "clinic-records.fhir.localhost", p.gateway)
	request.Header.Set("Origin", allowedOrigin)
	roots := x509.NewCertPool()
	if text, err = os.ReadFile(filepath.Join(dir, "ca.pem")); err != nil || !roots.AppendCertsFromPEM(text) {
		t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(transport.CloseIdleConnections)
	got, err := receive(&http.Client{Transport: transport}, request)
	if err != nil {
		t.Fatal(err)
	}
	if string(got.Body) != "proto=https" || got.Header.Get("Access-Control-Allow-Origin") != allowedOrigin {
		t.Errorf("%d %v\n%s", got.Status, got.Header, got.Body)
	}
}
