// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	tenant    = "00000000-0000-0000-0000-00000000000a"
	address   = "127.0.0.1:8443"
	published = "https://api.example.org/management"
)

func noon() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 500_000_000, time.UTC) }

// world is an authority whose requests need no network.
type world struct {
	*Authority
	key *ecdsa.PrivateKey
	log *journal
}

// journal is a log that several requests may write at once.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{key: newKey(t), log: &journal{}}
	a, err := New(w.key, Endpoint{Address: address, PublicURL: published},
		Options{Now: noon, Logger: slog.New(slog.NewJSONHandler(w.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	w.Authority = a
	return w
}

// do sends a request from this machine. What is not the authority's is 418.
func (w *world) do(r *http.Request) *httptest.ResponseRecorder {
	if r.RemoteAddr == "192.0.2.1:1234" { // what httptest says unless told otherwise
		r.RemoteAddr = "127.0.0.1:50000"
	}
	recorder := httptest.NewRecorder()
	w.Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })).ServeHTTP(recorder, r)
	return recorder
}

func (w *world) get(path string) *httptest.ResponseRecorder {
	return w.do(httptest.NewRequest(http.MethodGet, "https://"+address+path, nil))
}

// form are the parameters of a request that is granted.
func (w *world) form() url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {ClientID}, "client_secret": {w.secret},
		"scope": {"https://" + address + "/.default"}}
}

// without is the form without some parameters.
func (w *world) without(names ...string) url.Values {
	form := w.form()
	for _, name := range names {
		form.Del(name)
	}
	return form
}

// with is the form with one parameter of another value, or of several.
func (w *world) with(name string, values ...string) url.Values {
	form := w.form()
	form[name] = values
	return form
}

// post is a request for a token.
func post(form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "https://"+address+"/"+tenant+"/oauth2/v2.0/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func decode[T any](t testing.TB, answer *httptest.ResponseRecorder) T {
	t.Helper()
	var body T
	d := json.NewDecoder(answer.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		t.Fatalf("%d: %v", answer.Code, err)
	}
	if kind := answer.Header().Get("Content-Type"); kind != "application/json; charset=utf-8" {
		t.Errorf("Content-Type %q", kind)
	}
	if answer.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", answer.Header())
	}
	return body
}
