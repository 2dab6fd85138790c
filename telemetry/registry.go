// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Registry holds the program's metrics. It is a prometheus.Registerer and Gatherer, and starts with those of the Go
// runtime, of the process and of the build.
type Registry struct {
	*prometheus.Registry
}

// NewRegistry makes a Registry of its own, apart from Prometheus's global one.
func NewRegistry() *Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewBuildInfoCollector(),
	)
	return &Registry{Registry: registry}
}

// Handler answers with the metrics in Prometheus's text formats. A collector that fails costs only its own metrics.
func (r *Registry) Handler() http.Handler {
	return promhttp.HandlerFor(r.Registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError,
		Registry:      r.Registry,
	})
}
