// SPDX-License-Identifier: Apache-2.0

package auth

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const subscription = "00000000-0000-0000-0000-00000000000a"

func noon() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestIssuedTokensAreVerified(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	verifier := NewVerifier(&key.PublicKey, VerifierOptions{Now: noon})
	for _, role := range []Role{Reader, Contributor, Operator} {
		token, err := Issue(key, role, strings.ToUpper(subscription), time.Hour, noon())
		if err != nil {
			t.Fatal(err)
		}
		p, err := verifier.Verify(context.Background(), token)
		if err != nil {
			t.Fatal(err)
		}
		want := Assignment{Role: role, Scope: "/subscriptions/" + subscription}
		if p.ID != "local-"+string(role) || p.Tenant != subscription || p.Kind != "Application" ||
			len(p.Assignments) != 1 || p.Assignments[0] != want {
			t.Errorf("principal %+v", p)
		}
	}
}

func TestIssueRefuses(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	for name, c := range map[string]struct {
		subscription string
		ttl          time.Duration
	}{
		"no life":         {subscription, 0},
		"negative life":   {subscription, -time.Second},
		"more than a day": {subscription, MaxTTL + time.Second},
		"no GUID":         {"demo", time.Hour},
		"a path":          {subscription + "/resourceGroups/x", time.Hour},
		"nothing":         {"", time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if token, err := Issue(key, Reader, c.subscription, c.ttl, noon()); err == nil {
				t.Errorf("issued %s", token)
			}
		})
	}
}

// TestVerify changes one claim, or the key, of a token that is good otherwise. Refusals say what is wrong and never
// repeat the token.
func TestVerify(t *testing.T) {
	t.Parallel()
	key, other := newKey(t), newKey(t)
	at := func(d time.Duration) int64 { return noon().Add(d).Unix() }
	cases := map[string]struct {
		claims map[string]any
		key    *ecdsa.PrivateKey
		why    string // "": it is accepted
	}{
		"good":                     {nil, key, ""},
		"one of several audiences": {map[string]any{"aud": []string{"x", "corsgate"}}, key, ""},
		"about to expire":          {map[string]any{"exp": at(time.Second)}, key, ""},
		"just expired":             {map[string]any{"exp": at(0)}, key, "expired"},
		"issued within the leeway": {map[string]any{"iat": at(leeway - time.Second)}, key, ""},
		"expired":                  {map[string]any{"exp": at(-leeway - time.Second)}, key, "expired"},
		"not yet valid":            {map[string]any{"nbf": at(leeway + time.Second)}, key, "not valid yet"},
		"issued later":             {map[string]any{"iat": at(leeway + time.Second)}, key, "not valid yet"},
		"no expiry":                {map[string]any{"exp": nil}, key, "no exp"},
		"no subject":               {map[string]any{"sub": nil}, key, "no sub"},
		"another audience":         {map[string]any{"aud": "x"}, key, "another audience"},
		"no audience":              {map[string]any{"aud": nil}, key, "another audience"},
		"another issuer":           {map[string]any{"iss": "x"}, key, "another issuer"},
		"no issuer":                {map[string]any{"iss": nil}, key, "another issuer"},
		"unknown role":             {map[string]any{"role": "Operator"}, key, "role"},
		"no role":                  {map[string]any{"role": nil}, key, "role"},
		"no scope":                 {map[string]any{"scope": ""}, key, "scope"},
		"no tenant":                {map[string]any{"tid": ""}, key, "tid"},
		"claims of another type":   {map[string]any{"role": 5}, key, "signature"},
		"another key":              {nil, other, "signature"},
		"longer than a day":        {map[string]any{"exp": at(MaxTTL + leeway + time.Second)}, key, "longer than"},
		"scope of another tenant":  {map[string]any{"scope": "/subscriptions/00000000-0000-0000-0000-000000000009"}, key, "scope"},
		"scope above the tenant":   {map[string]any{"scope": "/subscriptions"}, key, "scope"},
	}
	verifier := NewVerifier(&key.PublicKey, VerifierOptions{Now: noon})
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: c.key}, c.claims)
			_, err := verifier.Verify(context.Background(), token)
			refused(t, token, err, c.why)
		})
	}
}

func refused(t *testing.T, token string, err error, why string) {
	t.Helper()
	switch {
	case why == "" && err != nil:
		t.Errorf("refused: %v", err)
	case why == "":
	case !errors.Is(err, ErrUnauthenticated):
		t.Errorf("error is %v", err)
	case !strings.Contains(err.Error(), why):
		t.Errorf("error %q does not say %q", err, why)
	case token != "" && strings.Contains(err.Error(), token):
		t.Errorf("error repeats the token: %v", err)
	}
}

func signed(t testing.TB, key jose.SigningKey, replace map[string]any) string {
	t.Helper()
	claims := map[string]any{"iss": "corsgate", "aud": "corsgate", "sub": "somebody", "iat": noon().Unix(),
		"exp": noon().Add(time.Hour).Unix(), "tid": subscription, "role": "reader", "scope": "/subscriptions/" + subscription}
	maps.Copy(claims, replace)
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestVerifyRefusesOtherForms(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	good := signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	payload := strings.Split(good, ".")[1]
	secret := make([]byte, 32)
	for name, token := range map[string]string{
		"empty": "", "white space": " " + good, "two parts": "a.b", "five parts": "a.b.c.d.e", "no base64": "%.%.%",
		"no signature": good[:strings.LastIndexByte(good, '.')+1],
		"alg none":     "eyJhbGciOiJub25lIn0." + payload + ".",
		"HS256":        signed(t, jose.SigningKey{Algorithm: jose.HS256, Key: secret}, nil),
		"over-long":    signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: key}, map[string]any{"x": strings.Repeat("x", maxTokenBytes)}),
		"JSON form":    `{"payload":"` + payload + `","protected":"e30","signature":""}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := NewVerifier(&key.PublicKey, VerifierOptions{Now: noon}).Verify(context.Background(), token)
			refused(t, token, err, "token")
		})
	}
}

// FuzzVerify: no text but the issuer's own proves anything, and none makes the verifier panic.
func FuzzVerify(f *testing.F) {
	key := newKey(f)
	good := signed(f, jose.SigningKey{Algorithm: jose.ES256, Key: newKey(f)}, nil)
	f.Add(good)
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add("..")
	verifier := NewVerifier(&key.PublicKey, VerifierOptions{Now: noon})
	f.Fuzz(func(t *testing.T, token string) {
		if _, err := verifier.Verify(context.Background(), token); !errors.Is(err, ErrUnauthenticated) {
			t.Errorf("%q: %v", token, err)
		}
	})
}
