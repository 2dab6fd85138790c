// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"strconv"
)

// problem is a failure that the gateway answers itself: an OperationOutcome, as FHIR clients expect. The texts are
// constant, so that no answer can repeat what somebody sent, and an unknown host is the same whatever the reason.
//
// https://hl7.org/fhir/R4/operationoutcome.html
type problem struct {
	name string // for the log
	body []byte
}

func newProblem(name, code, diagnostics string) problem {
	return problem{name: name, body: []byte(`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"` +
		code + `","diagnostics":` + strconv.Quote(diagnostics) + `}]}`)}
}

// The problems. Codes are of https://hl7.org/fhir/R4/valueset-issue-type.html.
var (
	unknownHost   = newProblem("UnknownHost", "not-found", "There is no FHIR service at this host name.")
	pathRefused   = newProblem("PathRefused", "invalid", "The path is ambiguous: it has dot segments, empty segments, path parameters, backslashes, encoded slashes or the like. Send it in plain form.")
	originRefused = newProblem("OriginRefused", "forbidden", "This origin may not call the FHIR service this way. The Corsgate-Decision header says why; the service's CORS settings decide.")
	noUpstream    = newProblem("NoUpstream", "transient", "No upstream is set for this FHIR service. Its operator sets one with the resource Corsgate.Fhir/upstreams.")
	badGateway    = newProblem("BadGateway", "transient", "The FHIR server behind the gateway could not be reached or did not answer properly.")
	timeout       = newProblem("GatewayTimeout", "timeout", "The FHIR server behind the gateway did not answer in time.")
	tooLarge      = newProblem("ContentTooLarge", "too-long", "The body is larger than the gateway allows.")
	fieldsTooLong = newProblem("FieldsTooLarge", "too-long", "The request's header fields are larger than 64 KiB.")
)

// answer writes the plan's own answer. For an error it has a body, and if it is a refusal no cache may keep it.
func (x *exchange) answer(w http.ResponseWriter) {
	p, h := &x.plan, w.Header()
	if p.Route != nil {
		p.amend(h)
	}
	h.Set("X-Request-Id", x.id)
	if p.Status < http.StatusBadRequest {
		w.WriteHeader(p.Status)
		return
	}
	if p.Status == http.StatusForbidden {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Type", "application/fhir+json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(p.problem.body)))
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(p.Status)
	_, _ = w.Write(p.problem.body) // the caller has gone; there is nobody to tell
}
