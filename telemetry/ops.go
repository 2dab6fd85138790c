// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// Readiness says whether the program can do its work, and how far it has come.
type Readiness struct {
	Ready bool `json:"ready"`
	// AppliedRevision is the last change that is in effect.
	AppliedRevision int64 `json:"appliedRevision"`
	// Reason says what is missing, also while it is ready with less than all; empty when nothing is.
	Reason string `json:"reason"`
}

// NewOps is the handler of the operations port: /livez says that the process answers, /readyz what ready returns at
// that moment (503 when not ready), /metrics what is in registry. All else is 404.
func NewOps(registry *Registry, ready func() Readiness) http.Handler {
	metrics := registry.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, known := map[string]http.HandlerFunc{
			"/livez":   serveLive,
			"/readyz":  func(w http.ResponseWriter, _ *http.Request) { serveReady(w, ready()) },
			"/metrics": metrics.ServeHTTP,
		}[r.URL.Path]
		w.Header().Set("Cache-Control", "no-store")
		switch {
		case !known:
			http.NotFound(w, r)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		default:
			answer(w, r)
		}
	})
}

func serveLive(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, "text/plain; charset=utf-8", []byte("ok"))
}

func serveReady(w http.ResponseWriter, state Readiness) {
	status := http.StatusOK
	if !state.Ready {
		status = http.StatusServiceUnavailable
	}
	body, err := json.Marshal(state)
	if err != nil {
		http.Error(w, "readiness cannot be written", http.StatusInternalServerError)
		return
	}
	write(w, status, "application/json", body)
}

// write sends the same headers for HEAD as for GET; net/http drops the body of the former.
func write(w http.ResponseWriter, status int, mediaType string, body []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	// The client has gone if this fails; there is nobody to tell.
	_, _ = w.Write(body)
}
