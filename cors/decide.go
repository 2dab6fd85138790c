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

// Decision is what to answer. An empty string is a header that is not sent.
type Decision struct {
	Reason    Reason
	Preflight bool
	// Status is a preflight's: 204, or 403 where a browser would not notice the refusal otherwise. 0 for other requests.
	Status int

	AllowOrigin      string // Access-Control-Allow-Origin
	AllowCredentials bool   // Access-Control-Allow-Credentials: true
	AllowMethods     string // Access-Control-Allow-Methods
	AllowHeaders     string // Access-Control-Allow-Headers
	MaxAge           string // Access-Control-Max-Age, in seconds
	// OriginAllowed tells an origin that may call from one that may not, whatever was decided about the rest.
	OriginAllowed bool
}

// Denied reports whether permission is withheld, in full or in part.
func (d Decision) Denied() bool { return d.Reason.Denied() }

// Decide says what to answer and the first reason for it. It does not change r, keeps nothing of it and allocates
// only to rewrite a list of header names that no browser would have written so.
func (p *Policy) Decide(r *Request) Decision {
	if len(r.Origin) == 0 {
		return p.decideWithoutOrigin(r)
	}
	reason := p.judgeOrigin(r.Origin)
	if reason.Denied() {
		reason = p.mend(r, reason)
	}
	d := p.decideAs(r, reason)
	if d.Denied() && r.isSameOrigin() { // listed or not: CORS has no say about the service's own pages
		return p.decideAs(r, SameOrigin)
	}
	return d
}

func (p *Policy) decideAs(r *Request, reason Reason) Decision {
	if r.IsPreflight() {
		return p.decidePreflight(r, reason)
	}
	return p.decideActual(r, reason)
}

// mend finds the two reasons for which an origin that the settings do not list is welcome all the same.
func (p *Policy) mend(r *Request, denial Reason) Reason {
	if p != nil && r.Discovery && isRead(askedMethod(r)) {
		return Discovery
	}
	if r.isSameOrigin() {
		return SameOrigin
	}
	return denial
}

// askedMethod is the method that the page wants to use, which a preflight names in a header.
func askedMethod(r *Request) string {
	if !r.IsPreflight() {
		return r.Method
	}
	if len(r.RequestMethod) != 1 {
		return ""
	}
	return r.RequestMethod[0]
}

func isRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// decideWithoutOrigin keeps shared caches right: an answer that is the same for every origin says so to requests
// without one too.
//
// https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
func (p *Policy) decideWithoutOrigin(r *Request) Decision {
	d := Decision{Reason: NotCORS}
	if p == nil {
		return d
	}
	if p.anyOrigin && p.allowsMethod(r.Method) || r.Discovery && isRead(r.Method) {
		d.AllowOrigin = anything
	}
	return d
}

func (p *Policy) decideActual(r *Request, reason Reason) Decision {
	d := Decision{Reason: reason}
	switch reason {
	case Discovery:
		d.AllowOrigin = anything
	case AllowedExact, AllowedAny:
		d.OriginAllowed = true
		if !p.allowsMethod(r.Method) {
			return p.refuseMethod(d, r)
		}
		p.grant(&d, r.Origin[0])
	case SameOrigin:
		d.OriginAllowed = true
	}
	return d
}

// refuseMethod withholds the answer from the page, except that a discovery document stays open to any origin.
func (p *Policy) refuseMethod(d Decision, r *Request) Decision {
	if r.Discovery && isRead(askedMethod(r)) {
		return Decision{Reason: Discovery, AllowOrigin: anything, OriginAllowed: true}
	}
	d.Reason = MethodNotAllowed
	return d
}

func (p *Policy) decidePreflight(r *Request, reason Reason) Decision {
	d := Decision{Reason: reason, Preflight: true, Status: http.StatusForbidden}
	switch reason {
	case SameOrigin:
		d.OriginAllowed = true
		d.Status = http.StatusNoContent
		return d
	case Discovery:
		return discoveryPreflight(r)
	case AllowedExact, AllowedAny:
		d.OriginAllowed = true
	default:
		return d
	}
	method := askedMethod(r)
	methodOK := p.allowsMethod(method)
	if !methodOK && isSafelistedMethod(method) {
		if r.Discovery && isRead(method) {
			d = discoveryPreflight(r)
			d.OriginAllowed = true
			return d
		}
		// A browser sends these methods whatever the answer lists, so only the status can stop it.
		d.Reason = MethodNotAllowed
		return d
	}
	p.permit(&d, r, methodOK)
	return d
}

// permit fills in what of the asked is allowed. A refused part is left out, so that the browser names it.
func (p *Policy) permit(d *Decision, r *Request, methodOK bool) {
	d.Status = http.StatusNoContent
	p.grant(d, r.Origin[0])
	headers, headersOK := p.headers.permitted(r.RequestHeaders)
	d.AllowHeaders = headers
	if methodOK {
		d.AllowMethods = askedMethod(r)
	}
	switch {
	case !methodOK:
		d.Reason = MethodNotAllowed
	case !headersOK:
		d.Reason = HeaderNotAllowed
	default:
		d.MaxAge = p.maxAge
	}
}

// discoveryPreflight lets any page read a public document with any header, and never with credentials.
func discoveryPreflight(r *Request) Decision {
	d := Decision{Reason: Discovery, Preflight: true, Status: http.StatusNoContent,
		AllowOrigin: anything, AllowMethods: askedMethod(r)}
	d.AllowHeaders, _ = headerSet{any: true}.permitted(r.RequestHeaders)
	return d
}

func (p *Policy) grant(d *Decision, origin string) {
	d.AllowOrigin = origin
	if p.anyOrigin {
		d.AllowOrigin = anything
	}
	d.AllowCredentials = p.credentials
}
