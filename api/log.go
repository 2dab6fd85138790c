// SPDX-License-Identifier: Apache-2.0

package api

import (
	"log/slog"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// metrics of the API. The route is the template, never a path: a path would be a label without bounds.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics(r prometheus.Registerer) metrics {
	f := promauto.With(r)
	return metrics{
		requests: f.NewCounterVec(prometheus.CounterOpts{Name: "corsgate_api_requests_total",
			Help: "Requests to the management API."}, []string{"method", "route", "status"}),
		seconds: f.NewHistogramVec(prometheus.HistogramOpts{Name: "corsgate_api_request_seconds",
			Help: "Time to answer a request to the management API.", Buckets: prometheus.ExponentialBuckets(0.0005, 2, 14)},
			[]string{"method", "route"}),
	}
}

// logRequests writes one line a request: who, what kind of thing, how it ended. Neither path nor query nor body.
func (s *server) logRequests(c *gin.Context) {
	start := time.Now()
	c.Next()
	f := factsOf(c.Request.Context())
	took := time.Since(start)
	method, template, status := knownMethod(c.Request.Method), c.FullPath(), c.Writer.Status()
	s.metrics.requests.WithLabelValues(method, template, strconv.Itoa(status)).Inc()
	s.metrics.seconds.WithLabelValues(method, template).Observe(took.Seconds())
	level := slog.LevelInfo
	if status >= 500 {
		level = slog.LevelError
	}
	s.log.Log(c.Request.Context(), level, "api", slog.String("method", method), slog.String("route", template),
		slog.Int("status", status), slog.Duration("took", took), slog.String("principal", f.principal.ID),
		slog.String("requestId", f.requestID), slog.String("correlationId", f.correlationID))
}

// knownMethod keeps what a caller invents out of logs and labels.
func knownMethod(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return method
	}
	return "other"
}
