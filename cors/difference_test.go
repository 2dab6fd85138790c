// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// difference is one request under one setting, and the three answers to it. The tests that hold them say in their comment
// why ours is right.
type difference struct {
	settings         cors.Settings
	request          cors.Request
	ours, jub0bs, rs string
}

func checkDifference(t *testing.T, all ...difference) {
	t.Helper()
	for _, d := range all {
		for name, pair := range map[string][2]string{
			"ours":        {told(ourHandler(compile(t, d.settings)), d.request), d.ours},
			"jub0bs/cors": {told(jub0bsHandler(t, d.settings), d.request), d.jub0bs},
			"rs/cors":     {told(rsHandler(d.settings), d.request), d.rs},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%+v\nunder %v %q\n%s: %s\n    want: %s", d.request, d.settings, d.settings.OriginPatterns,
					name, pair[0], pair[1])
			}
		}
	}
}

// told is an answer's status and CORS fields in short, such as "204 origin=https://app.example.org methods=PUT". Where a
// field has several lines, a bar stands between them. Vary and the exposed headers have tests of their own.
func told(h http.Handler, r cors.Request) string {
	status, fields := ask(h, r)
	text := fmt.Sprint(status)
	for _, field := range [][2]string{{"origin", allowOrigin}, {"credentials", allowCredentials}, {"methods",
		allowMethods}, {"headers", allowHeaders}, {"age", maxAge}} {
		if lines := fields[field[1]]; lines != nil {
			text += " " + field[0] + "=" + strings.Join(lines, "|")
		}
	}
	return text
}

// small is settings that both peers take, with methods and headers of their own.
func small(methods, headers []string) cors.Settings {
	return cors.Settings{Origins: []string{app}, Methods: methods, Headers: headers}
}

const (
	yes = " origin=" + app
	put = yes + " methods=PUT"
)

// TestDifferenceInRefusals: ours refuses in part, so that the browser's console names the header or the method that is
// missing, and not the origin, which is right. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7
func TestDifferenceInRefusals(t *testing.T) {
	t.Parallel()
	s := small([]string{"PUT"}, []string{"x-a"})
	checkDifference(t,
		difference{s, preflight("PUT", app, "x-a,x-b"), "204" + put + " headers=x-a", "403", "204"},
		difference{s, preflight("PURGE", app, "x-a"), "204" + yes + " headers=x-a", "403", "204"},
		difference{s, preflight("PUT", other), "403", "403", "204"})
}

// TestDifferenceInVary: jub0bs/cors leaves Vary out of preflights, whose answers no cache should store; some do, and one
// page's answer must not become another's. https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
func TestDifferenceInVary(t *testing.T) {
	t.Parallel()
	s := small([]string{"PUT"}, []string{"x-a"})
	for _, request := range []cors.Request{preflight("PUT", app), preflight("PUT", other)} {
		for i, handler := range []http.Handler{ourHandler(compile(t, s)), jub0bsHandler(t, s), rsHandler(s)} {
			_, fields := ask(handler, request)
			if want := [][]string{{preflightVary}, nil, {preflightVary}}[i]; !slices.Equal(fields["Vary"], want) {
				t.Errorf("handler %d: Vary %q, want %q", i, fields["Vary"], want)
			}
		}
	}
}

// TestDifferenceInSharedValues: rs/cors hands out slices that every answer shares, so that one handler's change is
// everybody's (https://github.com/rs/cors/issues/198).
func TestDifferenceInSharedValues(t *testing.T) {
	t.Parallel()
	s := small([]string{"GET"}, nil)
	for i, handler := range []http.Handler{ourHandler(compile(t, s)), jub0bsHandler(t, s), rsHandler(s)} {
		_, first := ask(handler, actual("GET", app))
		first[exposeHeaders][0] = "changed"
		_, second := ask(handler, actual("GET", app))
		if changed, want := second.Get(exposeHeaders) == "changed", i == 2; changed != want {
			t.Errorf("handler %d: the next answer is changed %v, want %v", i, changed, want)
		}
	}
}
