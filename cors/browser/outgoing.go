// SPDX-License-Identifier: Apache-2.0

package browser

import "strings"

// NeedsPreflight reports whether the browser asks for permission before it makes the call, unless it remembers an
// answer: see Cache.
//
// https://fetch.spec.whatwg.org/#main-fetch, the cases with "cors" as response tainting
func (r *Request) NeedsPreflight() bool {
	return r.CrossOrigin() && (r.forced() || r.asksPermission())
}

// asksPermission reports whether method or headers need one. fetch() and XMLHttpRequest always set the unsafe-request
// flag.
func (r *Request) asksPermission() bool {
	return !IsSafelistedMethod(NormalizeMethod(r.Method)) || len(r.unsafeHeaderNames()) > 0
}

// Preflight is the CORS-preflight request for the call, whether or not one is needed. It never carries credentials.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch
func (r *Request) Preflight() Outgoing {
	headers := []Header{
		{"Accept", "*/*"}, // step 2
		{"Access-Control-Request-Method", NormalizeMethod(r.Method)}, // step 3
	}
	names := r.unsafeHeaderNames() // step 4
	if r.Browser.RepeatsNames {
		names = r.Browser.unsafeNames(r.headerList())
	}
	if len(names) > 0 { // step 5; no space follows the comma
		headers = append(headers, Header{"Access-Control-Request-Headers", strings.Join(names, ",")})
	}
	headers = append(headers, Header{"Origin", r.Origin}) // its response tainting is "cors"
	return Outgoing{Preflight: true, Method: "OPTIONS", URL: r.sentURL(), Headers: headers}
}

// Actual is the call itself: the page's headers, less the forbidden ones, and the origin where the browser adds it.
//
// https://fetch.spec.whatwg.org/#append-a-request-origin-header
func (r *Request) Actual() Outgoing {
	cross := r.CrossOrigin()
	method := NormalizeMethod(r.Method)
	headers := r.headerList()
	if cross || method != "GET" && method != "HEAD" { // steps 3 and 4
		headers = append(headers, Header{"Origin", r.Origin})
	}
	// Not to include credentials is to send them to the page's own origin only, the default of fetch().
	return Outgoing{Method: method, URL: r.sentURL(), Headers: headers, Credentials: r.Credentials || !cross}
}

// sentURL is the URL as it is sent. One that is none stays as it is: see Check.
func (r *Request) sentURL() string {
	if t, problem := parseTarget(r.URL); problem == nil {
		return t.String()
	}
	return r.URL
}
