// SPDX-License-Identifier: Apache-2.0

package api

import (
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
