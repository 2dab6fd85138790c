// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"log/slog"
	"strings"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/telemetry"
)

// logRefusal writes one line about a request that did not get what it asked for. It says nothing that could be a
// secret or be about a patient: of the path only the resource type, of a malformed origin nothing.
func (h *handler) logRefusal(x *exchange) {
	route, d := x.plan.Route, &x.plan.Decision
	reason, host, revision := x.plan.problem.name, "", int64(0)
	if route != nil {
		host, revision = h.hostOf(route), int64(route.revision)
	}
	outcome := slog.Int("status", x.plan.Status)
	forwarded := x.plan.Status == 0 // as advise does: the browser keeps the answer from the page
	if forwarded {
		outcome = slog.Bool("forwarded", true)
	}
	if forwarded || reason == originRefused.name {
		reason = d.Reason.String()
	}
	h.Logger.Info("refused",
		slog.String("host", host), slog.String("origin", loggable(x.origin)), slog.String("method", telemetry.Method(x.method)),
		slog.String("resourceType", resourceType(x.path)), slog.String("reason", reason), outcome,
		slog.Int64("revision", revision), slog.String("requestId", x.id))
}

// hostOf is a service's host name as it is known here, not as the caller wrote it.
func (h *handler) hostOf(r *Route) string { return r.label + "." + h.Domain }

// loggable is an origin that a browser may have sent; anything else could say anything.
func loggable(origin string) string {
	switch {
	case origin == "", origin == "null", cors.IsSerializedOrigin(origin):
		return origin
	}
	return "malformed"
}

// resourceType is the FHIR resource type that a path is about, or "". It is all that a log may say of a path: what
// follows can name a patient. Anything that is not spelt as a type is left out for the same reason.
//
// https://hl7.org/fhir/R4/http.html
func resourceType(rawPath string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(rawPath, "/"), "/")
	if len(first) > 40 || first == "" || first[0] < 'A' || first[0] > 'Z' {
		return ""
	}
	for _, c := range first {
		if (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return ""
		}
	}
	return first
}
