// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const public = "http://" + host

func TestPublicReference(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, base, value, want string }{
		{"same base", "http://up.example/fhir", "http://up.example/fhir/Patient/1", public + "/Patient/1"},
		{"history", "http://up.example/fhir", "http://up.example/fhir/Patient/1/_history/2", public + "/Patient/1/_history/2"},
		{"the base itself", "http://up.example/fhir", "http://up.example/fhir", public},
		{"the base with a slash", "http://up.example/fhir", "http://up.example/fhir/", public + "/"},
		{"base at the root", "http://up.example", "http://up.example/Patient/1", public + "/Patient/1"},
		{"query and fragment", "http://up.example/fhir", "http://up.example/fhir/Patient?a=b&c=%20#d", public + "/Patient?a=b&c=%20#d"},
		{"empty query", "http://up.example/fhir", "http://up.example/fhir/Patient?", public + "/Patient?"},
		{"upper-case host and scheme", "http://up.example/fhir", "HTTP://UP.Example/fhir/Patient/1", public + "/Patient/1"},
		{"upper-case base", "http://UP.example/fhir", "http://up.example/fhir/Patient/1", public + "/Patient/1"},
		{"default port in the value", "http://up.example/fhir", "http://up.example:80/fhir/Patient/1", public + "/Patient/1"},
		{"default port in the base", "https://up.example:443/fhir", "https://up.example/fhir/Patient/1", public + "/Patient/1"},
		{"port in both", "http://up.example:8080/fhir", "http://up.example:8080/fhir/Patient/1", public + "/Patient/1"},
		{"no scheme", "http://up.example/fhir", "//up.example/fhir/Patient/1", public + "/Patient/1"},
		{"absolute path", "http://up.example/fhir", "/fhir/Patient/1", public + "/Patient/1"},
		{"encoded path stays encoded", "http://up.example/fhir", "http://up.example/fhir/a%2Fb%20c", public + "/a%2Fb%20c"},
		{"encoded base", "http://up.example/a%20b", "http://up.example/a%20b/Patient/1", public + "/Patient/1"},
		// An upstream that believes X-Forwarded-Host puts its own path behind the public host.
		{"public host with the base's path", "http://up.example/fhir", public + "/fhir/Patient/1", public + "/Patient/1"},
		{"public host without it", "http://up.example/fhir", public + "/Patient/1", ""},
		{"public host, base at the root", "http://up.example", public + "/fhir/Patient/1", ""},

		{"other host", "http://up.example/fhir", "http://other.example/fhir/Patient/1", ""},
		{"sub-domain of the host", "http://up.example/fhir", "http://a.up.example/fhir/Patient/1", ""},
		{"host as suffix", "http://up.example/fhir", "http://xup.example/fhir/Patient/1", ""},
		{"other port", "http://up.example/fhir", "http://up.example:8080/fhir/Patient/1", ""},
		{"https for http", "http://up.example/fhir", "https://up.example/fhir/Patient/1", ""},
		{"http for https", "https://up.example/fhir", "http://up.example/fhir/Patient/1", ""},
		{"the other scheme's port", "https://up.example/fhir", "https://up.example:80/fhir/Patient/1", ""},
		{"other path", "http://up.example/fhir", "http://up.example/admin", ""},
		{"path that only begins alike", "http://up.example/fhir", "http://up.example/fhirish/Patient/1", ""},
		{"other absolute path", "http://up.example/fhir", "/admin", ""},
		{"no scheme, other host", "http://up.example/fhir", "//other.example/fhir", ""},
		{"relative", "http://up.example/fhir", "Patient/1", ""},
		{"relative with dots", "http://up.example/fhir", "../Patient/1", ""},
		{"query only", "http://up.example/fhir", "?a=b", ""},
		{"no URL", "http://up.example/fhir", "http://up.example:x/fhir", ""},
		{"opaque", "http://up.example/fhir", "urn:uuid:7b3d7c5e-0a47-4a1f-9a3c-5d1f0e8c9b2a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			base, err := url.Parse(c.base)
			if err != nil {
				t.Fatal(err)
			}
			want := c.want
			if want == "" {
				want = c.value // as it came
			}
			if got := publicReference(base, public, c.value); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// TestReferencesAreRewritten through the handler, in fields and never in bodies.
func TestReferencesAreRewritten(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(w http.ResponseWriter, r *http.Request) {
		here := "http://" + r.Host + "/fhir/Patient/1"
		w.Header().Set("Location", here)
		w.Header().Set("Content-Location", here+"/_history/1")
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(here))
	})
	r.serve(t, at(r.upstream+"/fhir/"))
	for _, sent := range []string{host, strings.ToUpper(host), host + ":8080", host + "."} {
		a := r.ask(t, "POST /Patient", "Host: "+sent, from(app))
		location, content := a.header.Get("Location"), a.header.Get("Content-Location")
		if location != "http://"+sent+"/Patient/1" || content != location+"/_history/1" {
			t.Errorf("Location %s, Content-Location %s", location, content)
		}
		if a.body != r.upstream+"/fhir/Patient/1" {
			t.Errorf("the body was changed: %s", a.body)
		}
	}
}

// FuzzPublicReference: what is rewritten is on the public host and can be read; what is not is left alone.
func FuzzPublicReference(f *testing.F) {
	for _, value := range []string{"http://up.example/fhir/Patient/1", "/fhir/x", "//up.example/fhir", "/fhir//evil.example", `/fhir\@evil.example`,
		"http://up.example/fhir@evil.example", "/fhir/../..", "http://u:p@up.example/fhir/x", "/fhir?a#b", "/fhir#%zz", "/fhir/\x00"} {
		f.Add("http://up.example/fhir", value)
		f.Add("http://up.example", value)
	}
	f.Fuzz(func(t *testing.T, rawBase, value string) {
		base, err := url.Parse(rawBase)
		if err != nil || base.Host == "" {
			return // no upstream has such a base
		}
		base.Path, base.RawPath = strings.TrimSuffix(base.Path, "/"), strings.TrimSuffix(base.RawPath, "/")
		got := publicReference(base, public, value)
		if got == value {
			return
		}
		u, err := url.Parse(got)
		if err != nil {
			t.Fatalf("%q became %q: %v", value, got, err)
		}
		if u.Scheme != "http" || u.Host != host || u.User != nil || u.Opaque != "" {
			t.Errorf("%q became %q, which is at %s", value, got, u.Host)
		}
		if path, _, _ := strings.Cut(got, "?"); strings.ContainsAny(path, "\\ \r\n\t") {
			t.Errorf("%q became %q", value, got)
		}
	})
}
