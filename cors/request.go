// SPDX-License-Identifier: Apache-2.0

package cors

import "net/http"

// Request is what one HTTP request says about itself as far as CORS is concerned. Lists are field lines as they
// arrived; they are only read.
type Request struct {
	Method         string
	Origin         []string // Origin
	RequestMethod  []string // Access-Control-Request-Method
	RequestHeaders []string // Access-Control-Request-Headers
	// SelfOrigin is the service's own origin as its pages would send it; "" is not known.
	SelfOrigin string
	// Discovery marks a document that is open to any origin: SMART App Launch wants that of its discovery documents.
	Discovery bool
	// Credentials says that the page wants to send credentials. HTTP does not carry it, so only Explain looks at it.
	Credentials bool
}

// NewRequest takes a Request from header fields, which are keyed by their canonical names; http.Header is such a map.
func NewRequest(method string, fields map[string][]string) (r Request) {
	r.Method, r.Origin = method, fields["Origin"]
	if method == http.MethodOptions && len(r.Origin) > 0 {
		r.RequestMethod = fields["Access-Control-Request-Method"]
		r.RequestHeaders = fields["Access-Control-Request-Headers"]
	}
	return r
}

// IsPreflight reports whether the request asks for permission rather than for content. Any other OPTIONS request is
// the server's business.
//
// https://fetch.spec.whatwg.org/#cors-preflight-request
func (r *Request) IsPreflight() bool {
	return r.Method == http.MethodOptions && len(r.Origin) > 0 && len(r.RequestMethod) > 0
}

func (r *Request) isSameOrigin() bool {
	return len(r.Origin) == 1 && r.SelfOrigin != "" && r.Origin[0] == r.SelfOrigin
}
