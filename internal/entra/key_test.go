// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/hex"
	"strings"
	"testing"
)

// The secret is the same after every restart and every upgrade, or scripts would stop working; and it is each
// installation's own.
func TestSecret(t *testing.T) {
	t.Parallel()
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), append(make([]byte, 31), 1))
	if err != nil {
		t.Fatal(err)
	}
	secret, err := deriveSecret(key)
	if err != nil {
		t.Fatal(err)
	}
	// Made apart with openssl kdf -kdfopt digest:SHA256 -kdfopt mode:EXTRACT_AND_EXPAND … HKDF.
	if secret != "a1fb8bbe4fabce02af2fe033d639af921f748b6f9cfd124191dbc47f482b8cc0" {
		t.Errorf("the secret of the key 1 is %s", secret)
	}
	seen := map[string]bool{}
	for range 3 {
		w := newWorld(t)
		private, err := w.key.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if len(w.Secret()) != 64 || strings.Contains(w.Secret(), hex.EncodeToString(private)[:16]) || seen[w.Secret()] {
			t.Errorf("secret %s", w.Secret())
		}
		seen[w.Secret()] = true
	}
}
