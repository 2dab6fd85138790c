// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// Fields looks header fields up by their canonical name; http.Header is one.
type Fields interface{ Values(name string) []string }

// Request is what a plan depends on.
type Request struct {
	Scheme string // http or https, as the caller used it
	Host   string // the Host field
	Method string
	Path   string // raw, without the query
	Fields Fields
}

// Plan is what to do with a request: answer it, or forward it and amend the answer.
type Plan struct {
	Route    *Route // nil: no service has that host
	Decision cors.Decision
	// Status to answer with; 0 forwards.
	Status int
	// problem is why Status is an error.
	problem problem
	// upgrade: the request asks for another protocol, such as WebSocket.
	upgrade bool
}

// Decide makes the plan for a request. It has no effects.
func (t *Table) Decide(domain string, r *Request) Plan {
	route := t.lookup(labelOf(r.Host, domain))
	if route == nil {
		return Plan{Status: http.StatusNotFound, problem: unknownHost}
	}
	plain := isPlain(r.Path)
	p := Plan{Route: route, upgrade: len(r.Fields.Values("Upgrade")) > 0}
	p.Decision = route.policy.Decide(&cors.Request{
		Method:         r.Method,
		Origin:         r.Fields.Values("Origin"),
		RequestMethod:  r.Fields.Values("Access-Control-Request-Method"),
		RequestHeaders: r.Fields.Values("Access-Control-Request-Headers"),
		SelfOrigin:     selfOrigin(r),
		Discovery:      plain && route.discovery && cors.IsDiscovery(r.Path),
	})
	switch {
	case !plain:
		p.Status, p.problem = http.StatusBadRequest, pathRefused
	case p.Decision.Preflight:
		p.Status, p.problem = p.Decision.Status, originRefused
	case p.refuses():
		p.Status, p.problem = http.StatusForbidden, originRefused
	case route.upstream == nil:
		p.Status, p.problem = http.StatusServiceUnavailable, noUpstream
	}
	return p
}

// refuses reports whether an actual request must not reach the upstream. A browser does not protect WebSockets with
// CORS, so their Origin is checked here whatever the enforcement.
//
// https://datatracker.ietf.org/doc/html/rfc6455#section-10.2
func (p *Plan) refuses() bool {
	if !p.Decision.Denied() {
		return p.upgrade && p.Decision.Reason == cors.Discovery
	}
	return p.Route.enforce || p.upgrade
}

// selfOrigin is the origin of the service's own pages. It is worked out only if the request's Origin might be it.
func selfOrigin(r *Request) string {
	lines := r.Fields.Values("Origin")
	if len(lines) != 1 {
		return ""
	}
	host := serializedHost(r.Scheme, r.Host)
	if !strings.HasSuffix(lines[0], host) {
		return ""
	}
	return r.Scheme + "://" + host
}

// forwardsOrigin reports whether the upstream gets to see the Origin: only a denied one, so that the upstream's own
// defences work. An allowed one it may not know, and some servers refuse what they do not know.
func (p *Plan) forwardsOrigin() bool { return p.Decision.Denied() && !p.Decision.OriginAllowed }

// amend makes a response's header fields those of the plan.
func (p *Plan) amend(h http.Header) {
	removeAccessControl(h)
	h.Del(decisionField)
	d := &p.Decision
	d.Apply(h)
	if d.Denied() {
		h[decisionField] = []string{"denied; reason=" + d.Reason.String()}
	}
}

// removeAccessControl removes every Access-Control-* field, the request's included: servers send those back too.
func removeAccessControl(h http.Header) {
	for name := range h {
		if len(name) >= len(accessControl) && strings.EqualFold(name[:len(accessControl)], accessControl) {
			delete(h, name)
		}
	}
}

const (
	accessControl = "Access-Control-"
	decisionField = "Corsgate-Decision"
)
