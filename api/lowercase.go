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
		folded.URL = &url.URL{Path: strings.Map(lowerASCII, routed(r.URL)), RawQuery: r.URL.RawQuery}
		next.ServeHTTP(w, &folded)
	})
}

// routed is the path that decides. A slash that was sent as %2F leads nowhere: a proxy in front, which decides by the
// path who may come here, sees a part of a name in it and not a separator.
func routed(u *url.URL) string {
	if strings.Contains(strings.ToLower(u.RawPath), "%2f") {
		return "/%2f"
	}
	return u.Path
}

// lowerASCII leaves other letters alone: in Unicode the Kelvin sign is a k in upper case, and a path with it is another.
func lowerASCII(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
