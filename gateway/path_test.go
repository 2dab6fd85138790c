// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// TestPathsThatTryToPassForDiscovery: none gets the star that discovery documents get, and what servers could read in
// two ways does not reach the upstream.
func TestPathsThatTryToPassForDiscovery(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, target string
		passes       bool // as an ordinary path
	}{
		{"dot segments behind it", "/metadata/../Patient/1", false},
		{"encoded dot segments", "/metadata/%2e%2e/Patient/1", false},
		{"half encoded dot segments", "/metadata/.%2E/Patient/1", false},
		{"dot segments encoded twice", "/metadata/%252e%252e/Patient/1", false},
		{"dot segments, second encoding in parts", "/metadata/%25%32%65%252e/Patient/1", false},
		{"dot segments before it", "/Patient/../metadata", false},
		{"single dot", "/./metadata", false},
		{"encoded single dot", "/%2e/metadata", false},
		{"dot at the end", "/metadata/.", false},
		{"dots at the end", "/metadata/..", false},
		{"encoded slash", "/.well-known/..%2fPatient", false},
		{"encoded slash in upper case", "/.well-known/..%2FPatient", false},
		{"slash encoded twice", "/metadata%252f..", false},
		{"encoded slash within", "/.well-known%2fsmart-configuration", false},
		{"empty segment before", "//metadata", false},
		{"empty segment within", "/.well-known//smart-configuration", false},
		{"empty segment behind", "/metadata//", false},
		{"another host before", "//stranger.example/metadata", false},
		{"parameter", "/metadata;x", false},
		{"parameter with dots", "/metadata/..;/Patient/1", false},
		{"encoded parameter", "/metadata%3bx", false},
		{"parameter encoded twice", "/metadata%253bx", false},
		{"backslash", `/metadata\..\Patient`, false},
		{"backslash before", `/\metadata`, false},
		{"encoded backslash", "/metadata%5c..%5cPatient", false},
		{"backslash encoded twice", "/metadata%255c..", false},
		{"NUL", "/metadata%00", false},
		{"line end", "/metadata%0d%0aX:%20y", false},
		{"delete", "/metadata%7f", false},
		{"control byte encoded twice", "/metadata%2500", false},
		{"fragment", "/metadata#/Patient", false},
		{"other case", "/METADATA", true},
		{"slash behind", "/metadata/", true},
		{"below", "/metadata/x", true},
		{"longer", "/metadatax", true},
		{"encoded letter", "/%6detadata", true},
		{"encoded space behind", "/metadata%20", true},
		{"below something", "/x/metadata", true},
		{"well-known of another case", "/.Well-Known/smart-configuration", true},
		{"well-known itself", "/.well-known", true},
		{"in the query", "/Patient?/metadata", true},
		{"absolute form, dot segments", "http://" + host + "/metadata/../Patient", false},
		{"absolute form, empty segment", "http://" + host + "//metadata", false},
		{"absolute form, in the query", "http://" + host + "?/metadata", true},
		{"absolute form without a host", "http:/metadata", false},
		{"absolute form with user information", "http://x@" + host + "/metadata", false},
		{"opaque", "http:metadata", false},
		{"relative", "metadata", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			asked := make(chan string, 1)
			r := newRig(t, func(_ http.ResponseWriter, r *http.Request) { asked <- r.RequestURI }).serve(t)
			a := r.ask(t, "GET "+c.target, from(stranger))
			want := http.StatusBadRequest
			if c.passes {
				want = http.StatusOK
			}
			if a.status != want || a.header.Get("Access-Control-Allow-Origin") != "" || len(asked) > 0 != c.passes {
				t.Errorf("%d %v, upstream asked: %t", a.status, corsFields(a.header), len(asked) > 0)
			}
			if !c.passes && a.header.Get("Corsgate-Decision") != "" { // else net/http itself refused
				a.outcome(t, pathRefused)
			}
			preflight := r.ask(t, "OPTIONS "+c.target, from(stranger), asks("GET"))
			if preflight.status != 400 && preflight.status != 403 || preflight.header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("preflight: %d %v", preflight.status, corsFields(preflight.header))
			}
		})
	}
}

func TestTargetForms(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.RequestURI)) }).serve(t)
	for _, c := range []struct {
		name, request string
		status        int
		body          string
	}{
		{"absolute form of discovery", "GET http://" + host + "/metadata", 200, "/metadata"},
		{"absolute form byte for byte", "GET http://" + host + "/a|b%7c?c;d", 200, "/a|b%7c?c;d"},
		{"absolute form, upper-case scheme", "GET HTTP://" + host + "/Patient", 200, "/Patient"},
		{"absolute form without a path", "GET http://" + host, 200, "/"},
		{"absolute form, query only", "GET http://" + host + "?a=b", 200, "/?a=b"},
		{"asterisk", "OPTIONS *", 400, string(pathRefused.body)},
		{"authority", "CONNECT " + host + ":80", 400, string(pathRefused.body)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if a := r.ask(t, c.request); a.status != c.status || a.body != c.body {
				t.Errorf("%d %s, want %d %s", a.status, a.body, c.status, c.body)
			}
		})
	}
}

// TestResourceType: a log may tell the type and nothing else of a path.
func TestResourceType(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"/Patient": "Patient", "/Patient/1": "Patient", "/": "", "": "", "/metadata": "", "/Patient1": "", "/Pa-tient": "",
		"/Patient%20x": "", "/Pätient": "", "/" + strings.Repeat("P", 41): "", "/$export": "", "//Patient": ""} {
		if got := resourceType(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// FuzzIsPlain: what passes is the same path to a server that decodes it not at all, once or twice.
func FuzzIsPlain(f *testing.F) {
	for _, path := range []string{"/", "/Patient/1", "/a%20b", "/%2e%2e", "/%252e", "/a%25", "/%25%32%66", "/%%32%65", "/..;/x", "/é", "/100%25zz%252f", "/a/", "//", "/%zz"} {
		f.Add(path)
	}
	escapes := regexp.MustCompile("%[0-9A-Fa-f]{2}")
	f.Fuzz(func(t *testing.T, path string) {
		if !isPlain(path) {
			return
		}
		once, err := url.PathUnescape(path)
		if err != nil {
			t.Fatalf("%q is not well formed", path)
		}
		twice := escapes.ReplaceAllStringFunc(once, func(escape string) string { // a stray % is text
			decoded, _ := url.PathUnescape(escape)
			return decoded
		})
		for _, view := range []string{path, once, twice} {
			if strings.Count(view, "/") != strings.Count(path, "/") || strings.ContainsAny(view, "\\;\x7f") ||
				strings.ContainsFunc(view, func(c rune) bool { return c < ' ' }) {
				t.Fatalf("%q is read as %q", path, view)
			}
			for segment := range strings.SplitSeq(view, "/") {
				if segment == "." || segment == ".." {
					t.Fatalf("%q has a dot segment as %q", path, view)
				}
			}
			if strings.Contains(view, "//") || !strings.HasPrefix(view, "/") {
				t.Fatalf("%q has an empty segment as %q", path, view)
			}
		}
		if cors.IsDiscovery(path) && (once != path || twice != path) {
			t.Fatalf("%q passes for discovery", path)
		}
	})
}
