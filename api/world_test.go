// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/contract"
	"github.com/corsgate/corsgate/internal/netguard"
	"github.com/corsgate/corsgate/internal/teststore"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

const (
	sub1      = "00000000-0000-0000-0000-000000000001"
	sub2      = "00000000-0000-0000-0000-000000000002"
	sub3      = "00000000-0000-0000-0000-000000000003" // nothing is in it
	publicURL = "https://cors.example.org:8443"

	groupID     = "/subscriptions/" + sub1 + "/resourceGroups/demo"
	otherGroup  = "/subscriptions/" + sub2 + "/resourceGroups/demo"
	workspaces  = "/providers/Microsoft.HealthcareApis/workspaces"
	workspaceID = groupID + workspaces + "/demo"
	serviceID   = workspaceID + "/fhirservices/records"
	corsID      = serviceID + "/providers/Corsgate.Fhir/corsSettings/default"
	upstreamID  = serviceID + "/providers/Corsgate.Fhir/upstreams/default"
	gatewayID   = serviceID + "/providers/Corsgate.Fhir/gatewaySettings/default"

	located = `{"location":"westeurope"}`
)

// world is a whole API on a store of its own. Everything that is sent through it is held to openapi.yaml.
type world struct {
	t       testing.TB
	store   repository.Store
	manager *service.Manager
	bare    http.Handler // without the checker
	handler http.Handler
	key     *ecdsa.PrivateKey
	seconds *atomic.Int64
}

// with is the same world for a subtest.
func (w *world) with(t testing.TB) *world {
	sub := *w
	sub.t = t
	sub.handler = contract.New(t).Wrap(w.bare)
	return &sub
}

// withAnyRequest is the same world for a fuzz target: only answers are held to openapi.yaml.
func (w *world) withAnyRequest(t testing.TB) *world {
	sub := w.with(t)
	checker := contract.New(t)
	checker.AnyRequest = true
	sub.handler = checker.Wrap(w.bare)
	return sub
}

// newEmptyWorld has nothing in it.
func newEmptyWorld(t testing.TB) *world {
	t.Helper()
	store := teststore.New(t)
	w := &world{t: t, store: store, key: newKey(t), seconds: &atomic.Int64{}}
	guard := netguard.New(nil, "fhir.localhost")
	w.manager = service.New(store, service.Options{Now: w.now, CheckUpstream: guard.CheckURL})
	return w.serving(w.verifier(), Options{})
}

// serving is the same world behind another handler.
func (w *world) serving(verifier auth.Verifier, o Options) *world {
	w.t.Helper()
	o.PublicURL, o.Authority = publicURL, publicURL
	sub := *w
	sub.bare = Handler(w.manager, verifier, o)
	return sub.with(w.t)
}

func (w *world) verifier() auth.Verifier {
	return auth.NewVerifier(&w.key.PublicKey, auth.VerifierOptions{Now: w.now})
}

// newWorld has a group in each of two subscriptions, and a workspace with one service in the first.
func newWorld(t testing.TB) *world {
	t.Helper()
	w := newEmptyWorld(t)
	w.put(groupID, located, as(auth.Operator)).want(http.StatusCreated, "")
	w.put(otherGroup, located, as(auth.Operator), of(sub2)).want(http.StatusCreated, "")
	w.put(workspaceID, located).want(http.StatusCreated, "")
	w.put(serviceID, located).want(http.StatusCreated, "")
	return w
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// now stands still until tick.
func (w *world) now() time.Time {
	return time.Date(2026, 11, 1, 9, 0, int(w.seconds.Load()), 0, time.UTC)
}

func (w *world) tick() { w.seconds.Add(1) }

func (w *world) token(role auth.Role, subscription string) string {
	w.t.Helper()
	token, err := auth.Issue(w.key, role, subscription, time.Hour, w.now())
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}

// sender is a request on its way; options change it.
type sender struct {
	role         auth.Role
	subscription string
	header       http.Header
	without      []string
}

type option func(*sender)

func as(role auth.Role) option      { return func(s *sender) { s.role = role } }
func of(subscription string) option { return func(s *sender) { s.subscription = subscription } }
func without(name string) option    { return func(s *sender) { s.without = append(s.without, name) } }
func header(name string, values ...string) option {
	return func(s *sender) { s.header[http.CanonicalHeaderKey(name)] = values }
}

// do sends a request as a contributor of the first subscription, unless options say otherwise. A target without a
// query gets the api-version of its type.
func (w *world) do(method, target, body string, options ...option) *reply {
	w.t.Helper()
	s := &sender{role: auth.Contributor, subscription: sub1, header: http.Header{}}
	for _, o := range options {
		o(s)
	}
	r := httptest.NewRequest(method, versioned(target), strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+w.token(s.role, s.subscription))
	if method == http.MethodPut || method == http.MethodPatch || method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, values := range s.header {
		r.Header[name] = values
	}
	for _, name := range s.without {
		r.Header.Del(name)
	}
	return w.send(r)
}

func (w *world) send(r *http.Request) *reply {
	w.t.Helper()
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	return &reply{w.t, recorder.Code, recorder.Header(), recorder.Body.Bytes()}
}

func (w *world) get(target string, options ...option) *reply {
	w.t.Helper()
	return w.do(http.MethodGet, target, "", options...)
}

func (w *world) put(target, body string, options ...option) *reply {
	w.t.Helper()
	return w.do(http.MethodPut, target, body, options...)
}

func (w *world) patch(target, body string, options ...option) *reply {
	w.t.Helper()
	return w.do(http.MethodPatch, target, body, options...)
}

func (w *world) delete(target string, options ...option) *reply {
	w.t.Helper()
	return w.do(http.MethodDelete, target, "", options...)
}

func versioned(target string) string {
	folded := strings.ToLower(target)
	switch {
	case strings.Contains(target, "?"):
		return target
	case strings.HasPrefix(folded, metadataPath):
		return target + "?api-version=2022-09-01"
	case strings.HasSuffix(folded, "/register"): // of what is no resource of its namespace
		return target + "?api-version=2021-04-01"
	case strings.Contains(folded, "corsgate.fhir/"):
		return target + "?api-version=2026-11-01"
	case strings.Contains(folded, "healthcareapis/"):
		return target + "?api-version=2024-03-31"
	}
	return target + "?api-version=2021-04-01"
}

// in is a target in an api-version.
func in(version, target string) string { return target + "?api-version=" + version }
