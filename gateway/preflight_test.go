// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

const (
	preflightVary = "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
	allowApp      = "Access-Control-Allow-Origin: " + app
	allowAll      = "Access-Control-Allow-Origin: *"
	credentials   = "Access-Control-Allow-Credentials: true"
	seconds600    = "Access-Control-Max-Age: 600"
)

func denied(reason string) string { return "Corsgate-Decision: denied; reason=" + reason }

func asks(method string) string   { return "Access-Control-Request-Method: " + method }
func names(headers string) string { return "Access-Control-Request-Headers: " + headers }
func from(origin string) string   { return "Origin: " + origin }
func grants(method string) string { return "Access-Control-Allow-Methods: " + method }
func carries(names string) string { return "Access-Control-Allow-Headers: " + names }

// TestPreflight goes through everything that a preflight can be. None reaches the upstream.
func TestPreflight(t *testing.T) {
	t.Parallel()
	lines := func(l ...string) []string { return l }
	changes := func(c ...func(*repository.Route)) []func(*repository.Route) { return c }
	granted := lines(preflightVary, allowApp, credentials)
	for _, c := range []struct {
		name   string
		route  []func(*repository.Route)
		ask    []string
		status int
		want   []string
	}{
		{"all allowed", nil, lines(from(app), asks("PUT"), names("authorization,content-type")), 204,
			append(granted, grants("PUT"), carries("authorization,content-type"), seconds600)},
		{"no headers asked", nil, lines(from(app), asks("DELETE")), 204, append(granted, grants("DELETE"), seconds600)},
		{"safelisted method", nil, lines(from(app), asks("GET"), names("authorization")), 204,
			append(granted, grants("GET"), carries("authorization"), seconds600)},
		{"GET includes HEAD", nil, lines(from(app), asks("HEAD")), 204, append(granted, grants("HEAD"), seconds600)},
		{"prefix", nil, lines(from(app), asks("GET"), names("x-tempo-id")), 204,
			append(granted, grants("GET"), carries("x-tempo-id"), seconds600)},
		{"safelisted name is passed over", nil, lines(from(app), asks("GET"), names("accept, Content-Type ,accept-language,Authorization")), 204,
			append(granted, grants("GET"), carries("Content-Type,Authorization"), seconds600)},
		{"names on two lines", nil, lines(from(app), asks("GET"), names("authorization"), names("content-type")), 204,
			append(granted, grants("GET"), carries("authorization,content-type"), seconds600)},
		{"second origin", nil, lines(from("http://localhost:3000"), asks("PUT")), 204,
			lines(preflightVary, "Access-Control-Allow-Origin: http://localhost:3000", credentials, grants("PUT"), seconds600)},

		{"header refused", nil, lines(from(app), asks("PUT"), names("authorization,x-other")), 204,
			append(granted, grants("PUT"), carries("authorization"), denied("HeaderNotAllowed"))},
		{"forbidden header name is never echoed", nil, lines(from(app), asks("PUT"), names("cookie")), 204,
			append(granted, grants("PUT"), denied("HeaderNotAllowed"))},
		{"method refused", nil, lines(from(app), asks("PATCH"), names("authorization")), 204,
			append(granted, carries("authorization"), denied("MethodNotAllowed"))},
		{"method in another case", nil, lines(from(app), asks("put")), 204, append(granted, denied("MethodNotAllowed"))},
		{"two methods", nil, lines(from(app), asks("PUT"), asks("PUT")), 204, append(granted, denied("MethodNotAllowed"))},
		{"literal star as method", nil, lines(from(app), asks("*")), 204, append(granted, denied("MethodNotAllowed"))},
		{"GET not allowed", changes(methods("POST")), lines(from(app), asks("GET")), 403, lines(preflightVary, denied("MethodNotAllowed"))},
		{"HEAD not allowed", changes(methods("POST")), lines(from(app), asks("HEAD")), 403, lines(preflightVary, denied("MethodNotAllowed"))},
		{"POST not allowed", changes(methods("GET")), lines(from(app), asks("POST")), 403, lines(preflightVary, denied("MethodNotAllowed"))},

		{"origin refused", nil, lines(from(stranger), asks("PUT"), names("authorization")), 403, lines(preflightVary, denied("OriginNotAllowed"))},
		{"origin in another case", nil, lines(from("https://APP.example"), asks("PUT")), 403, lines(preflightVary, denied("OriginMalformed"))},
		{"origin with the allowed one as prefix", nil, lines(from(app+".stranger.example"), asks("PUT")), 403, lines(preflightVary, denied("OriginNotAllowed"))},
		{"origin with the allowed one as suffix", nil, lines(from("https://not-app.example"), asks("PUT")), 403, lines(preflightVary, denied("OriginNotAllowed"))},
		{"origin on another port", nil, lines(from(app+":8443"), asks("PUT")), 403, lines(preflightVary, denied("OriginNotAllowed"))},
		{"origin of another scheme", nil, lines(from("http://app.example"), asks("PUT")), 403, lines(preflightVary, denied("OriginNotAllowed"))},
		{"null", nil, lines(from("null"), asks("PUT")), 403, lines(preflightVary, denied("OriginNotAllowed"))},
		{"empty origin", nil, lines("Origin:", asks("PUT")), 403, lines(preflightVary, denied("OriginMalformed"))},
		{"two origins", nil, lines(from(app), from(app), asks("PUT")), 403, lines(preflightVary, denied("OriginMalformed"))},
		{"two origins in a line", nil, lines(from(app+", "+app), asks("PUT")), 403, lines(preflightVary, denied("OriginMalformed"))},

		{"any origin, any header, any method", changes(openToAll), lines(from(stranger), asks("PURGE"), names("x-a,authorization")), 204,
			lines(preflightVary, allowAll, grants("PURGE"), carries("x-a,authorization"))},
		{"any never sends a star", changes(openToAll), lines(from(stranger), asks("*"), names("*")), 204,
			lines(preflightVary, allowAll, denied("MethodNotAllowed"))},
		{"any, and null", changes(openToAll), lines(from("null"), asks("PUT")), 204, lines(preflightVary, allowAll, grants("PUT"))},
		{"max age 0 is sent", changes(func(r *repository.Route) { r.Settings.MaxAge = new(int) }), lines(from(app), asks("PUT")), 204,
			append(granted, grants("PUT"), "Access-Control-Max-Age: 0")},
		{"no credentials", changes(func(r *repository.Route) { r.Settings.AllowCredentials = nil }), lines(from(app), asks("PUT")), 204,
			lines(preflightVary, allowApp, grants("PUT"), seconds600)},
		{"CORS off", changes(corsOff), lines(from(app), asks("PUT")), 403, lines(denied("CORSDisabled"))},
		{"CORS off, enforced", changes(corsOff, enforced), lines(from(app), asks("PUT")), 403, lines(denied("CORSDisabled"))},
		{"own origin", nil, lines(from("http://"+host), asks("PUT")), 204, lines(preflightVary)},
		{"own origin, CORS off and enforced", changes(corsOff, enforced), lines(from("http://"+host), asks("PUT")), 204, nil},
		{"without upstream", changes(noUpstreamSet), lines(from(app), asks("PUT")), 204, append(granted, grants("PUT"), seconds600)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := newRig(t, unreached(t)).serve(t, c.route...).ask(t, "OPTIONS /Patient/1", c.ask...)
			a.expect(t, c.status, c.want...)
			if c.status == http.StatusForbidden {
				a.outcome(t, originRefused)
			} else if a.body != "" || a.header.Get("Content-Type") != "" {
				t.Errorf("a 204 with %q", a.body)
			}
			if a.header.Get("X-Request-Id") == "" {
				t.Error("no X-Request-Id")
			}
		})
	}
}

// TestOptionsThatAreNoPreflight go upstream as any request does.
func TestOptionsThatAreNoPreflight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		ask  []string
		want []string
	}{
		{"no origin", []string{asks("PUT")}, []string{"Vary: Origin"}},
		{"no requested method", []string{from(stranger)}, []string{"Vary: Origin", denied("OriginNotAllowed")}},
		{"requested headers only", []string{from(stranger), names("x-a")}, []string{"Vary: Origin", denied("OriginNotAllowed")}},
		{"neither", nil, []string{"Vary: Origin"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := newRig(t, func(w http.ResponseWriter, r *http.Request) {
				for name := range r.Header {
					if strings.HasPrefix(name, "Access-Control-") {
						t.Errorf("the upstream got %s", name)
					}
				}
				w.Header().Set("Allow", r.Method)
			}).serve(t).ask(t, "OPTIONS /Patient", c.ask...)
			a.expect(t, 200, c.want...)
			if a.header.Get("Allow") != "OPTIONS" {
				t.Error("the answer is not the upstream's")
			}
		})
	}
}
