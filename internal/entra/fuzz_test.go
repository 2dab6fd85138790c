// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// FuzzToken: whatever is sent, the answer is JSON that repeats nothing of it, and a token is only for who has the secret
// and asks for it in one way.
func FuzzToken(f *testing.F) {
	w := newWorld(f)
	good := w.form().Encode()
	for _, body := range []string{good, good + "&scope=x", strings.ReplaceAll(good, "&", ";"), "", "%", "=&=&=", "client_secret=" + w.secret,
		w.with("scope", "https://management.azure.com//.default openid").Encode(), w.with("scope", "///.default").Encode()} {
		f.Add(body, "application/x-www-form-urlencoded", "")
	}
	f.Add(w.without("client_secret").Encode(), "application/x-www-form-urlencoded; charset=utf-8", "Basic Og==")
	f.Fuzz(func(t *testing.T, body, kind, authorization string) {
		r := httptest.NewRequest(http.MethodPost, "https://"+address+"/"+tenant+"/oauth2/v2.0/token", strings.NewReader(body))
		r.Header["Content-Type"] = []string{kind}
		if authorization != "" {
			r.Header["Authorization"] = []string{authorization}
		}
		got := w.do(r)
		if !json.Valid(got.Body.Bytes()) {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		if got.Code != http.StatusOK {
			checkRefused(t, w, got)
			return
		}
		form, err := url.ParseQuery(body)
		_, password, _ := r.BasicAuth()
		if err != nil || form.Get("client_secret") != w.secret && !strings.Contains(password, w.secret) || len(form["scope"]) != 1 {
			t.Errorf("a token for %q %q %q", body, kind, authorization)
		}
		if _, audience := claimsOf(t, decode[grant](t, got).AccessToken); !slices.Contains(w.Trust().Audiences, audience) {
			t.Errorf("a token for %q", audience)
		}
	})
}

func checkRefused(t *testing.T, w *world, got *httptest.ResponseRecorder) {
	t.Helper()
	var body failure
	if err := json.Unmarshal(got.Body.Bytes(), &body); err != nil || len(body.Codes) != 1 {
		t.Fatalf("%s: %v", got.Body, err)
	}
	if status, name := number(body.Codes[0]).answer(); status != got.Code || name != body.Error || status == http.StatusInternalServerError {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if strings.Contains(got.Body.String(), w.secret) {
		t.Errorf("a secret is repeated: %s", got.Body)
	}
}
