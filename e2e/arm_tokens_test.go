// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// issuer makes tokens for any number of subscriptions: those of `corsgate token`, with another subscription in them and
// signed again by the same key. A process for each token would cost more than all requests.
type issuer struct {
	signer jose.Signer
	claims map[string]string // by role, of a token for subscription
}

func (p *program) issuer(t testing.TB) *issuer {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dataDir, "token.key"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		t.Fatal("token.key is not PEM")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{claims: map[string]string{}}
	if i.signer, err = jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil); err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"reader", "contributor", "operator"} {
		token, err := jose.ParseSignedCompact(p.token(t, role), []jose.SignatureAlgorithm{jose.ES256})
		if err != nil {
			t.Fatal(err)
		}
		i.claims[role] = string(token.UnsafePayloadWithoutVerification())
	}
	return i
}

func (i *issuer) token(t testing.TB, role, other string) string {
	t.Helper()
	signed, err := i.signer.Sign([]byte(strings.ReplaceAll(i.claims[role], subscription, other)))
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}
