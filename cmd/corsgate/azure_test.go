// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/entra"
	"github.com/corsgate/corsgate/internal/keyring"
)

// startDev starts `corsgate serve --dev` on a data directory.
func startDev(t testing.TB, dir string, args ...string) *process {
	t.Helper()
	p := start(t, append([]string{"serve", "--dev", "--api-listen", free, "--gateway-listen", free, "--sample-listen", free,
		"--data-dir", dir}, args...)...)
	p.address(t, "api")
	return p
}

// printed are the variables of the greeting.
func (p *process) printed() map[string]string {
	variables := map[string]string{}
	for line := range strings.Lines(p.out.String()) {
		if name, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), "="); found && strings.HasPrefix(name, "AZURE_") {
			variables[name] = value
		}
	}
	return variables
}

// signIn asks for a token as Azure's clients do. It needs the CA in the directory.
func signIn(t testing.TB, dir string, variables map[string]string) (status int, token, body string) {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {variables["AZURE_CLIENT_ID"]},
		"client_secret": {variables["AZURE_CLIENT_SECRET"]}, "scope": {variables["AZURE_AUTHORITY_HOST"] + "/.default"}}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authorityOf(t, dir)}}}
	defer client.CloseIdleConnections()
	answer, err := client.PostForm(variables["AZURE_AUTHORITY_HOST"]+"/"+variables["AZURE_TENANT_ID"]+"/oauth2/v2.0/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var granted struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal(content, &granted); err != nil {
		t.Errorf("%d %s", answer.StatusCode, content)
	}
	return answer.StatusCode, granted.AccessToken, string(content)
}

func authorityOf(t testing.TB, dir string) *x509.CertPool {
	t.Helper()
	ca, err := os.ReadFile(filepath.Join(dir, keyring.CAFile))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	return roots
}

// What --dev prints is all that a client needs; it stays the same, and the log never has the secret.
func TestDevSignsIn(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	var secrets []string
	for range 2 {
		p := startDev(t, dir)
		variables := p.printed()
		if len(variables) != 5 || variables["AZURE_AUTHORITY_HOST"] != "https://"+p.address(t, "api") ||
			variables["AZURE_SUBSCRIPTION_ID"] != firstSubscription {
			t.Fatalf("%v", variables)
		}
		secrets = append(secrets, variables["AZURE_CLIENT_SECRET"])
		status, token, body := signIn(t, dir, variables)
		if status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
		for group, want := range map[string]int{sampleGroup: http.StatusOK, otherGroup: http.StatusForbidden} {
			status, _, body := send(t, http.MethodGet, variables["AZURE_AUTHORITY_HOST"]+group+"?api-version=2021-04-01", token, authorityOf(t, dir))
			if status != want {
				t.Errorf("%s: %d %s", group, status, body)
			}
		}
		variables["AZURE_CLIENT_SECRET"] = "x"
		if status, _, body := signIn(t, dir, variables); status != http.StatusUnauthorized || !strings.Contains(body, "AADSTS7000215") {
			t.Errorf("a wrong secret: %d %s", status, body)
		}
		p.stop(t)
		if log := p.err.String(); strings.Contains(log, secrets[0]) || !strings.Contains(log, "the authority issued a token") {
			t.Errorf("log:\n%s", log)
		}
	}
	if secrets[0] != secrets[1] || secrets[0] == "" {
		t.Errorf("secrets %q", secrets)
	}
}

// With a public key there is nothing to sign with. The rest of the greeting is as ever.
func TestDevWithAPublicKey(t *testing.T) {
	t.Parallel()
	dir := keys(t)
	key, err := keyring.LoadVerifier(filepath.Join(dir, keyring.TokenKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	public := filepath.Join(dir, "public.pem")
	if err := os.WriteFile(public, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	p := startDev(t, dir, "--token-key", public)
	if out := p.out.String(); len(p.printed()) != 0 || !strings.Contains(out, "cannot sign in here") || !strings.Contains(out, "curl -i") {
		t.Errorf("greeting:\n%s", out)
	}
	p.noAuthority(t, dir)
}

// noAuthority wants the API to know nothing of an authority, not even of one that signs with its own key.
func (p *process) noAuthority(t *testing.T, dir string) {
	t.Helper()
	variables := map[string]string{"AZURE_AUTHORITY_HOST": "https://" + p.address(t, "api"), "AZURE_TENANT_ID": firstSubscription}
	if status, _, body := signIn(t, dir, variables); status != http.StatusUnauthorized || !strings.Contains(body, "AuthenticationFailed") {
		t.Errorf("the token endpoint: %d %s", status, body)
	}
}

// A server without --dev has no authority, and believes none.
func TestNoAuthorityInProduction(t *testing.T) {
	t.Parallel()
	dir := keys(t)
	dev := startDev(t, dir)
	variables := dev.printed()
	status, token, body := signIn(t, dir, variables)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	dev.stop(t)
	// The same key and the same name: only --dev is missing.
	name := []string{"serve", "--public-url", variables["AZURE_AUTHORITY_HOST"]}
	p := start(t, append(append(name, apiFlagsOf(dir)...), gatewayFlagsOf(dir)...)...)
	p.noAuthority(t, dir)
	status, _, body = send(t, http.MethodGet, "https://"+p.address(t, "api")+sampleGroup+"?api-version=2021-04-01", token, authorityOf(t, dir))
	if status != http.StatusUnauthorized || !strings.Contains(body, "another issuer") {
		t.Errorf("a token of the development authority: %d %s", status, body)
	}
	if strings.Contains(p.out.String(), entra.ClientID) {
		t.Errorf("it prints %s", p.out.String())
	}
}
