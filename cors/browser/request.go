// SPDX-License-Identifier: Apache-2.0

package browser

// Header is one header field line, of a request or of a response.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Request is a call that a page makes with fetch(), mode "cors", or with XMLHttpRequest.
//
// https://fetch.spec.whatwg.org/#concept-request
type Request struct {
	// Browser is who decides; the zero Profile is the Fetch standard.
	Browser Profile
	// Origin of the page, serialized; "null" for an opaque one, such as a sandboxed frame's.
	Origin string
	// URL that is called: absolute, http or https.
	URL string
	// Method as the page writes it; "" is GET.
	Method string
	// Headers that the page sets, in its spelling. Forbidden ones may be among them: they are dropped, as browsers do.
	Headers []Header
	// Credentials says that the credentials mode is "include" (fetch), or withCredentials is set (XMLHttpRequest).
	Credentials bool
	// AlwaysPreflight is the use-CORS-preflight flag, which a page sets by listening to an upload's progress.
	AlwaysPreflight bool
	// XHR says that the call is an XMLHttpRequest. It joins the values of a header that is set twice, takes a URL with
	// user information, and has words of its own in Chromium's messages.
	XHR bool
}

// Outgoing is one HTTP request that the browser makes on behalf of a page.
type Outgoing struct {
	// Preflight marks the CORS-preflight request. Its answer's body is never read.
	Preflight bool
	Method    string
	URL       string
	// Headers are what CORS and the page put there, in the order in which they are sent; what every browser adds to any
	// request (User-Agent, Accept-Encoding …) is left out.
	Headers []Header
	// Credentials says whether cookies and the like are sent along.
	Credentials bool
}

// Response is an answer as it arrived, field lines in their order.
type Response struct {
	Status  int
	Headers []Header
}
