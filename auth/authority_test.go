// SPDX-License-Identifier: Apache-2.0

package auth

import (
	"context"
	"crypto/ecdsa"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

const (
	base      = "https://127.0.0.1:8443"
	otherBase = "https://localhost:8443"
	azure     = "https://management.azure.com/"
)

func authority() *Authority {
	return &Authority{Bases: []string{base, otherBase}, Audiences: []string{base, azure}}
}

// fromAuthority is a token as the authority makes it, with some of its claims replaced.
func fromAuthority(t testing.TB, key *ecdsa.PrivateKey, replace map[string]any) string {
	t.Helper()
	claims := map[string]any{"iss": base + "/" + subscription + "/v2.0", "aud": base, "sub": "application", "role": "operator"}
	for name, value := range replace {
		claims[name] = value
	}
	return signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: key}, claims)
}

func TestTokensOfAnAuthority(t *testing.T) {
	t.Parallel()
	const other = "00000000-0000-0000-0000-00000000000b"
	cases := map[string]struct {
		claims map[string]any
		why    string // "": it is accepted
	}{
		"good":                          {nil, ""},
		"by its other name":             {map[string]any{"iss": IssuerOf(otherBase, subscription)}, ""},
		"for its other audience":        {map[string]any{"aud": azure}, ""},
		"for another audience":          {map[string]any{"aud": "https://graph.microsoft.com"}, "another audience"},
		"for the local issuer's":        {map[string]any{"aud": localAudience}, "another audience"},
		"for nobody":                    {map[string]any{"aud": nil}, "another audience"},
		"of another authority":          {map[string]any{"iss": IssuerOf("https://login.microsoftonline.com", subscription)}, "another issuer"},
		"of a longer name":              {map[string]any{"iss": IssuerOf(base+"0", subscription)}, "another issuer"},
		"of another tenant's issuer":    {map[string]any{"iss": IssuerOf(base, other)}, "another issuer"},
		"of another version":            {map[string]any{"iss": base + "/" + subscription}, "another issuer"},
		"of no tenant":                  {map[string]any{"iss": IssuerOf(base, ""), "tid": "", "scope": "/subscriptions/"}, "tid"},
		"another tenant's scope":        {map[string]any{"scope": "/subscriptions/" + other}, "scope"},
		"the local issuer's for others": {map[string]any{"iss": localIssuer}, "another audience"},
		"an unknown role":               {map[string]any{"role": "owner"}, "role"},
		"expired":                       {map[string]any{"exp": noon().Unix()}, "expired"},
	}
	key := newKey(t)
	verifier := NewVerifier(&key.PublicKey, VerifierOptions{Now: noon, Authority: authority()})
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := fromAuthority(t, key, c.claims)
			p, err := verifier.Verify(context.Background(), token)
			refused(t, token, err, c.why)
			if c.why == "" && (p.ID != "application" || p.Tenant != subscription || p.Assignments[0].Role != Operator) {
				t.Errorf("principal %+v", p)
			}
			// In production nobody has such an issuer.
			if _, err := NewVerifier(&key.PublicKey, VerifierOptions{Now: noon}).Verify(context.Background(), token); err == nil {
				t.Error("accepted by a verifier that has no authority")
			}
		})
	}
}

// An authority takes nothing from the local issuer, and an empty one gives nothing.
func TestLocalTokensBesideAnAuthority(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	local := signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	for name, a := range map[string]*Authority{"none": nil, "empty": {}, "some": authority()} {
		verifier := NewVerifier(&key.PublicKey, VerifierOptions{Now: noon, Authority: a})
		if p, err := verifier.Verify(context.Background(), local); err != nil || p.ID != "somebody" {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
		forged := fromAuthority(t, newKey(t), nil)
		if _, err := verifier.Verify(context.Background(), forged); err == nil {
			t.Errorf("%s: another key's token is accepted", name)
		}
	}
}
