// SPDX-License-Identifier: Apache-2.0

package api

import (
	"log/slog"
	"strconv"
	"time"

	"github.com/corsgate/corsgate/telemetry"
	"github.com/gin-gonic/gin"
)

// logRequests writes one line a request: who, what kind of thing, how it ended. Neither path nor query nor body.
func (s *server) logRequests(c *gin.Context) {
	start := time.Now()
	c.Next()
	f := factsOf(c.Request.Context())
	took := time.Since(start)
	method, template, status := telemetry.Method(c.Request.Method), c.FullPath(), c.Writer.Status()
	s.metrics.requests.WithLabelValues(method, template, strconv.Itoa(status)).Inc()
	s.metrics.seconds.WithLabelValues(method, template).Observe(took.Seconds())
	level := slog.LevelInfo
	if status >= 500 {
		level = slog.LevelError
	}
	s.log.LogAttrs(c.Request.Context(), level, "api", slog.String("method", method), slog.String("route", template),
		slog.Int("status", status), slog.Duration("took", took), slog.String("principal", f.principal.ID),
		slog.String("requestId", f.requestID), slog.String("correlationId", f.correlationID))
}
