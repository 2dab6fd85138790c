// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

func TestOps(t *testing.T) {
	t.Parallel()
	up := Readiness{Ready: true, AppliedRevision: 42}
	down := Readiness{AppliedRevision: 7, Reason: `no "table" yet`}
	for _, c := range []struct {
		name, method, path string
		state              Readiness
		status             int
		body               string
	}{
		{"live", "GET", "/livez", down, 200, "ok"},
		{"live HEAD", "HEAD", "/livez", down, 200, ""},
		{"ready", "GET", "/readyz", up, 200, `{"ready":true,"appliedRevision":42,"reason":""}`},
		{"not ready", "GET", "/readyz", down, 503, `{"ready":false,"appliedRevision":7,"reason":"no \"table\" yet"}`},
		{"not ready HEAD", "HEAD", "/readyz", down, 503, ""},
		{"metrics HEAD", "HEAD", "/metrics", up, 200, ""},
		{"POST", "POST", "/livez", up, 405, "method not allowed\n"},
		{"OPTIONS", "OPTIONS", "/metrics", up, 405, "method not allowed\n"},
		{"root", "GET", "/", up, 404, "404 page not found\n"},
		{"trailing slash", "GET", "/readyz/", up, 404, "404 page not found\n"},
		{"below", "GET", "/metrics/x", up, 404, "404 page not found\n"},
		{"profiles", "GET", "/debug/pprof/", up, 404, "404 page not found\n"},
		{"unknown path goes before method", "POST", "/x", up, 404, "404 page not found\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(NewOps(NewRegistry(), func() Readiness { return c.state }))
			defer server.Close()
			status, header, body := call(t, c.method, server.URL+c.path)
			if status != c.status || body != c.body {
				t.Errorf("%s %s = %d %q, want %d %q", c.method, c.path, status, body, c.status, c.body)
			}
			if status == 405 && header.Get("Allow") != "GET, HEAD" {
				t.Errorf("Allow %q", header.Get("Allow"))
			}
			if c.path == "/readyz" && header.Get("Content-Type") != "application/json" {
				t.Errorf("Content-Type %q", header.Get("Content-Type"))
			}
		})
	}
}

func TestReadinessIsAskedEachTime(t *testing.T) {
	t.Parallel()
	state := Readiness{Reason: "starting"}
	ops := NewOps(NewRegistry(), func() Readiness { return state })
	for _, want := range []int{503, 200} {
		answer := httptest.NewRecorder()
		ops.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		if answer.Code != want {
			t.Errorf("status %d, want %d", answer.Code, want)
		}
		state.Ready = true
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	registry := NewRegistry()
	counter := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "things_total", Help: "Things."}, []string{"kind"})
	if err := registry.Register(counter); err != nil {
		t.Fatal(err)
	}
	counter.WithLabelValues("odd").Add(3)
	server := httptest.NewServer(NewOps(registry, func() Readiness { return Readiness{} }))
	defer server.Close()
	status, _, body := call(t, http.MethodGet, server.URL+"/metrics")
	if status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	for _, want := range []string{`things_total{kind="odd"} 3`, "go_goroutines ", "go_build_info{"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in the metrics", want)
		}
	}
	if _, err := prometheus.DefaultGatherer.Gather(); err != nil {
		t.Errorf("the global registry: %v", err)
	}
	if err := NewRegistry().Register(counter); err != nil {
		t.Errorf("a second registry: %v", err)
	}
}

func call(t *testing.T, method, url string) (int, http.Header, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(body)
}
