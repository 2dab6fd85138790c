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

// FuzzAgainstPeers makes settings, and a request of a browser, out of bytes, and wants a browser to conclude the same from
// the answers of jub0bs/cors, rs/cors and ours. Raw takes the place of a generated origin where it is one. Where the
// peers differ for a known reason they have no say; each such reason has a test of its own, TestDifferenceFrom.
func FuzzAgainstPeers(f *testing.F) {
	for i := range 64 {
		f.Add([]byte(fmt.Sprintf("%c%d settings and requests %d", i*7, i*i, i*31)), "https://x.app.example.org:8443")
		f.Add([]byte(strings.Repeat(fmt.Sprintf("%c%c%c", i, i*5, 255-i), 20)), "http://localhost:5173")
	}
	for _, row := range attacks(f) {
		f.Add([]byte("\x03\xff\xff\xff\xff\xff\xff\xff\xff"), row.lines(f)[0])
	}
	f.Fuzz(func(t *testing.T, data []byte, raw string) {
		c := &chooser{data}
		s := c.settings()
		r := c.request(s, raw)
		ours := ourHandler(compile(t, s))
		if jub0bsHasASay(s, r) {
			compareWith(t, "jub0bs/cors", s, r, ours, jub0bsHandler(t, s))
		}
		if rsHasASay(s, r) {
			compareWith(t, "rs/cors", s, r, ours, rsHandler(s))
		}
	})
}

func compareWith(t *testing.T, name string, s cors.Settings, r cors.Request, ours, theirs http.Handler) {
	t.Helper()
	got, want := concludeOn(ours, r), concludeOn(theirs, r)
	if name == "jub0bs/cors" && s.MaxAge != nil && *s.MaxAge > jub0bsMaxAge {
		want.maxAge = got.maxAge
	}
	if got != want {
		t.Errorf("%+v\nunder %v %q\n ours %+v\n%s %+v", r, s, s.OriginPatterns, got, name, want)
	}
	if r.IsPreflight() && !want.passes {
		compareParts(t, name, s, r, ours, theirs)
	}
}

// compareParts looks at a refusal: ours names what is allowed of it, so that the browser names the rest. The peers, which
// refuse in silence, are asked for each part alone.
func compareParts(t *testing.T, name string, s cors.Settings, r cors.Request, ours, theirs http.Handler) {
	t.Helper()
	method := r.RequestMethod[0]
	status, fields := ask(ours, r)
	asks := func(method string, headers ...string) bool {
		part := preflight(method, r.Origin[0], headers...)
		return (name == "rs/cors" && rsHasASay(s, part) || name == "jub0bs/cors" && jub0bsHasASay(s, part)) &&
			concludeOn(theirs, part).passes
	}
	if status == http.StatusForbidden {
		if _, any := fields[allowOrigin]; any || asks(method) {
			t.Errorf("%+v\nunder %v %q\n ours 403 %v\n%s allows the method", r, s, s.OriginPatterns, fields, name)
		}
		return
	}
	if listed := slices.Contains(names(fields[allowMethods]...), method); listed != asks(method) {
		t.Errorf("%+v\nunder %v: ours lists the method %v, %s %v", r, s, listed, name, !listed)
	}
	probe := slices.IndexFunc(s.Methods, func(m string) bool { return m != "OPTIONS" && m != "*" })
	for _, header := range names(r.RequestHeaders...) {
		if listed := grantsHeader(fields, header); probe >= 0 && listed != asks(s.Methods[probe], header) {
			t.Errorf("%+v\nunder %v: ours lists %s %v, %s %v", r, s, header, listed, name, !listed)
		}
	}
}

// allowsMethod is what the settings say, in other words than the engine's.
func allowsMethod(s cors.Settings, method string) bool {
	return slices.Contains(s.Methods, method) || slices.Contains(s.Methods, "*") || method == "HEAD" &&
		slices.Contains(s.Methods, "GET")
}

func isSafelisted(method string) bool { return method == "GET" || method == "HEAD" || method == "POST" }

// jub0bsHasASay leaves out what TestDifferenceFromJub0bs… explain.
func jub0bsHasASay(s cors.Settings, r cors.Request) bool {
	beyond := slices.DeleteFunc(slices.Clone(s.Methods), isSafelisted)
	distinct := len(slices.Compact(slices.Sorted(slices.Values(beyond))))
	switch {
	case distinct > jub0bsSet || len(s.Headers) > jub0bsSet:
		return false
	case !r.IsPreflight():
		return allowsMethod(s, r.Method)
	}
	return len(beyond)+len(s.Headers) > 0 && (allowsMethod(s, r.RequestMethod[0]) || !isSafelisted(r.RequestMethod[0]))
}

// rsHasASay leaves out what TestDifferenceFromRS… explain.
func rsHasASay(s cors.Settings, r cors.Request) bool {
	method := r.Method
	if r.IsPreflight() {
		method = r.RequestMethod[0]
	}
	return len(s.OriginPatterns) == 0 && !slices.Contains(s.Methods, "*") && method != "OPTIONS" &&
		(len(r.Origin) > 0 || !slices.Equal(s.Origins, []string{"*"}))
}
