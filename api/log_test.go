// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/service"
)

// requestsBy counts the requests in a metric by their labels' values, in the order of the labels' names.
func requestsBy(t testing.TB, registry *prometheus.Registry, name string) map[string]int {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	requests := map[string]int{}
	for _, family := range families {
		if family.GetName() != name {
			continue
		}
		for _, metric := range family.GetMetric() {
			var values []string
			for _, pair := range metric.GetLabel() {
				values = append(values, pair.GetValue())
			}
			requests[strings.Join(values, " ")] = int(metric.GetCounter().GetValue()) + int(metric.GetHistogram().GetSampleCount())
		}
	}
	return requests
}

// TestMetricsAndLogHaveNoInventedMethods, nor a path or anything else that a caller can vary without end.
func TestMetricsAndLogHaveNoInventedMethods(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var log bytes.Buffer
	registry := prometheus.NewRegistry()
	w.handler = Handler(service.New(w.store, service.Options{Now: w.now}), auth.NewVerifier(&w.key.PublicKey, auth.VerifierOptions{Now: w.now}),
		Options{PublicURL: publicURL, Logger: slog.New(slog.NewJSONHandler(&log, nil)), Metrics: registry})
	w.get(serviceID).want(http.StatusOK, "")
	w.get(serviceID+"none").want(http.StatusNotFound, "")
	for _, invented := range []string{"BREW", "WHEN", "get", "CONNECT", "TRACE"} {
		w.do(invented, serviceID, "").want(http.StatusMethodNotAllowed, "")
		w.do(invented, serviceID, "", without("Authorization")).want(http.StatusUnauthorized, "")
		if strings.Contains(log.String(), `"`+invented+`"`) {
			t.Errorf("the log has the method %s", invented)
		}
	}
	w.do(http.MethodPost, serviceID, "").want(http.StatusMethodNotAllowed, "")
	want := map[string]int{"GET " + servicePath + " 200": 1, "GET " + servicePath + " 404": 1, "other  405": 5, "other  401": 5, "POST  405": 1}
	if got := requestsBy(t, registry, "corsgate_api_requests_total"); !maps.Equal(got, want) {
		t.Errorf("requests %v, want %v", got, want)
	}
	want = map[string]int{"GET " + servicePath: 2, "other ": 10, "POST ": 1}
	if got := requestsBy(t, registry, "corsgate_api_request_seconds"); !maps.Equal(got, want) {
		t.Errorf("times %v, want %v", got, want)
	}
}
