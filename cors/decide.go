// SPDX-License-Identifier: Apache-2.0

package cors

import "net/http"

// Decision is what to answer. An empty string is a header that is not sent.
type Decision struct {
	Reason    Reason
	Preflight bool
	// AllowCredentials: Access-Control-Allow-Credentials: true.
	AllowCredentials bool
	// OriginAllowed tells an origin that may call from one that may not, whatever was decided about the rest.
	OriginAllowed bool
	// Varies says that the answer depends on the request's Origin: CORS is on.
	Varies bool
	// Status is a preflight's: 204, or 403 where a browser would not notice the refusal otherwise. 0 for other requests.
	Status int

	AllowOrigin  string     // Access-Control-Allow-Origin
	AllowMethods string     // Access-Control-Allow-Methods
	AllowHeaders HeaderList // Access-Control-Allow-Headers
	MaxAge       string     // Access-Control-Max-Age, in seconds
}

// Denied reports whether permission is withheld, in full or in part.
func (d *Decision) Denied() bool { return d.Reason.Denied() }

// Decide says what to answer and the first reason for it. It does not change r and does not allocate. The Decision
// points into r's lines.
func (p *Policy) Decide(r *Request) (d Decision) { // named: d is large, and is not copied
	if len(r.Origin) == 0 {
		return p.decideWithoutOrigin(r)
	}
	reason := p.judgeOrigin(r.Origin)
	if reason.Denied() {
		reason = p.mend(r, reason)
	}
	d.Reason, d.Preflight, d.Varies = reason, r.IsPreflight(), p != nil
	p.decideAs(&d, r)
	if d.Denied() && r.isSameOrigin() { // listed or not: CORS has no say about the service's own pages
		d = Decision{Reason: SameOrigin, Preflight: d.Preflight, Varies: p != nil}
		p.decideAs(&d, r)
	}
	return d
}

// decideAs goes on from what was decided about the origin.
func (p *Policy) decideAs(d *Decision, r *Request) {
	if d.Preflight {
		p.decidePreflight(d, r)
		return
	}
	switch d.Reason {
	case Discovery:
		d.AllowOrigin = anything
	case AllowedExact, AllowedPattern, AllowedAny:
		d.OriginAllowed = true
		if p.methods.allows(r.Method) {
			p.grant(d, r.Origin[0])
		} else {
			refuseMethod(d, r)
		}
	case SameOrigin:
		d.OriginAllowed = true
	}
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
	d := Decision{Reason: NotCORS, Varies: p != nil}
	if p == nil {
		return d
	}
	if p.anyOrigin && p.methods.allows(r.Method) || r.Discovery && isRead(r.Method) {
		d.AllowOrigin = anything
	}
	return d
}

// refuseMethod withholds the answer from the page, except that a discovery document stays open to any origin.
func refuseMethod(d *Decision, r *Request) {
	if r.Discovery && isRead(askedMethod(r)) {
		d.Reason, d.AllowOrigin = Discovery, anything
		return
	}
	d.Reason = MethodNotAllowed
}

func (p *Policy) decidePreflight(d *Decision, r *Request) {
	d.Status = http.StatusForbidden
	switch d.Reason {
	case SameOrigin:
		d.OriginAllowed = true
		d.Status = http.StatusNoContent
		return
	case Discovery:
		openDocument(d, r)
		return
	case AllowedExact, AllowedPattern, AllowedAny:
		d.OriginAllowed = true
	default:
		return
	}
	method := askedMethod(r)
	methodOK := p.methods.allows(method)
	switch {
	case methodOK || !IsSafelistedMethod(method):
		p.permit(d, r, methodOK)
	case r.Discovery && isRead(method):
		openDocument(d, r)
	default:
		// A browser sends these methods whatever the answer lists, so only the status can stop it.
		d.Reason = MethodNotAllowed
	}
}

// permit fills in what of the asked is allowed. A refused part is left out, so that the browser names it.
func (p *Policy) permit(d *Decision, r *Request, methodOK bool) {
	d.Status = http.StatusNoContent
	p.grant(d, r.Origin[0])
	headers, headersOK := p.headers.permitted(r.RequestHeaders)
	d.AllowHeaders = headers
	if methodOK {
		d.AllowMethods = r.RequestMethod[0]
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

// openDocument lets any page read a public document with any header, and never with credentials.
func openDocument(d *Decision, r *Request) {
	d.Reason, d.Status = Discovery, http.StatusNoContent
	d.AllowOrigin, d.AllowMethods = anything, askedMethod(r)
	d.AllowHeaders, _ = anyHeader.permitted(r.RequestHeaders)
}

// anyHeader is what a public document may be asked with.
var anyHeader = headerSet{any: true}

func (p *Policy) grant(d *Decision, origin string) {
	d.AllowOrigin = origin
	if p.anyOrigin {
		d.AllowOrigin = anything
	}
	d.AllowCredentials = p.credentials
}
