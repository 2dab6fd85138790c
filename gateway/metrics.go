// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/corsgate/corsgate/cors"
)

// Metrics of the gateway. No label holds what a caller sent.
type Metrics struct {
	decisions []prometheus.Counter // by cors.Reason
	errors    *prometheus.CounterVec
	unfit     prometheus.Counter
	applied   prometheus.Gauge
	routes    prometheus.Gauge
	saved     prometheus.Gauge
	unsaved   prometheus.Counter
}

// NewMetrics registers the gateway's metrics with r, if there is one.
func NewMetrics(r prometheus.Registerer) *Metrics {
	f := promauto.With(r)
	byReason := f.NewCounterVec(prometheus.CounterOpts{Name: "corsgate_decisions_total",
		Help: "CORS decisions on requests to known services."}, []string{"verdict", "reason"})
	m := &Metrics{
		errors: f.NewCounterVec(prometheus.CounterOpts{Name: "corsgate_gateway_errors_total",
			Help: "Requests that the gateway answered with an error of its own."}, []string{"status"}),
		unfit: f.NewCounter(prometheus.CounterOpts{Name: "corsgate_unfit_settings_total",
			Help: "Changes that could not be applied because the settings did not compile."}),
		applied: f.NewGauge(prometheus.GaugeOpts{Name: "corsgate_applied_revision",
			Help: "The last revision of the settings that is in force."}),
		routes: f.NewGauge(prometheus.GaugeOpts{Name: "corsgate_routes", Help: "Services that the gateway knows."}),
		saved: f.NewGauge(prometheus.GaugeOpts{Name: "corsgate_saved_revision",
			Help: "The revision of the table on disk, from which the gateway would start without the store."}),
		unsaved: f.NewCounter(prometheus.CounterOpts{Name: "corsgate_save_failures_total",
			Help: "Attempts to write the table to disk that failed."}),
	}
	for _, reason := range cors.Reasons() {
		m.decisions = append(m.decisions, byReason.WithLabelValues(verdict(reason), reason.String()))
	}
	return m
}

// verdict sums a reason up: denied, allowed, or none where CORS has no say.
func verdict(r cors.Reason) string {
	switch {
	case r.Denied():
		return "denied"
	case r == cors.NotCORS, r == cors.SameOrigin:
		return "none"
	}
	return "allowed"
}

func (m *Metrics) decided(r cors.Reason) { m.decisions[r].Inc() }

func (m *Metrics) failed(status int) { m.errors.WithLabelValues(strconv.Itoa(status)).Inc() }
