// SPDX-License-Identifier: Apache-2.0

package samplefhir

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// failure is an answer other than success; code is of https://hl7.org/fhir/R4/valueset-issue-type.html.
type failure struct {
	status int
	code   string
	text   string
}

func notFound(text string) *failure { return &failure{http.StatusNotFound, "not-found", text} }
func invalid(text string) *failure  { return &failure{http.StatusBadRequest, "invalid", text} }
func unsupported(text string) *failure {
	return &failure{http.StatusUnsupportedMediaType, "not-supported", text}
}

func fail(w http.ResponseWriter, f *failure) {
	writeJSON(w, f.status, object{
		"resourceType": "OperationOutcome",
		"issue":        []any{object{"severity": "error", "code": f.code, "diagnostics": f.text}},
	})
}

// writeVersion answers with a resource and the headers that name its version.
func (s *Server) writeVersion(w http.ResponseWriter, r *http.Request, status int, of *resource) {
	url := s.baseOf(r) + "/" + of.key.typeName + "/" + of.key.id + "/_history/" + strconv.Itoa(of.version)
	header := w.Header()
	if status == http.StatusCreated {
		header.Set("Location", url)
	}
	header.Set("Content-Location", url)
	header.Set("ETag", of.etag())
	header.Set("Last-Modified", of.updated.Format(http.TimeFormat))
	writeBody(w, status, of.content)
}

func writeJSON(w http.ResponseWriter, status int, content object) {
	body, err := json.Marshal(content)
	if err != nil {
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	writeBody(w, status, body)
}

// writeBody calls the body FHIR unless the caller named another type. For HEAD net/http drops the body.
func writeBody(w http.ResponseWriter, status int, body []byte) {
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", typeFHIR)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// The client has gone if this fails; there is nobody to tell.
	_, _ = w.Write(body)
}
