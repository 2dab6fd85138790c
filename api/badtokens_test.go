// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/corsgate/corsgate/auth"
)

// badToken is an Authorization header that proves nothing.
func (w *world) badToken(name string) option {
	w.t.Helper()
	good := w.token(auth.Contributor, sub1)
	head, rest, _ := strings.Cut(good, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	switch name {
	case "none", "query":
		return without("Authorization")
	case "empty":
		return header("Authorization", "Bearer ")
	case "noScheme":
		return header("Authorization", good)
	case "basic":
		return header("Authorization", "Basic "+good)
	case "garbage":
		return bearer("garbage")
	case "dots":
		return bearer("..")
	case "unsigned":
		return bearer(head + "." + payload + ".")
	case "changed":
		return bearer(head + "." + base64URL(`{"iss":"corsgate","sub":"root","role":"operator"}`) + "." + signature)
	case "algNone":
		return bearer(base64URL(`{"alg":"none","typ":"JWT"}`) + "." + payload + ".")
	case "twoHeaders":
		return header("Authorization", "Bearer "+good, "Bearer "+good)
	case "long":
		return bearer(w.signed(claims(w, map[string]any{"pad": strings.Repeat("x", 8192)})))
	}
	return bearer(w.forged(name))
}

func bearer(token string) option { return header("Authorization", "Bearer "+token) }

// forged are tokens of the wrong key, or of the right key with the wrong claims.
func (w *world) forged(name string) string {
	w.t.Helper()
	now := w.now()
	switch name {
	case "hs256":
		der, err := x509.MarshalPKIXPublicKey(&w.key.PublicKey)
		if err != nil {
			w.t.Fatal(err)
		}
		secret := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
		return sign(w.t, jose.SigningKey{Algorithm: jose.HS256, Key: secret}, nil, claims(w, nil))
	case "es384":
		key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
		if err != nil {
			w.t.Fatal(err)
		}
		return sign(w.t, jose.SigningKey{Algorithm: jose.ES384, Key: key}, nil, claims(w, nil))
	case "rs256":
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			w.t.Fatal(err)
		}
		return sign(w.t, jose.SigningKey{Algorithm: jose.RS256, Key: key}, nil, claims(w, nil))
	case "otherKey":
		return sign(w.t, jose.SigningKey{Algorithm: jose.ES256, Key: newKey(w.t)}, nil, claims(w, nil))
	case "embeddedKey":
		o := &jose.SignerOptions{EmbedJWK: true}
		return sign(w.t, jose.SigningKey{Algorithm: jose.ES256, Key: newKey(w.t)}, o, claims(w, nil))
	}
	wrong, ok := map[string]map[string]any{
		"expired":     {"exp": now.Add(-time.Minute).Unix()},
		"notYet":      {"nbf": now.Add(time.Hour).Unix()},
		"issuedLater": {"iat": now.Add(time.Hour).Unix()},
		"noExpiry":    {"exp": nil},
		"noSubject":   {"sub": nil},
		"audience":    {"aud": "https://management.azure.com"},
		"noAudience":  {"aud": nil},
		"issuer":      {"iss": "https://sts.windows.net/x/"},
		"role":        {"role": "owner"},
		"noScope":     {"scope": nil},
		"noTenant":    {"tid": nil},
	}[name]
	if !ok {
		w.t.Fatalf("no token is called %q", name)
	}
	return w.signed(claims(w, wrong))
}

// claims are good ones with some replaced, or removed where the replacement is nil.
func claims(w *world, replace map[string]any) map[string]any {
	c := map[string]any{"iss": "corsgate", "aud": "corsgate", "sub": "mallory", "iat": w.now().Unix(),
		"exp": w.now().Add(time.Hour).Unix(), "tid": sub1, "role": "operator", "scope": "/subscriptions/" + sub1}
	maps.Copy(c, replace)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

func (w *world) signed(claims map[string]any) string {
	w.t.Helper()
	return sign(w.t, jose.SigningKey{Algorithm: jose.ES256, Key: w.key}, nil, claims)
}

func sign(t testing.TB, key jose.SigningKey, o *jose.SignerOptions, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(key, o)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// The forged tokens would be good but for what is wrong with them.
func TestForgedTokensAreGoodOtherwise(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get(serviceID, bearer(w.signed(claims(w, nil)))).want(200, "")
	w.get(serviceID, header("Authorization", "bearer "+w.token(auth.Reader, sub1))).want(200, "")
}
