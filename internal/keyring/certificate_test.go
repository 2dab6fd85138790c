// SPDX-License-Identifier: Apache-2.0

package keyring

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func certificate(t *testing.T, path string) *x509.Certificate {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block, rest := pem.Decode(text)
	if block == nil || len(rest) > 0 {
		t.Fatalf("%s does not hold one PEM block", path)
	}
	parsed, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestCertificateVerifiesForLocalNamesOnly(t *testing.T) {
	t.Parallel()
	dir := ensure(t, "demo.fhir.localhost", "127.0.0.2", "localhost", "127.0.0.1")
	roots := x509.NewCertPool()
	roots.AddCert(certificate(t, filepath.Join(dir, CAFile)))
	leaf := certificate(t, filepath.Join(dir, TLSCertFile))
	if len(leaf.DNSNames) != 2 || len(leaf.IPAddresses) != 3 {
		t.Errorf("names %v, addresses %v, want each once", leaf.DNSNames, leaf.IPAddresses)
	}
	for _, c := range []struct {
		name string
		ok   bool
	}{
		{"localhost", true},
		{"LOCALHOST", true},
		{"127.0.0.1", true},
		{"::1", true},
		{"127.0.0.2", true},
		{"demo.fhir.localhost", true},
		{"other.localhost", false},
		{"127.0.0.3", false},
		{"example.org", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := leaf.Verify(x509.VerifyOptions{
				DNSName:   c.name,
				Roots:     roots,
				KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
			})
			if (err == nil) != c.ok {
				t.Errorf("verify: %v, want ok %t", err, c.ok)
			}
		})
	}
	for _, at := range []time.Duration{-2 * time.Hour, 366 * 24 * time.Hour} {
		if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: time.Now().Add(at)}); err == nil {
			t.Errorf("the certificate is valid at %s from now", at)
		}
	}
	if leaf.ExtKeyUsage[0] != x509.ExtKeyUsageServerAuth || len(leaf.ExtKeyUsage) != 1 || leaf.IsCA {
		t.Errorf("the certificate serves for more than a server: %v, CA %t", leaf.ExtKeyUsage, leaf.IsCA)
	}
}

func TestCAIsConstrained(t *testing.T) {
	t.Parallel()
	ca := certificate(t, filepath.Join(ensure(t), CAFile))
	if !ca.PermittedDNSDomainsCritical || strings.Join(ca.PermittedDNSDomains, " ") != "localhost" {
		t.Errorf("DNS constraint %v, critical %t", ca.PermittedDNSDomains, ca.PermittedDNSDomainsCritical)
	}
	var ranges []string
	for _, r := range ca.PermittedIPRanges {
		ranges = append(ranges, r.String())
	}
	if strings.Join(ranges, " ") != "127.0.0.0/8 ::1/128" {
		t.Errorf("address constraint %v", ranges)
	}
	if !ca.IsCA || !ca.MaxPathLenZero || ca.KeyUsage != x509.KeyUsageCertSign {
		t.Errorf("CA %t, no further CA %t, usage %b", ca.IsCA, ca.MaxPathLenZero, ca.KeyUsage)
	}
}

func TestHostsOutsideAreRefused(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"example.org", "notlocalhost", "localhost.example.org", "10.0.0.1", "::2", "0.0.0.0", ""} {
		dir := t.TempDir()
		made, err := Ensure(dir, []string{host})
		if err == nil || len(made) > 0 || len(contents(t, dir)) > 0 {
			t.Errorf("host %q: made %v, %v, want an error and no file", host, made, err)
		}
	}
}

// serve answers "hello" over TLS with the certificate in dir.
func serve(t *testing.T, dir string) (port string) {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, TLSCertFile), filepath.Join(dir, TLSKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "hello")
	}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	server.StartTLS()
	t.Cleanup(server.Close)
	_, port, err = net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// TestCurlAccepts asks another verifier, since constraints are read differently.
func TestCurlAccepts(t *testing.T) {
	t.Parallel()
	curl, err := exec.LookPath("curl")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("curl is missing")
		}
		t.Skip("curl is missing")
	}
	dir := ensure(t, "demo.fhir.localhost")
	port := serve(t, dir)
	for _, c := range []struct {
		host string
		ok   bool
	}{
		{"localhost", true}, {"127.0.0.1", true}, {"demo.fhir.localhost", true}, {"example.org", false},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		out, err := exec.CommandContext(ctx, curl, "-sS", "-q", "--noproxy", "*", "--cacert", filepath.Join(dir, CAFile),
			"--resolve", c.host+":"+port+":127.0.0.1", "https://"+c.host+":"+port+"/").CombinedOutput()
		cancel()
		if c.ok && (err != nil || string(out) != "hello") {
			t.Errorf("curl %s: %v: %s", c.host, err, out)
		}
		if !c.ok && err == nil {
			t.Errorf("curl accepted %s", c.host)
		}
	}
}
