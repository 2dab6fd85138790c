// SPDX-License-Identifier: Apache-2.0

package arm

import "strings"

// Preconditions are the If-Match and If-None-Match fields of a request, lines joined by commas; "" is absent.
type Preconditions struct{ IfMatch, IfNoneMatch string }

// Hold reports whether a resource with this ETag may be changed; "" is a resource that does not exist.
//
// RFC 9110 section 13.1.
func (p Preconditions) Hold(etag string) bool {
	if p.IfMatch != "" && (etag == "" || !matches(p.IfMatch, etag)) {
		return false
	}
	return etag == "" || !p.Unchanged(etag)
}

// Unchanged reports whether a reader that sent these preconditions already has the representation. For If-None-Match a
// weak tag will do.
//
// RFC 9110 section 13.1.2.
func (p Preconditions) Unchanged(etag string) bool {
	return p.IfNoneMatch != "" && matches(strings.ReplaceAll(p.IfNoneMatch, `W/"`, `"`), etag)
}

// matches compares strongly. ETags here contain neither commas nor quotes, so that splitting at commas is exact.
func matches(list, etag string) bool {
	for candidate := range strings.SplitSeq(list, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || candidate == QuoteETag(etag) {
			return true
		}
	}
	return false
}

// QuoteETag is the form in which an ETag stands in a header field, and in the body too.
func QuoteETag(etag string) string { return `"` + etag + `"` }
