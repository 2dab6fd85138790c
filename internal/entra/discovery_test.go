// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"crypto"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

func TestConfiguration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const below = "https://127.0.0.1:8443/00000000-0000-0000-0000-00000000000a/"
	got := decode[map[string]any](t, w.get("/"+strings.ToUpper(tenant)+"/v2.0/.well-known/openid-configuration"))
	for member, want := range map[string]any{
		"issuer": below + "v2.0", "token_endpoint": below + "oauth2/v2.0/token", "jwks_uri": below + "discovery/v2.0/keys",
		"authorization_endpoint": below + "oauth2/v2.0/authorize", "request_uri_parameter_supported": false,
	} {
		if got[member] != want {
			t.Errorf("%s: %v, want %v", member, got[member], want)
		}
	}
	// What OpenID Connect requires, and what a reader could not decode is no empty list.
	for _, member := range []string{"response_types_supported", "subject_types_supported", "id_token_signing_alg_values_supported",
		"token_endpoint_auth_methods_supported", "scopes_supported", "claims_supported"} {
		if _, ok := got[member].([]any); !ok {
			t.Errorf("%s: %v", member, got[member])
		}
	}
}

// A client that knows the authority's URL and nothing else finds the rest, whichever name it uses: issuer and token agree
// with where it has looked (OpenID Connect Discovery section 4.3).
func TestDiscoveryAndVerification(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, base := range []string{"https://127.0.0.1:8443", "https://localhost:8443", "https://[::1]:8443", published} {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			visit := func(r *http.Request) *httptest.ResponseRecorder {
				// A proxy in front of the public URL removes its path.
				r.URL.Path = strings.TrimPrefix(r.URL.Path, "/management")
				return w.do(r)
			}
			issuer := base + "/" + tenant + "/v2.0"
			found := decode[configuration](t, visit(httptest.NewRequest(http.MethodGet, issuer+"/.well-known/openid-configuration", nil)))
			if found.Issuer != issuer {
				t.Fatalf("issuer %s, want %s", found.Issuer, issuer)
			}
			r := httptest.NewRequest(http.MethodPost, found.TokenEndpoint, strings.NewReader(w.with("scope", base+"/.default").Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
			token := decode[grant](t, visit(r)).AccessToken
			keys := decode[jose.JSONWebKeySet](t, visit(httptest.NewRequest(http.MethodGet, found.JWKSURI, nil)))
			verify(t, token, keys, jwt.Expected{Issuer: issuer, AnyAudience: jwt.Audience{base}, Time: noon()})
		})
	}
	// A name that is not its own does not become one.
	r := httptest.NewRequest(http.MethodGet, "https://evil.example.org/"+tenant+"/v2.0/.well-known/openid-configuration", nil)
	if found := decode[configuration](t, w.do(r)); found.Issuer != "https://127.0.0.1:8443/"+tenant+"/v2.0" {
		t.Errorf("issuer %s", found.Issuer)
	}
}

// verify does what every client does with a token and the keys of its issuer.
func verify(t *testing.T, token string, keys jose.JSONWebKeySet, want jwt.Expected) {
	t.Helper()
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	if h := parsed.Headers[0]; h.ExtraHeaders[jose.HeaderType] != "JWT" || h.Algorithm != "ES256" || len(keys.Key(h.KeyID)) != 1 {
		t.Fatalf("header %+v, keys %+v", h, keys)
	}
	var standard jwt.Claims
	if err := parsed.Claims(keys, &standard); err != nil {
		t.Fatal(err)
	}
	if err := standard.ValidateWithLeeway(want, 0); err != nil {
		t.Errorf("%v: %+v", err, standard)
	}
	if life := standard.Expiry.Time().Sub(noon().Truncate(time.Second)); life != time.Hour {
		t.Errorf("valid for %s", life)
	}
}

// The key is the public half alone, under its thumbprint.
func TestKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	set := decode[map[string][]map[string]string](t, w.get("/"+tenant+"/discovery/v2.0/keys"))
	if len(set) != 1 || len(set["keys"]) != 1 {
		t.Fatalf("%v", set)
	}
	key := set["keys"][0]
	thumbprint, err := (&jose.JSONWebKey{Key: w.key.Public()}).Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	if key["kid"] != base64.RawURLEncoding.EncodeToString(thumbprint) || key["use"] != "sig" || key["alg"] != "ES256" || key["kty"] != "EC" {
		t.Errorf("%v", key)
	}
	for _, private := range []string{"d", "k", "p", "q"} {
		if _, there := key[private]; there {
			t.Errorf("the private member %s is published", private)
		}
	}
}

// A token is what clients read of it: HashiCorp's and Azure's decode aud as one string, and look for these claims.
func TestClaims(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := decode[grant](t, w.do(post(w.with("scope", "https://management.azure.com//.default")))).AccessToken
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(payload, &got); err != nil {
		t.Fatal(err)
	}
	at := float64(noon().Unix())
	for claim, want := range map[string]any{
		"aud": "https://management.azure.com/", "iss": "https://127.0.0.1:8443/" + tenant + "/v2.0", "iat": at, "nbf": at,
		"exp": at + 3600, "tid": tenant, "oid": ObjectID, "sub": ObjectID, "azp": ClientID, "appid": ClientID, "azpacr": "1",
		"idtyp": "app", "ver": "2.0", "role": "operator", "scope": "/subscriptions/" + tenant,
	} {
		if got[claim] != want {
			t.Errorf("%s: %v, want %v", claim, got[claim], want)
		}
	}
	again := decode[grant](t, w.do(post(w.form()))).AccessToken
	if got["jti"] != got["uti"] || got["jti"] == "" || strings.Contains(again, strings.Split(token, ".")[1]) {
		t.Errorf("jti %v, uti %v", got["jti"], got["uti"])
	}
	if _, err := url.Parse(got["iss"].(string)); err != nil {
		t.Error(err)
	}
}
