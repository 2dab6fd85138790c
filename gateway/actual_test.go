// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

const (
	varyOrigin = "Vary: Origin"
	exposes    = "Access-Control-Expose-Headers: ETag, Location, Content-Location, Last-Modified, Retry-After, X-Progress, " +
		"X-Request-Id, X-Correlation-Id, WWW-Authenticate, Link, Date, Allow, Warning, Content-Disposition"
)

// nosy is an upstream that answers CORS itself, twice, with the request's names too, in the way that servers do which
// were given a library, a filter and a proxy.
func nosy(w http.ResponseWriter, r *http.Request) {
	for _, name := range []string{"Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Allow-Methods",
		"Access-Control-Allow-Headers", "Access-Control-Expose-Headers", "Access-Control-Max-Age", "Access-Control-Request-Method",
		"Access-Control-Request-Headers", "Access-Control-Allow-Private-Network", "access-control-allow-oRIGIN"} {
		w.Header()[name] = []string{"upstream", "upstream"}
	}
	w.Header()["Corsgate-Decision"] = []string{"upstream", "upstream"}
	w.Header().Set("ETag", `W/"1"`)
	w.WriteHeader(statusAsked(r))
	_, _ = w.Write([]byte(r.Method + " done, " + r.Header.Get("Origin")))
}

// statusAsked lets a request choose the upstream's status.
func statusAsked(r *http.Request) int {
	for _, status := range []int{201, 401, 404, 500} {
		if r.URL.Query().Get("status") == http.StatusText(status) {
			return status
		}
	}
	return 200
}

func TestActual(t *testing.T) {
	t.Parallel()
	changes := func(c ...func(*repository.Route)) []func(*repository.Route) { return c }
	granted := []string{varyOrigin, allowApp, credentials, exposes}
	for _, c := range []struct {
		name   string
		route  []func(*repository.Route)
		ask    string
		origin string // a field line
		status int
		body   string // of the upstream: which Origin it saw
		want   []string
	}{
		{"allowed", nil, "GET /Patient", from(app), 200, "GET done, ", granted},
		{"allowed write", nil, "PUT /Patient/1?status=Created", from(app), 201, "PUT done, ", granted},
		{"upstream 401", nil, "GET /Patient?status=Unauthorized", from(app), 401, "GET done, ", granted},
		{"upstream 404", nil, "GET /Patient?status=Not%20Found", from(app), 404, "GET done, ", granted},
		{"upstream 500", nil, "GET /Patient?status=Internal%20Server%20Error", from(app), 500, "GET done, ", granted},
		{"without credentials", changes(func(r *repository.Route) { r.Settings.AllowCredentials = new(bool) }), "GET /Patient", from(app),
			200, "GET done, ", []string{varyOrigin, allowApp, exposes}},
		{"no origin", nil, "GET /Patient", "", 200, "GET done, ", []string{varyOrigin}},
		{"origin refused", nil, "DELETE /Patient/1", from(stranger), 200, "DELETE done, " + stranger, []string{varyOrigin, denied("OriginNotAllowed")}},
		{"null", nil, "POST /Patient", from("null"), 200, "POST done, null", []string{varyOrigin, denied("OriginNotAllowed")}},
		{"malformed origin", nil, "POST /Patient", from("https://app.example/"), 200, "POST done, https://app.example/", []string{varyOrigin, denied("OriginMalformed")}},
		{"method refused", nil, "PATCH /Patient/1", from(app), 200, "PATCH done, ", []string{varyOrigin, denied("MethodNotAllowed")}},
		{"GET refused", changes(methods("POST")), "GET /Patient/1", from(app), 200, "GET done, ", []string{varyOrigin, denied("MethodNotAllowed")}},
		{"own origin", nil, "POST /Patient", from("http://" + host), 200, "POST done, ", []string{varyOrigin}},

		{"any", changes(openToAll), "GET /Patient", from(stranger), 200, "GET done, ", []string{varyOrigin, allowAll, exposes}},
		{"any, null", changes(openToAll), "GET /Patient", from("null"), 200, "GET done, ", []string{varyOrigin, allowAll, exposes}},
		{"any, no origin", changes(openToAll), "GET /Patient", "", 200, "GET done, ", []string{varyOrigin, allowAll, exposes}},
		{"any, malformed", changes(openToAll), "GET /Patient", from("x"), 200, "GET done, x", []string{varyOrigin, denied("OriginMalformed")}},

		{"CORS off", changes(corsOff), "GET /Patient", from(app), 200, "GET done, " + app, []string{denied("CORSDisabled")}},
		{"CORS off, no origin", changes(corsOff), "GET /Patient", "", 200, "GET done, ", nil},
		{"CORS off, own origin", changes(corsOff), "GET /Patient", from("http://" + host), 200, "GET done, ", nil},
		{"CORS off, enforced, no origin", changes(corsOff, enforced), "GET /Patient", "", 200, "GET done, ", nil},
		{"CORS off, enforced, own origin", changes(corsOff, enforced), "POST /Patient", from("http://" + host), 200, "POST done, ", nil},

		{"enforced, allowed", changes(enforced), "GET /Patient", from(app), 200, "GET done, ", granted},
		{"enforced, no origin", changes(enforced), "DELETE /Patient/1", "", 200, "DELETE done, ", []string{varyOrigin}},
		{"enforced, own origin", changes(enforced), "DELETE /Patient/1", from("http://" + host), 200, "DELETE done, ", []string{varyOrigin}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := newRig(t, nosy).serve(t, c.route...).ask(t, c.ask, c.origin)
			a.expect(t, c.status, c.want...)
			if a.body != c.body || a.header.Get("ETag") != `W/"1"` {
				t.Errorf("body %q, ETag %q", a.body, a.header.Get("ETag"))
			}
		})
	}
}

// TestEnforcedRefusals are answered before the upstream sees anything.
func TestEnforcedRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		route func(*repository.Route)
		ask   string
		lines []string
		want  []string
	}{
		{"origin", enforced, "DELETE /Patient/1", []string{from(stranger)}, []string{varyOrigin, denied("OriginNotAllowed")}},
		{"null", enforced, "GET /Patient/1", []string{from("null")}, []string{varyOrigin, denied("OriginNotAllowed")}},
		{"two origins", enforced, "GET /Patient/1", []string{from(app), from(app)}, []string{varyOrigin, denied("OriginMalformed")}},
		{"empty origin", enforced, "GET /Patient/1", []string{"Origin:"}, []string{varyOrigin, denied("OriginMalformed")}},
		{"method", enforced, "PATCH /Patient/1", []string{from(app)}, []string{varyOrigin, denied("MethodNotAllowed")}},
		{"with a body", enforced, "POST /Patient", []string{from(stranger), "Content-Length: 2", "", "{}"}, []string{varyOrigin, denied("OriginNotAllowed")}},
		{"OPTIONS that is no preflight", enforced, "OPTIONS /Patient", []string{from(stranger)}, []string{varyOrigin, denied("OriginNotAllowed")}},
		{"CORS off", func(r *repository.Route) { corsOff(r); enforced(r) }, "GET /Patient", []string{from(app)}, []string{denied("CORSDisabled")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := newRig(t, unreached(t)).serve(t, c.route).ask(t, c.ask, c.lines...)
			a.expect(t, 403, c.want...)
			a.outcome(t, originRefused)
		})
	}
}

// TestDefaultEnforcement is the installation's, for services that do not say.
func TestDefaultEnforcement(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		byDefault, said repository.Enforcement
		want            bool
	}{
		{repository.Advise, "", false}, {repository.Enforce, "", true},
		{repository.Advise, repository.Enforce, true}, {repository.Enforce, repository.Advise, false},
	} {
		route, err := compile(repository.Route{Label: label, Enforcement: c.said}, c.byDefault, cors.NewPool())
		if err != nil || route.enforce != c.want {
			t.Errorf("default %q and %q said: %v, %v", c.byDefault, c.said, route, err)
		}
	}
}
