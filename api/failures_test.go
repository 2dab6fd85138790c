// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// provocation brings an operation to a failure, if it can come to it at all.
type provocation struct {
	status int
	codes  []arm.Code
	try    func(*stage, *operation) *reply
}

// provocations are for every status that is neither a success nor of a route that does not exist.
func provocations() []provocation {
	return []provocation{
		{304, nil, (*stage).unchanged},
		{400, []arm.Code{arm.MissingAPIVersionParameter}, (*stage).unversioned},
		{401, []arm.Code{arm.AuthenticationFailed}, (*stage).anonymous},
		{403, []arm.Code{arm.AuthorizationFailed}, (*stage).stranger},
		{404, []arm.Code{arm.ResourceNotFound, arm.ParentResourceNotFound, arm.InvalidResourceType}, (*stage).absent},
		{408, []arm.Code{arm.RequestTimeout}, (*stage).slow},
		{409, []arm.Code{arm.InvalidResourceLocation, arm.CannotDeleteResource, arm.SubscriptionUnavailable}, (*stage).conflicting},
		{412, []arm.Code{arm.PreconditionFailed}, (*stage).stale},
		{413, []arm.Code{arm.RequestEntityTooLarge}, (*stage).large},
		{415, []arm.Code{arm.UnsupportedMediaType}, (*stage).text},
		{429, []arm.Code{arm.TooManyRequests}, (*stage).often},
		{500, []arm.Code{arm.InternalServerError}, (*stage).failing},
		{503, []arm.Code{arm.ServiceUnavailable}, (*stage).away},
	}
}

// TestFailuresOfEveryOperation provokes each failure in each operation. It comes exactly where openapi.yaml describes it.
func TestFailuresOfEveryOperation(t *testing.T) {
	t.Parallel()
	operations := sorted(described(t))
	for _, p := range provocations() {
		t.Run(strconv.Itoa(p.status), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			for _, o := range operations {
				t.Run(o.OperationID, func(t *testing.T) {
					answer := p.try(s.with(t), o)
					wanted := o.Responses.Status(p.status) != nil
					switch came := answer != nil && answer.status == p.status; {
					case came != wanted && answer == nil:
						t.Errorf("described: %v; it does not come", wanted)
					case came != wanted:
						t.Errorf("described: %v; status %d: %s", wanted, answer.status, answer.body)
					case came && p.codes != nil && o.method != http.MethodHead && !slices.Contains(p.codes, answer.failure().Code):
						t.Errorf("code %s, want one of %v", answer.failure().Code, p.codes)
					}
				})
			}
		})
	}
	for _, o := range operations {
		for status := range o.Responses.Map() {
			if status >= "300" && !slices.ContainsFunc(provocations(), func(p provocation) bool { return strconv.Itoa(p.status) == status }) {
				t.Errorf("%s: nothing here comes to %s", o.OperationID, status)
			}
		}
	}
}

// stage is what operations are tried on: a world where all is there that the paths of openapi.yaml name, and others.
type stage struct{ full, empty *world }

func newStage(t testing.TB) *stage {
	t.Helper()
	s := &stage{full: newWorld(t), empty: newEmptyWorld(t)}
	operator := as(auth.Operator)
	s.full.put(corsID, `{"properties":{}}`).want(http.StatusCreated, "")
	s.full.put(upstreamID, `{"properties":{"url":"https://fhir.example.org"}}`, operator).want(http.StatusCreated, "")
	s.full.put(gatewayID, `{"properties":{}}`, operator).want(http.StatusCreated, "")
	return s
}

func (s *stage) with(t testing.TB) *stage { return &stage{s.full.with(t), s.empty.with(t)} }

// send sends what an operation wants, but for what options change.
func (o *operation) send(w *world, options ...option) *reply {
	w.t.Helper()
	return o.sendBody(w, o.body(), options...)
}

func (o *operation) sendBody(w *world, body string, options ...option) *reply {
	w.t.Helper()
	return w.do(o.method, o.target(), body, append([]option{as(auth.Operator)}, options...)...)
}

// body is one that the operation accepts.
func (o *operation) body() string {
	switch {
	case o.RequestBody == nil:
		return ""
	case o.method == http.MethodPost:
		return `{"name":"free","type":"Microsoft.HealthcareApis/workspaces"}`
	case o.method == http.MethodPatch:
		return `{"tags":{}}`
	case strings.Contains(o.path, "upstreams"):
		return `{"properties":{"url":"https://fhir.example.org"}}`
	case strings.Contains(o.path, "Corsgate.Fhir"):
		return `{"properties":{}}`
	case strings.Contains(o.path, "resourceGroups"):
		return located
	}
	return `{}`
}

// isOn reports whether the operation is on a subscription or something in it.
func (o *operation) isOn() bool { return strings.Contains(o.path, "{subscriptionId}") }

// What no route is for has its failures too.
func TestFailuresElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("/nowhere").want(http.StatusNotFound, arm.InvalidResourceType)
	w.get("/nowhere", without("Authorization")).want(http.StatusUnauthorized, arm.AuthenticationFailed)
	w.do(http.MethodTrace, serviceID, "").want(http.StatusMethodNotAllowed, arm.MethodNotAllowed)
	w.unverifiable().get("/nowhere").want(http.StatusInternalServerError, arm.InternalServerError)
}
