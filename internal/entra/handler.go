// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"strings"

	"github.com/google/uuid"
)

// The endpoints, as they stand behind the tenant.
const (
	discoveryPath = "v2.0/.well-known/openid-configuration"
	keysPath      = "discovery/v2.0/keys"
	tokenPath     = "oauth2/v2.0/token"
	authorizePath = "oauth2/v2.0/authorize" // clients want to read of it; it is not served
)

// Wrap serves the authority in front of another handler, which gets every request that is not for one of the endpoints
// exactly as it came: http.ServeMux would redirect some of them.
func (a *Authority) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tenant, endpoint, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		e := &exchange{a: a, w: w, r: r}
		switch strings.ToLower(endpoint) {
		case discoveryPath:
			e.serve(tenant, http.MethodGet, e.discover)
		case keysPath:
			e.serve(tenant, http.MethodGet, e.listKeys)
		case tokenPath:
			e.serve(tenant, http.MethodPost, e.issue)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// exchange is one request and its answer.
type exchange struct {
	a      *Authority
	w      http.ResponseWriter
	r      *http.Request
	tenant string // a GUID in lower case; empty until there is one
}

// serve makes the checks that are the same for every endpoint.
func (e *exchange) serve(tenant, method string, answer func() error) {
	err := e.check(tenant, method)
	if err == nil {
		err = answer()
	}
	if err != nil {
		e.refuse(err)
	}
}

func (e *exchange) check(tenant, method string) error {
	if !isLocal(e.r.RemoteAddr) {
		return faultf(blockedPlace, "This authority is for development and answers to its own machine alone.")
	}
	id, err := uuid.Parse(tenant)
	if err != nil || len(tenant) != len(id.String()) { // Parse knows other forms, too
		return faultf(unknownTenant, "The tenant in the URL is not one of this authority: each subscription is a tenant, named by its GUID.")
	}
	e.tenant = id.String()
	if e.r.Method != method && (method != http.MethodGet || e.r.Method != http.MethodHead) {
		e.w.Header().Set("Allow", method)
		return faultf(wrongMethod, "This endpoint accepts %s requests only.", method)
	}
	return nil
}

// isLocal reports whether the other end of the connection is on this machine.
func isLocal(address string) bool {
	peer, err := netip.ParseAddrPort(address)
	return err == nil && peer.Addr().IsLoopback()
}

// base is what the URLs start with that this client gets to see.
func (e *exchange) base() string { return e.a.names.baseFor(e.r.Host) }

// write answers. No cache shall keep any of it: RFC 6749 section 5.1 wants that for tokens, and the rest is as quickly
// made as looked up.
func (e *exchange) write(status int, body any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	h := e.w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Pragma", "no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	e.w.WriteHeader(status)
	_, _ = e.w.Write(content) // the client has gone; there is nobody to tell
	return nil
}
