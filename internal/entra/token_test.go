// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/corsgate/corsgate/auth"
)

// verifier is the API's.
func (w *world) verifier() auth.Verifier {
	return auth.NewVerifier(&w.key.PublicKey, auth.VerifierOptions{Now: noon, Authority: w.Trust()})
}

// Every scope that a client may ask for is granted, and the API believes the token.
func TestGrantedScopes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for scope, audience := range map[string]string{
		"https://127.0.0.1:8443/.default":                               "https://127.0.0.1:8443",
		"https://127.0.0.1:8443//.default":                              "https://127.0.0.1:8443/",
		"https://localhost:8443/.default":                               "https://localhost:8443",
		"HTTPS://LocalHost:8443/.default":                               "https://localhost:8443",
		"https://[::1]:8443//.default":                                  "https://[::1]:8443/",
		published + "/.default":                                         published,
		published + "//.default":                                        published + "/",
		"https://management.azure.com/.default":                         "https://management.azure.com",
		"https://management.core.windows.net//.default":                 "https://management.core.windows.net/",
		"https://127.0.0.1:8443/.default openid offline_access profile": "https://127.0.0.1:8443", // MSAL for Go
		" openid email  https://127.0.0.1:8443/.default ":               "https://127.0.0.1:8443",
	} {
		answer := decode[grant](t, w.do(post(w.with("scope", scope))))
		if answer.TokenType != "Bearer" || answer.ExpiresIn != 3599 || answer.ExtExpiresIn != 3599 {
			t.Errorf("%s: %+v", scope, answer)
		}
		if p, err := w.verifier().Verify(t.Context(), answer.AccessToken); err != nil || p.ID != ObjectID || p.Kind != "Application" ||
			p.Tenant != tenant || len(p.Assignments) != 1 || p.Assignments[0] != (auth.Assignment{Role: auth.Operator, Scope: "/subscriptions/" + tenant}) {
			t.Errorf("%s: %+v, %v", scope, p, err)
		}
		if _, got := claimsOf(t, answer.AccessToken); got != audience {
			t.Errorf("%s: audience %s, want %s", scope, got, audience)
		}
	}
}

// claimsOf reads a token as somebody does who believes everything.
func claimsOf(t *testing.T, token string) (issuer, audience string) {
	t.Helper()
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var c claims
	if err := json.Unmarshal(payload, &c); err != nil {
		t.Fatal(err)
	}
	return c.Issuer, c.Audience
}

// A client authenticates in the body or in the header, in whatever order and with whatever else it sends.
func TestGrantedForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	basic := func(form url.Values, id, secret string) *http.Request {
		r := post(form)
		r.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret))
		return r
	}
	escaped := post(w.without("client_id", "client_secret"))
	escaped.SetBasicAuth(strings.ReplaceAll(ClientID, "-", "%2D"), "%"+hex.EncodeToString([]byte(w.secret[:1]))+w.secret[1:])
	upperCase := post(w.form())
	upperCase.URL.Path = "/" + strings.ToUpper(tenant) + "/OAuth2/V2.0/Token"
	another := post(w.form())
	another.Header.Set("Authorization", "Bearer x")
	withMore := w.form()
	withMore.Set("claims", `{"access_token":{"xms_cc":{"values":["CP1"]}}}`)
	withMore.Set("x-client-SKU", "msal.js.node")
	for name, r := range map[string]*http.Request{
		"in the body":               post(w.form()),
		"with what MSAL adds":       post(withMore),
		"in the header":             basic(w.without("client_id", "client_secret"), ClientID, w.secret),
		"named in both":             basic(w.without("client_secret"), ClientID, w.secret),
		"escaped in the header":     escaped,
		"an empty secret beside it": basic(w.with("client_secret", ""), ClientID, w.secret), // RFC 6749 section 3.2: as if it were not there
		"another scheme beside it":  another,
		"a client id in upper case": post(w.with("client_id", strings.ToUpper(ClientID))),
		"a tenant in upper case":    upperCase,
	} {
		if got := w.do(r); got.Code != http.StatusOK {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
}

// Tokens of one installation are worth nothing in another, nor where nobody has such an authority.
func TestTokensStayAtHome(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t), newWorld(t)
	token := decode[grant](t, w.do(post(w.form()))).AccessToken
	if _, err := other.verifier().Verify(t.Context(), token); err == nil {
		t.Error("accepted elsewhere")
	}
	if _, err := auth.NewVerifier(&w.key.PublicKey, auth.VerifierOptions{Now: noon}).Verify(t.Context(), token); err == nil {
		t.Error("accepted in production")
	}
	if got := other.do(post(w.form())); got.Code != http.StatusUnauthorized {
		t.Errorf("the secret of another installation: %d", got.Code)
	}
}

func TestInParallel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := httptest.NewTLSServer(w.Wrap(http.NotFoundHandler()))
	defer server.Close()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			answer, err := server.Client().PostForm(server.URL+"/"+tenant+"/oauth2/v2.0/token", w.form())
			if err != nil {
				t.Error(err)
				return
			}
			if answer.Body.Close() != nil || answer.StatusCode != http.StatusOK {
				t.Errorf("%s", answer.Status)
			}
		})
	}
	all.Wait()
}
