// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/internal/netguard"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/telemetry"
)

const (
	domain   = "fhir.example"
	label    = "demo-records"
	host     = label + "." + domain
	app      = "https://app.example"
	stranger = "https://stranger.example"

	// patience is how long a test waits for what has to happen soon.
	patience = 30 * time.Second
)

// rig is a gateway on a loopback port, with the real transport and guard.
type rig struct {
	table    *Table
	metrics  *Metrics
	registry *prometheus.Registry
	log      logged
	address  string
	server   *httptest.Server
	upstream string // URL of the upstream that newRig was given
}

// logged collects the log.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// newRig starts a gateway before an upstream; adjust may change its options.
func newRig(t testing.TB, upstream http.HandlerFunc, adjust ...func(*Options)) *rig {
	t.Helper()
	r := &rig{table: NewTable(), registry: prometheus.NewRegistry()}
	r.metrics = NewMetrics(r.registry)
	logger := slog.New(slog.NewJSONHandler(&r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	options := Options{Domain: domain, Transport: guarded("127.0.0.0/8"), Logger: logger, Metrics: r.metrics}
	for _, change := range adjust {
		change(&options)
	}
	back := httptest.NewServer(upstream)
	r.server = httptest.NewUnstartedServer(Handler(r.table, options))
	r.server.Config.MaxHeaderBytes = MaxHeaderBytes
	r.server.Config.ErrorLog = telemetry.DropErrorLog(logger, "gateway")
	r.server.Config.DisableGeneralOptionsHandler = true // OPTIONS * is the handler's too
	r.server.Start()
	r.upstream, r.address = back.URL, r.server.Listener.Addr().String()
	t.Cleanup(func() {
		r.server.Close()
		if transport, ok := options.Transport.(*byScheme); ok {
			transport.CloseIdleConnections()
		}
		back.Close()
	})
	return r
}

// guarded is the real transport behind a guard that allows some ranges.
func guarded(allow ...string) http.RoundTripper {
	prefixes := make([]netip.Prefix, len(allow))
	for i, text := range allow {
		prefixes[i] = netip.MustParsePrefix(text)
	}
	return NewTransport(netguard.New(prefixes, domain), nil)
}

// route is a service with CORS on for app. The changes apply to it in order.
func (r *rig) route(changes ...func(*repository.Route)) repository.Route {
	maxAge, yes := 600, true
	route := repository.Route{Label: label, Tenant: "tenant-a", Upstream: r.upstream, Revision: 7, Settings: cors.Settings{
		Origins: []string{app, "http://localhost:3000"}, Headers: []string{"authorization", "content-type", "x-tempo-*", "cookie"},
		Methods: []string{"GET", "POST", "PUT", "DELETE"}, MaxAge: &maxAge, AllowCredentials: &yes}}
	for _, change := range changes {
		change(&route)
	}
	return route
}

// serve puts the route into the table.
func (r *rig) serve(t testing.TB, changes ...func(*repository.Route)) *rig {
	t.Helper()
	route, err := compile(r.route(changes...), repository.Advise, cors.NewPool())
	if err != nil {
		t.Fatal(err)
	}
	r.table.set(route)
	return r
}

// Changes of a route.
func enforced(r *repository.Route)          { r.Enforcement = repository.Enforce }
func corsOff(r *repository.Route)           { r.Settings = cors.Settings{} }
func configuredOrigins(r *repository.Route) { r.Discovery = repository.ConfiguredOrigins }
func noUpstreamSet(r *repository.Route)     { r.Upstream = "" }

// openToAll allows any origin, header and method.
func openToAll(r *repository.Route) {
	r.Settings = cors.Settings{Origins: []string{"*"}, Headers: []string{"*"}, Methods: []string{"*"}}
}

func methods(list ...string) func(*repository.Route) {
	return func(r *repository.Route) { r.Settings.Methods = list }
}

func at(upstream string) func(*repository.Route) {
	return func(r *repository.Route) { r.Upstream = upstream }
}

func named(name string) func(*repository.Route) {
	return func(r *repository.Route) { r.Label = name }
}

// text answers with a body.
func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
}

// unreached is an upstream that must not be asked.
func unreached(t testing.TB) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the upstream was asked %s %s", r.Method, r.URL)
	}
}
