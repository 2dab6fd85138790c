// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/internal/netguard"
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
		slog.String("host", host), slog.String("origin", loggable(x.origin)), slog.String("method", knownMethod(x.method)),
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

// knownMethod keeps what a caller invents out of the log.
func knownMethod(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return method
	}
	return "other"
}

// failUpstream answers for an upstream that did not. It is the proxy's ErrorHandler.
func (h *handler) failUpstream(w http.ResponseWriter, r *http.Request, err error) {
	x := exchangeOf(r.Context())
	if x == nil || errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		panic(http.ErrAbortHandler) // the caller has gone
	}
	status, problem, kind := classify(err)
	x.plan.Status, x.plan.problem = status, problem
	h.Metrics.failed(status)
	// The error's own text may quote what the upstream sent.
	h.Logger.Warn("upstream failed", slog.String("host", h.hostOf(x.plan.Route)), slog.String("kind", kind),
		slog.Int("status", status), slog.String("resourceType", resourceType(x.path)), slog.String("requestId", x.id))
	x.answer(w)
}

// classify turns a failure to reach the upstream into an answer and a word for the log.
func classify(err error) (status int, p problem, kind string) {
	var (
		tooBig  *http.MaxBytesError
		network net.Error
		dns     *net.DNSError
		dial    *net.OpError
	)
	switch {
	case errors.As(err, &tooBig):
		return http.StatusRequestEntityTooLarge, tooLarge, "body too large"
	case errors.Is(err, netguard.ErrForbidden):
		return http.StatusBadGateway, badGateway, "forbidden address"
	case errors.As(err, &network) && network.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout, timeout, "timeout"
	case errors.As(err, &dns):
		return http.StatusBadGateway, badGateway, "name not resolved"
	case errors.As(err, &dial):
		return http.StatusBadGateway, badGateway, "connection failed"
	}
	return http.StatusBadGateway, badGateway, "bad answer"
}
