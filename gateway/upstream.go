// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"

	"github.com/corsgate/corsgate/internal/netguard"
)

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
