// SPDX-License-Identifier: Apache-2.0

package browser

// matches is the part of a match that leaves method and header name aside: what was permitted with credentials is
// permitted without, but not the reverse.
//
// https://fetch.spec.whatwg.org/#concept-cache-match
func (e *cacheEntry) matches(r *Request, key cacheKey) bool {
	return e.key == key && (e.credentials || !r.Credentials)
}

// https://fetch.spec.whatwg.org/#concept-cache-match-method
func (e *cacheEntry) permitsMethod(method string) bool {
	return e.method == method || e.method == "*"
}

// permitsHeader takes a name in lower case. "*" does not stand for Authorization; browsers agree in their caches,
// unlike in the check of the answer.
//
// https://fetch.spec.whatwg.org/#concept-cache-match-header
func (e *cacheEntry) permitsHeader(name string) bool {
	return e.headerName == name || e.headerName == "*" && name != "authorization"
}

func keyOf(r *Request) cacheKey {
	t, problem := parseTarget(r.URL)
	if problem != nil {
		return cacheKey{r.Origin, r.URL}
	}
	return cacheKey{r.Origin, t.String() + t.fragment}
}

// firstEntries are as many as a cache holds: a server may list any number.
func firstEntries(names []string) []string { return names[:min(len(names), MaxCacheEntries)] }
