// SPDX-License-Identifier: Apache-2.0

package samplefhir

import (
	"net/http"
	"slices"
	"strings"
)

type placeKind int

const (
	atServer placeKind = iota // the base itself, for OPTIONS
	atMetadata
	atSMART
	atType
	atResource
	atVersion
)

// place is what a request's path points to.
type place struct {
	kind     placeKind
	typeName string
	id       string
	version  string
}

func (p place) methods() []string {
	switch p.kind {
	case atServer:
		return nil
	case atType:
		return []string{http.MethodGet, http.MethodHead, http.MethodPost}
	case atResource:
		return []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete}
	}
	return []string{http.MethodGet, http.MethodHead}
}

func (p place) allows(method string) bool { return slices.Contains(p.methods(), method) }

func (p place) allow() string { return strings.Join(append(p.methods(), http.MethodOptions), ", ") }

// parse reads the path as it was sent. No path of this server needs a percent sign, so there is none to decode.
func (s *Server) parse(r *http.Request) (place, bool) {
	path := r.URL.EscapedPath()
	if path == "*" && r.Method == http.MethodOptions {
		return place{}, true
	}
	path, ok := strings.CutPrefix(path, s.prefix)
	if !ok {
		return place{}, false
	}
	switch path {
	case "", "/":
		return place{}, true
	case "/metadata":
		return place{kind: atMetadata}, true
	case "/.well-known/smart-configuration":
		return place{kind: atSMART}, true
	}
	parts := strings.Split(path, "/") // the first is empty
	if len(parts) < 2 || parts[0] != "" || !isTypeName(parts[1]) || len(parts) > 2 && !isID(parts[2]) {
		return place{}, false
	}
	switch {
	case len(parts) == 2:
		return place{kind: atType, typeName: parts[1]}, true
	case len(parts) == 3:
		return place{kind: atResource, typeName: parts[1], id: parts[2]}, true
	case len(parts) == 5 && parts[3] == "_history" && isID(parts[4]):
		return place{kind: atVersion, typeName: parts[1], id: parts[2], version: parts[4]}, true
	}
	return place{}, false
}

// isTypeName is the shape of FHIR's resource types; which of them exist does not matter to a sample.
func isTypeName(s string) bool {
	return len(s) > 1 && len(s) <= 64 && 'A' <= s[0] && s[0] <= 'Z' && strings.IndexFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	}) < 0
}

// isID is https://hl7.org/fhir/R4/datatypes.html#id, without the two that are path navigation.
func isID(s string) bool {
	return s != "" && s != "." && s != ".." && len(s) <= 64 && strings.IndexFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '.')
	}) < 0
}
