// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"testing"

	"github.com/corsgate/corsgate/repository"
)

func TestDiscovery(t *testing.T) {
	t.Parallel()
	changes := func(c ...func(*repository.Route)) []func(*repository.Route) { return c }
	open := []string{varyOrigin, allowAll, exposes}
	for _, c := range []struct {
		name   string
		route  []func(*repository.Route)
		ask    string
		lines  []string
		status int
		want   []string
	}{
		{"listed origin gets the settings", nil, "GET /metadata", []string{from(app)}, 200, []string{varyOrigin, allowApp, credentials, exposes}},
		{"unlisted origin", nil, "GET /metadata", []string{from(stranger)}, 200, open},
		{"null", nil, "GET /metadata", []string{from("null")}, 200, open},
		{"no origin", nil, "GET /metadata", nil, 200, open},
		{"HEAD", nil, "HEAD /metadata", []string{from(stranger)}, 200, open},
		{"query", nil, "GET /metadata?_format=json", []string{from(stranger)}, 200, open},
		{"enforced", changes(enforced), "GET /metadata", []string{from(stranger)}, 200, open},
		{"SMART", nil, "GET /.well-known/smart-configuration", []string{from(stranger)}, 200, open},
		{"OpenID", nil, "GET /.well-known/openid-configuration", []string{from(stranger)}, 200, open},
		{"keys", nil, "GET /.well-known/jwks.json", []string{from(stranger)}, 200, open},
		{"UDAP", nil, "GET /.well-known/udap", []string{from(stranger)}, 200, open},
		{"no other well-known", nil, "GET /.well-known/other", []string{from(stranger)}, 200, []string{varyOrigin, denied("OriginNotAllowed")}},
		{"POST is none", nil, "POST /metadata", []string{from(stranger)}, 200, []string{varyOrigin, denied("OriginNotAllowed")}},
		{"POST of a listed origin, not in the settings", changes(methods("GET")), "POST /metadata", []string{from(app)}, 200, []string{varyOrigin, denied("MethodNotAllowed")}},
		{"PUT of a listed origin, not in the settings", changes(methods("POST")), "PUT /metadata", []string{from(app)}, 200, []string{varyOrigin, denied("MethodNotAllowed")}},
		{"POST, enforced", changes(methods("GET"), enforced), "POST /metadata", []string{from(app)}, 403, []string{varyOrigin, denied("MethodNotAllowed")}},
		{"OPTIONS is none", nil, "OPTIONS /metadata", []string{from(stranger)}, 200, []string{varyOrigin, denied("OriginNotAllowed")}},
		{"GET not in the settings", changes(methods("POST")), "GET /metadata", []string{from(app)}, 200, open},
		{"any origin", changes(openToAll), "GET /metadata", []string{from(stranger)}, 200, open},

		{"preflight", nil, "OPTIONS /metadata", []string{from(stranger), asks("GET"), names("authorization,x-a")}, 204,
			[]string{preflightVary, allowAll, grants("GET"), carries("authorization,x-a")}},
		{"preflight of HEAD", nil, "OPTIONS /metadata", []string{from(stranger), asks("HEAD")}, 204, []string{preflightVary, allowAll, grants("HEAD")}},
		{"preflight of a listed origin", nil, "OPTIONS /metadata", []string{from(app), asks("GET")}, 204,
			[]string{preflightVary, allowApp, credentials, grants("GET"), seconds600}},
		{"preflight of POST, not in the settings", changes(methods("GET")), "OPTIONS /metadata", []string{from(app), asks("POST")}, 403, []string{preflightVary, denied("MethodNotAllowed")}},
		{"preflight of a write", nil, "OPTIONS /metadata", []string{from(stranger), asks("PUT")}, 403, []string{preflightVary, denied("OriginNotAllowed")}},

		{"configured origins, unlisted", changes(configuredOrigins), "GET /metadata", []string{from(stranger)}, 200, []string{varyOrigin, denied("OriginNotAllowed")}},
		{"configured origins, listed", changes(configuredOrigins), "GET /metadata", []string{from(app)}, 200, []string{varyOrigin, allowApp, credentials, exposes}},
		{"configured origins, none", changes(configuredOrigins), "GET /metadata", nil, 200, []string{varyOrigin}},
		{"configured origins, preflight", changes(configuredOrigins), "OPTIONS /metadata", []string{from(stranger), asks("GET")}, 403, []string{preflightVary, denied("OriginNotAllowed")}},
		{"CORS off", changes(corsOff), "GET /metadata", []string{from(stranger)}, 200, []string{denied("CORSDisabled")}},
		{"CORS off, no origin", changes(corsOff), "GET /metadata", nil, 200, nil},
		{"CORS off, preflight", changes(corsOff), "OPTIONS /metadata", []string{from(stranger), asks("GET")}, 403, []string{denied("CORSDisabled")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			newRig(t, nosy).serve(t, c.route...).ask(t, c.ask, c.lines...).expect(t, c.status, c.want...)
		})
	}
}
