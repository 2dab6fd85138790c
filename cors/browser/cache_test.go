// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/corsgate/corsgate/cors/browser"
)

// cacheCall is a call at a time, whether it has a preflight, and how that is answered.
type cacheCall struct {
	At                                 float64 // seconds
	Preflight                          bool
	Method, URL                        string
	Headers                            []browser.Header
	Credentials, Upload                bool
	AllowMethods, AllowHeaders, MaxAge string
	Fails                              bool // the call ends in a network error
}

func (c cacheCall) request(p browser.Profile) *browser.Request {
	r := crossGET(c.Headers)
	r.Browser, r.Credentials, r.AlwaysPreflight = p, c.Credentials, c.Upload
	if c.Method != "" {
		r.Method = c.Method
	}
	if c.URL != "" {
		r.URL = c.URL
	}
	return r
}

func (c cacheCall) answer() browser.Response {
	var answer browser.Response
	for name, value := range map[string]string{"Methods": c.AllowMethods, "Headers": c.AllowHeaders} {
		if value != "" {
			answer.Headers = append(answer.Headers, browser.Header{Name: "Access-Control-Allow-" + name, Value: value})
		}
	}
	if c.MaxAge != "" {
		answer.Headers = append(answer.Headers, browser.Header{Name: "Access-Control-Max-Age", Value: c.MaxAge})
	}
	return answer
}

func playCalls(t *testing.T, title string, p browser.Profile, calls []cacheCall) {
	t.Helper()
	start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	cache := browser.NewCache()
	for i, c := range calls {
		r, now := c.request(p), start.Add(time.Duration(c.At*float64(time.Second)))
		if got := cache.NeedsPreflight(r, now); got != c.Preflight {
			t.Errorf("%s, call %d: preflight %v", title, i, got)
		}
		switch {
		case c.Fails:
			cache.Clear(r)
		case c.Preflight:
			cache.Store(r, c.answer(), now)
		}
	}
}

func TestWPTPreflightCache(t *testing.T) {
	t.Parallel()
	type row struct {
		requestRow
		Browser string
		Calls   []cacheCall
	}
	for _, row := range requestRows[row](t, "cache.json") {
		playCalls(t, row.title(), browser.Profiles()[row.Browser], row.Calls)
	}
}

// TestCache has what follows from the standard's match of entries.
//
// https://fetch.spec.whatwg.org/#cors-preflight-cache
func TestCache(t *testing.T) {
	t.Parallel()
	x := func(names ...string) (headers []browser.Header) {
		for _, name := range names {
			headers = append(headers, browser.Header{Name: name, Value: "1"})
		}
		return headers
	}
	put := cacheCall{Preflight: true, Method: "PUT", AllowMethods: "PUT, DELETE", MaxAge: "60"}
	xa := cacheCall{Preflight: true, Headers: x("x-a"), AllowHeaders: "x-a"}
	both := cacheCall{Preflight: true, Method: "PUT", Headers: x("x-a"), AllowMethods: "PUT", AllowHeaders: "x-a"}
	aging := func(c cacheCall, maxAge string) cacheCall { c.MaxAge = maxAge; return c }
	anyMethod := cacheCall{Preflight: true, Method: "PUT", AllowMethods: "*"}
	anyName := cacheCall{Preflight: true, Headers: x("x-a"), AllowHeaders: "*"}
	upload := cacheCall{Preflight: true, Method: "POST", Upload: true}
	for name, calls := range map[string][]cacheCall{
		"a list permits another method":  {put, {Method: "DELETE", At: 59}, {Method: "PATCH", Preflight: true}},
		"the end is the end":             {put, {Method: "PUT", At: 60, Preflight: true}},
		"methods have their case":        {put, {Method: "put"}, {Method: "Delete"}, {Method: "pUt2", Preflight: true}},
		"names have none":                {xa, {Headers: x("X-A")}},
		"every name must be there":       {xa, {Headers: x("x-a", "x-b"), Preflight: true}},
		"a safelisted method needs none": {both, {Headers: x("x-a")}},
		"answers add up": {xa, {Preflight: true, Headers: x("x-b"), AllowHeaders: "X-B"},
			{Headers: x("x-b", "x-a")}},
		"another URL":                     {put, {Method: "PUT", URL: there + "?", Preflight: true}},
		"another fragment":                {put, {Method: "PUT", URL: there + "#a", Preflight: true}},
		"the same URL, written otherwise": {put, {Method: "PUT", URL: "HTTP://www1.web-platform.test:08000/y/../x"}},
		"credentials ask anew":            {put, {Method: "PUT", Credentials: true, Preflight: true}},
		"credentials cover none": {{Preflight: true, Method: "PUT", Credentials: true, AllowMethods: "PUT"},
			{Method: "PUT"}},
		"any method": {anyMethod, {Method: "DELETE"}, {Method: "DELETE", Credentials: true, Preflight: true}},
		"any name":   {anyName, {Headers: x("x-b")}, {Headers: x("Authorization"), Preflight: true}},
		"any name and Authorization": {{Preflight: true, Headers: x("x-a"), AllowHeaders: "*, AUTHORIZATION"},
			{Headers: x("x-b", "Authorization")}},
		"five seconds without a word": {aging(put, ""), {Method: "PUT", At: 4.9},
			{Method: "PUT", At: 5, Preflight: true}},
		"a network error clears": {put, {Method: "PATCH", Preflight: true, Fails: true},
			{Method: "PUT", Preflight: true}},
		"one URL's error clears no other": {put, {Method: "PATCH", URL: there + "2", Preflight: true, Fails: true},
			{Method: "PUT"}},
		"an upload is remembered": {upload, {Method: "POST", Upload: true},
			{Method: "GET", Upload: true, Preflight: true}},
		"an upload beside a list": {{Preflight: true, Method: "POST", Upload: true, AllowMethods: "PUT"}, upload},
		"a later answer ends earlier": {put, aging(both, "10"), {Method: "PUT", At: 9}, {Method: "DELETE", At: 11},
			{Method: "PUT", At: 11, Preflight: true}},
		"a later answer ends at once": {put, aging(both, "0"), {Method: "PUT", Preflight: true}},
		"what has ended does not come back": {aging(anyMethod, "1"),
			{At: 2, Preflight: true, Method: "PUT", AllowMethods: "PUT"}, {At: 3, Preflight: true, Method: "DELETE"}},
		"a list with an error": {{Preflight: true, Headers: x("x-a"), AllowMethods: "PUT;", AllowHeaders: "x-a"},
			{Headers: x("x-a"), Preflight: true}},
		"no preflight, no question": {{}, {Method: "POST"}, {URL: here, Method: "PUT"}},
	} {
		playCalls(t, name, browser.Fetch(), calls)
	}
}

// TestCacheIsBounded: the oldest entries go, however many a server lists and however many URLs a page calls.
func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	cache := browser.NewCache()
	call := func(i int) *browser.Request {
		return cacheCall{Method: "PUT", URL: there + "?" + strconv.Itoa(i)}.request(browser.Fetch())
	}
	for i := range browser.MaxCacheEntries + 1 {
		cache.Store(call(i), cacheCall{AllowMethods: "PUT", MaxAge: "60"}.answer(), now)
	}
	last := call(browser.MaxCacheEntries)
	if !cache.NeedsPreflight(call(0), now) || cache.NeedsPreflight(call(1), now) || cache.NeedsPreflight(last, now) {
		t.Error("not the oldest entry went, or not it alone")
	}
	for range browser.MaxCacheEntries {
		cache.Store(call(2), cacheCall{AllowMethods: "PUT", MaxAge: "60"}.answer(), now)
	}
	if cache.NeedsPreflight(call(3), now) {
		t.Error("the same answer again takes more room")
	}
	var list string
	for i := range 5 * browser.MaxCacheEntries {
		list += "X" + strconv.Itoa(i) + ","
	}
	cache.Store(call(0), cacheCall{AllowMethods: list, MaxAge: "60"}.answer(), now)
	first := call(0)
	if first.Method = "X0"; !cache.NeedsPreflight(call(1), now) || cache.NeedsPreflight(first, now) {
		t.Error("more entries than the cache may hold, or not the first of the list")
	}
}
