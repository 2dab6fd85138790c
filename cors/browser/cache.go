// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"slices"
	"time"
)

// MaxCacheEntries bounds a Cache: the oldest entries go first, as the standard permits.
const MaxCacheEntries = 1000

// Cache is a CORS-preflight cache: what preflights have permitted, method by method and name by name. The zero Cache
// is empty. It has no clock, and it is not safe for concurrent use.
//
// Its key is the page's origin, the URL and whether credentials were included. The URL counts with its fragment, as in
// Chromium and in Firefox. The standard's network partition key, the site of the top-level page, is left out: one
// Cache is for one such site.
//
// Measured otherwise: Chromium keeps one answer a key, which the next one replaces. Firefox keeps those with
// credentials for calls with credentials only, and never lets a remembered "*" stand for another name. In both, unlike
// in the standard, "*" in the answer to a call with credentials never stands for more than itself.
//
// https://fetch.spec.whatwg.org/#cors-preflight-cache
type Cache struct {
	entries []cacheEntry // the oldest first
}

// cacheEntry is one method or one header name, in lower case; the other is "".
type cacheEntry struct {
	key         cacheKey
	credentials bool
	method      string
	headerName  string
	expires     time.Time
}

type cacheKey struct{ origin, url string }

// NewCache is an empty cache.
func NewCache() *Cache { return &Cache{} }

// NeedsPreflight reports whether the browser makes a preflight for the call at that time.
//
// https://fetch.spec.whatwg.org/#concept-http-fetch step 4.1
func (c *Cache) NeedsPreflight(r *Request, now time.Time) bool {
	if !r.NeedsPreflight() { // makeCORSPreflight
		return false
	}
	method := NormalizeMethod(r.Method)
	byMethod := func(e *cacheEntry) bool { return e.permitsMethod(method) }
	if (r.forced() || !IsSafelistedMethod(method)) && !c.has(r, now, byMethod) {
		return true
	}
	for _, name := range r.unsafeHeaderNames() {
		if !c.has(r, now, func(e *cacheEntry) bool { return e.permitsHeader(name) }) {
			return true
		}
	}
	return false
}

// Store remembers the answer to the call's preflight, for MaxAge of the request's profile. The answer must have passed
// all checks: after a network error call Clear.
//
// An entry that is there already gets the new end, even if that is earlier.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch step 7.8 ff.
func (c *Cache) Store(r *Request, answer Response, now time.Time) {
	methods, methodsOK := ListValues(answer, allowMethods)
	names, namesOK := ListValues(answer, allowHeaders)
	if !methodsOK || !namesOK { // step 7.3
		return
	}
	if _, present := answer.Get(allowMethods); !present && r.forced() { // step 7.4: else nothing is remembered
		methods = []string{NormalizeMethod(r.Method)}
	}
	c.expire(now)
	expires := now.Add(time.Duration(MaxAge(r.Browser, answer)) * time.Second)
	for _, method := range firstEntries(methods) { // steps 7.12 and 7.13
		c.put(r, cacheEntry{method: method, expires: expires}, func(e *cacheEntry) bool { return e.permitsMethod(method) })
	}
	for _, name := range firstEntries(names) { // steps 7.14 and 7.15
		name = byteLower(name)
		c.put(r, cacheEntry{headerName: name, expires: expires}, func(e *cacheEntry) bool { return e.permitsHeader(name) })
	}
	c.expire(now)
	c.entries = slices.Delete(c.entries, 0, max(0, len(c.entries)-MaxCacheEntries))
}

// Clear forgets what is remembered for the call's origin and URL, as browsers do after a call with a preflight ends in
// a network error.
//
// https://fetch.spec.whatwg.org/#concept-cache-clear
func (c *Cache) Clear(r *Request) {
	key := keyOf(r)
	c.entries = slices.DeleteFunc(c.entries, func(e cacheEntry) bool { return e.key == key })
}

// put sets the end of the entries that match, or adds one. An answer that permits a method by "*" needs no entry of its
// own for it.
func (c *Cache) put(r *Request, entry cacheEntry, permits func(*cacheEntry) bool) {
	entry.key, entry.credentials = keyOf(r), r.Credentials
	found := false
	for i := range c.entries {
		if e := &c.entries[i]; e.matches(r, entry.key) && permits(e) {
			e.expires, found = entry.expires, true
		}
	}
	if !found {
		c.entries = append(c.entries, entry)
	}
}

func (c *Cache) has(r *Request, now time.Time, permits func(*cacheEntry) bool) bool {
	key := keyOf(r)
	return slices.ContainsFunc(c.entries, func(e cacheEntry) bool {
		return now.Before(e.expires) && e.matches(r, key) && permits(&e)
	})
}

// expire removes the entries whose time has passed.
func (c *Cache) expire(now time.Time) {
	c.entries = slices.DeleteFunc(c.entries, func(e cacheEntry) bool { return !now.Before(e.expires) })
}
