// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/corsgate/corsgate/auth"
)

// facts is what is known of a request, for everybody who handles it.
type facts struct {
	path          string // as the caller spelt it
	requestID     string
	correlationID string
	client        string // address of the caller
	principal     auth.Principal
}

type factsKey struct{}

// factsOf is the one way to the facts of a request.
func factsOf(ctx context.Context) *facts {
	if f, ok := ctx.Value(factsKey{}).(*facts); ok {
		return f
	}
	return &facts{}
}

// withFacts gives the request its ids and every answer the header fields that ARM clients log.
func (s *server) withFacts(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f := &facts{path: r.URL.Path, requestID: uuid.NewString(), client: s.trust.Client(r)}
		f.correlationID = guidOr(r.Header.Get("x-ms-correlation-request-id"), f.requestID)
		h := w.Header()
		h.Set("X-Ms-Request-Id", f.requestID)
		h.Set("X-Ms-Correlation-Request-Id", f.correlationID)
		if id := r.Header.Get("x-ms-client-request-id"); guidOr(id, "") != "" && strings.EqualFold(r.Header.Get("x-ms-return-client-request-id"), "true") {
			h.Set("X-Ms-Client-Request-Id", id) // as it was spelt, since it is compared
		}
		h.Set("Cache-Control", "no-cache")
		h.Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), factsKey{}, f)))
	})
}

// guidOr takes a caller's id only if it is a GUID: it is logged, and anything else could say anything.
func guidOr(id, otherwise string) string {
	if parsed, err := uuid.Parse(id); err == nil {
		return parsed.String()
	}
	return otherwise
}
