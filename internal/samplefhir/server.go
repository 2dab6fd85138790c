// SPDX-License-Identifier: Apache-2.0

// Package samplefhir is a small FHIR R4 server in memory: the sample upstream of a development set-up and of tests. It
// knows create, read, update, patch, delete and a search without parameters, and forgets everything when it ends.
//
// It sends a CORS header of its own on every answer, and a wrong one, as many servers do: so one can see a gateway
// correct it. The package must not know of any gateway, tenant or setting.
package samplefhir

import (
	"net/http"
	"net/url"
	"strings"
)

const (
	maxBody      = 1 << 20  // bytes of a request
	maxResources = 1000     // in memory at once
	maxStored    = 64 << 20 // bytes of all resources together
	maxEntries   = 100      // of one searchset
)

// Options of a Server; the zero value is valid.
type Options struct {
	// Base is the URL of the server as its answers spell it, such as http://127.0.0.1:8082; its path is where the
	// server expects requests. If empty, each request's own scheme and host are used, and the path is the root.
	Base string
}

// Server is the http.Handler of the sample FHIR server.
type Server struct {
	base   string
	prefix string
	store  *store
}

// New makes a Server that holds Patient/example and Organization/example.
func New(options Options) *Server {
	s := &Server{base: strings.TrimRight(options.Base, "/"), store: newStore()}
	if u, err := url.Parse(s.base); err == nil {
		s.prefix = u.Path
	}
	seed(s.store)
	return s
}

// ServeHTTP answers one FHIR interaction.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Deliberately wrong: no server with credentials may say this, and it is said even to those who are no browser.
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	at, ok := s.parse(r)
	if !ok {
		fail(w, notFound("No such path."))
		return
	}
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", at.allow())
		w.WriteHeader(http.StatusOK)
		return
	}
	if !at.allows(r.Method) {
		w.Header().Set("Allow", at.allow())
		fail(w, &failure{http.StatusMethodNotAllowed, "not-supported", "This path does not know the method."})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if problem := s.serve(w, r, at); problem != nil {
		fail(w, problem)
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, at place) *failure {
	base := s.baseOf(r)
	switch at.kind {
	case atMetadata:
		writeJSON(w, http.StatusOK, capabilities(base))
		return nil
	case atSMART:
		w.Header().Set("Content-Type", "application/json")
		writeJSON(w, http.StatusOK, smartConfiguration(base))
		return nil
	case atType:
		if r.Method == http.MethodPost {
			return s.create(w, r, at)
		}
		writeJSON(w, http.StatusOK, s.search(base, at.typeName))
		return nil
	}
	switch r.Method {
	case http.MethodPut:
		return s.update(w, r, at)
	case http.MethodPatch:
		return s.patch(w, r, at)
	case http.MethodDelete:
		return s.remove(w, r, at)
	}
	return s.read(w, r, at)
}

func (s *Server) baseOf(r *http.Request) string {
	switch {
	case s.base != "":
		return s.base
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
