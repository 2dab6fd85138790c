// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"net/url"
	"strings"
)

// withLowerCase routes on the path in lower case: to ARM, case does not count in a path, and its clients spell types
// differently (fhirservices, fhirServices). The caller's spelling stays in the facts.
func withLowerCase(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		folded := *r
		folded.URL = &url.URL{Path: strings.Map(lowerASCII, r.URL.Path), RawQuery: r.URL.RawQuery}
		next.ServeHTTP(w, &folded)
	})
}

// lowerASCII leaves other letters alone: in Unicode the Kelvin sign is a k in upper case, and a path with it is another.
func lowerASCII(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
