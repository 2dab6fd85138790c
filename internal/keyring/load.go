// SPDX-License-Identifier: Apache-2.0

package keyring

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
)

const (
	// largest is far above the size of any key file.
	largest = 64 << 10

	fixKey    = "make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out token.key"
	fixSigner = "signing needs the private key; a public key only verifies"
)

// LoadSigner reads a P-256 private key from a PEM file (PKCS#8 or SEC 1) that nobody but its owner may read.
func LoadSigner(path string) (*ecdsa.PrivateKey, error) {
	key, err := load(path)
	if err != nil {
		return nil, err
	}
	private, ok := key.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s holds a public key: %s", path, fixSigner)
	}
	return private, nil
}

// LoadVerifier reads a P-256 public key from a PEM file that holds it or its private key. Of a private key file it
// asks the same as LoadSigner.
func LoadVerifier(path string) (*ecdsa.PublicKey, error) {
	key, err := load(path)
	if err != nil {
		return nil, err
	}
	if private, ok := key.(*ecdsa.PrivateKey); ok {
		return &private.PublicKey, nil
	}
	return key.(*ecdsa.PublicKey), nil
}

// load returns a *ecdsa.PrivateKey or a *ecdsa.PublicKey on P-256.
func load(path string) (any, error) {
	content, info, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	key, err := parse(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	// Windows has no such permission bits.
	if _, private := key.(*ecdsa.PrivateKey); private && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s holds a private key that others may read (mode %04o): chmod 600 %s", path, info.Mode().Perm(), path)
	}
	return key, nil
}

// read looks at the mode of the opened file, not of its name, which may lead to another file a moment later.
func read(path string) ([]byte, os.FileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	content, err := io.ReadAll(io.LimitReader(f, largest+1))
	if err == nil && len(content) > largest {
		err = fmt.Errorf("%s is too large for a key", path)
	}
	return content, info, err
}

func parse(content []byte) (any, error) {
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "PRIVATE KEY":
			key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			return onP256(key, err)
		case "EC PRIVATE KEY":
			key, err := x509.ParseECPrivateKey(block.Bytes)
			return onP256(key, err)
		case "PUBLIC KEY":
			key, err := x509.ParsePKIXPublicKey(block.Bytes)
			return onP256(key, err)
		case "ENCRYPTED PRIVATE KEY":
			return nil, errors.New("the key is encrypted: decrypt it with: openssl pkcs8 -in FILE -out token.key")
		case "EC PARAMETERS":
			// openssl ecparam writes this before the key.
		default:
			return nil, fmt.Errorf("%q is no kind of key that serves here: %s", block.Type, fixKey)
		}
	}
	return nil, errors.New("no PEM key found: " + fixKey)
}

// onP256 refuses other keys: tokens are signed with ES256, which is P-256 alone (RFC 7518 section 3.4).
func onP256(key any, err error) (any, error) {
	if err != nil {
		return nil, fmt.Errorf("the key cannot be read (%w): %s", err, fixKey)
	}
	var curve elliptic.Curve
	switch k := key.(type) {
	case *ecdsa.PrivateKey:
		curve = k.Curve
	case *ecdsa.PublicKey:
		curve = k.Curve
	}
	if curve != elliptic.P256() {
		return nil, errors.New("the key is not an ECDSA key on P-256: " + fixKey)
	}
	return key, nil
}
