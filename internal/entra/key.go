// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/go-jose/go-jose/v4"
)

// secretPurpose separates the secret from whatever else may be derived from the key one day (RFC 5869 section 3.2).
const secretPurpose = "corsgate: secret of the development application, version 1"

// deriveSecret makes the application's secret out of the private key, so that it needs no file, survives restarts and
// is another one in every installation. It tells nothing of the key. It is in hexadecimal because nobody has to quote
// that: not a shell, not a form, not a header.
func deriveSecret(key *ecdsa.PrivateKey) (string, error) {
	private, err := key.Bytes()
	if err != nil {
		return "", fmt.Errorf("cannot derive the application's secret: %w", err)
	}
	secret, err := hkdf.Key(sha256.New, private, nil, secretPurpose, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("cannot derive the application's secret: %w", err)
	}
	return hex.EncodeToString(secret), nil
}

// webKey names the key by its thumbprint (RFC 7638), so that a key that is replaced has another name.
func webKey(key *ecdsa.PrivateKey) (jose.JSONWebKey, error) {
	private := jose.JSONWebKey{Key: key, Algorithm: string(jose.ES256), Use: "sig"}
	thumbprint, err := private.Thumbprint(crypto.SHA256)
	if err != nil {
		return private, fmt.Errorf("cannot name the key: %w", err)
	}
	private.KeyID = base64.RawURLEncoding.EncodeToString(thumbprint)
	return private, nil
}
