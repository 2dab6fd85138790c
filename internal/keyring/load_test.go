// SPDX-License-Identifier: Apache-2.0

package keyring

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func encode(t *testing.T, kind string, der []byte, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func newKey(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func privatePEM(t *testing.T, key any) string {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return encode(t, "PRIVATE KEY", der, err)
}

func publicPEM(t *testing.T, key any) string {
	der, err := x509.MarshalPKIXPublicKey(key)
	return encode(t, "PUBLIC KEY", der, err)
}

func TestLoad(t *testing.T) {
	t.Parallel()
	key := newKey(t, elliptic.P256())
	der, err := x509.MarshalECPrivateKey(key)
	sec1 := encode(t, "EC PRIVATE KEY", der, err)
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	parameters := encode(t, "EC PARAMETERS", []byte{6, 8}, nil)
	for _, c := range []struct {
		name, text string
		mode       os.FileMode
		// signer and verifier are parts of the errors; empty: the key is read.
		signer, verifier string
	}{
		{"PKCS 8", privatePEM(t, key), 0o600, "", ""},
		{"read-only", privatePEM(t, key), 0o400, "", ""},
		{"SEC 1", sec1, 0o600, "", ""},
		{"SEC 1 after its parameters", parameters + sec1, 0o600, "", ""},
		{"text around", "My key\n" + privatePEM(t, key) + "end\n", 0o600, "", ""},
		{"public", publicPEM(t, key.Public()), 0o644, "needs the private key", ""},
		{"others may read", privatePEM(t, key), 0o604, "chmod 600", "chmod 600"},
		{"the group may read", privatePEM(t, key), 0o640, "chmod 600", "chmod 600"},
		{"others may write", privatePEM(t, key), 0o602, "chmod 600", "chmod 600"},
		{"P-384", privatePEM(t, newKey(t, elliptic.P384())), 0o600, "P-256", "P-256"},
		{"P-384 public", publicPEM(t, newKey(t, elliptic.P384()).Public()), 0o600, "P-256", "P-256"},
		{"Ed25519", privatePEM(t, ed), 0o600, "P-256", "P-256"},
		{"Ed25519 public", publicPEM(t, ed.Public()), 0o600, "P-256", "P-256"},
		{"encrypted", encode(t, "ENCRYPTED PRIVATE KEY", []byte{1}, nil), 0o600, "decrypt it", "decrypt it"},
		{"certificate", encode(t, "CERTIFICATE", []byte{1}, nil), 0o600, "openssl genpkey", "openssl genpkey"},
		{"broken", encode(t, "PRIVATE KEY", []byte{1}, nil), 0o600, "openssl genpkey", "openssl genpkey"},
		{"empty", "", 0o600, "no PEM key", "no PEM key"},
		{"no PEM", "secret", 0o600, "no PEM key", "no PEM key"},
		{"parameters only", parameters, 0o600, "no PEM key", "no PEM key"},
		{"too large", strings.Repeat("x", largest+1), 0o600, "too large", "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "the.key")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, c.mode); err != nil {
				t.Fatal(err)
			}
			private, err := LoadSigner(path)
			if accepted(t, path, c.signer, err) && !private.Equal(key) {
				t.Error("LoadSigner read another key")
			}
			public, err := LoadVerifier(path)
			if accepted(t, path, c.verifier, err) && !public.Equal(key.Public()) {
				t.Error("LoadVerifier read another key")
			}
		})
	}
}

// accepted reports whether there was no error, as want says; an error must hold want and the file's name.
func accepted(t *testing.T, path, want string, err error) bool {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("refused: %v", err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path)):
		t.Errorf("%v, want an error with %q and the file's name", err, want)
	}
	return err == nil && want == ""
}

func TestLoadFromEnsure(t *testing.T) {
	t.Parallel()
	path := filepath.Join(ensure(t), TokenKeyFile)
	private, err := LoadSigner(path)
	if err != nil {
		t.Fatal(err)
	}
	if public, err := LoadVerifier(path); err != nil || !public.Equal(private.Public()) {
		t.Errorf("verifier: %v, want the signer's public key", err)
	}
	if _, err := LoadSigner(path + ".missing"); err == nil || !strings.Contains(err.Error(), path+".missing") {
		t.Errorf("missing file: %v, want an error that names it", err)
	}
}

func TestWriteEnv(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if made, err := WriteEnv(dir); err != nil || !made {
		t.Fatalf("made %t, %v", made, err)
	}
	want := "CORSGATE_DATA_DIR=" + dir + "\nCORSGATE_API_TLS_CERT=" + dir + "/tls.pem\nCORSGATE_API_TLS_KEY=" + dir +
		"/tls.key\nCORSGATE_TOKEN_KEY=" + dir + "/token.key\n"
	path := filepath.Join(dir, EnvFile)
	if text, err := os.ReadFile(path); err != nil || string(text) != want {
		t.Errorf(".env is %q (%v), want %q", text, err, want)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if made, err := WriteEnv(dir); err != nil || made {
		t.Errorf("second time: made %t, %v, want false", made, err)
	}
	if text, _ := os.ReadFile(path); string(text) != "mine" {
		t.Error(".env was overwritten")
	}
}

func TestQuoteEnv(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"/a/b-1.pem": "/a/b-1.pem", "/my data/$x": "'/my data/$x'", "/it's": "", "/a\nB=c": "",
	} {
		if got, err := quoteEnv(value); got != want || (err == nil) != (want != "") {
			t.Errorf("quoteEnv(%q) = %q, %v, want %q", value, got, err, want)
		}
	}
}
