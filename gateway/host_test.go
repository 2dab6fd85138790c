// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestHosts: who gets another tenant's answer, and that nobody else does. Every refusal is the same to the byte.
func TestHosts(t *testing.T) {
	t.Parallel()
	r := newRig(t, text("records")).serve(t)
	other := newRig(t, text("other"))
	r.serve(t, named("other"), at(other.upstream))
	first := "Host: " + host
	for _, c := range []struct {
		name, request string
		lines         []string
		status        int
		body          string // "" is the answer for unknown hosts
	}{
		{"the host", "GET /Patient", []string{first}, 200, "records"},
		{"another service", "GET /Patient", []string{"Host: other." + domain}, 200, "other"},
		{"upper case", "GET /Patient", []string{"Host: " + strings.ToUpper(host)}, 200, "records"},
		{"port", "GET /Patient", []string{first + ":8080"}, 200, "records"},
		{"empty port", "GET /Patient", []string{first + ":"}, 200, "records"},
		{"final dot", "GET /Patient", []string{first + "."}, 200, "records"},
		{"final dot and port", "GET /Patient", []string{first + ".:80"}, 200, "records"},
		{"absolute form decides", "GET http://other." + domain + "/Patient", []string{first}, 200, "other"},
		{"untrusted X-Forwarded-Host", "GET /Patient", []string{first, "X-Forwarded-Host: other." + domain}, 200, "records"},
		{"untrusted Forwarded", "GET /Patient", []string{first, "Forwarded: host=other." + domain}, 200, "records"},

		{"unknown label", "GET /Patient", []string{"Host: nobody." + domain}, 404, ""},
		{"preflight of an unknown label", "OPTIONS /Patient", []string{"Host: nobody." + domain, from(app), asks("GET")}, 404, ""},
		{"odd path of an unknown label", "GET /../x", []string{"Host: nobody." + domain, from(app)}, 404, ""},
		{"large fields of an unknown label", "GET /", []string{"Host: nobody." + domain, "X: " + strings.Repeat("x", maxFieldBytes)}, 404, ""},
		{"untrusted X-Forwarded-Host of an unknown label", "GET /Patient", []string{"Host: nobody." + domain, "X-Forwarded-Host: " + host}, 404, ""},
		{"sub-label", "GET /Patient", []string{"Host: a." + host}, 404, ""},
		{"suffix", "GET /Patient", []string{first + ".stranger.example"}, 404, ""},
		{"prefix of the label", "GET /Patient", []string{"Host: x" + host}, 404, ""},
		{"longer label", "GET /Patient", []string{"Host: " + label + "x." + domain}, 404, ""},
		{"domain without its dot", "GET /Patient", []string{"Host: " + label + "x" + domain}, 404, ""},
		{"longer domain", "GET /Patient", []string{"Host: " + label + ".x" + domain}, 404, ""},
		{"other domain", "GET /Patient", []string{"Host: " + label + ".stranger.example"}, 404, ""},
		{"the domain itself", "GET /Patient", []string{"Host: " + domain}, 404, ""},
		{"the domain with a dot", "GET /Patient", []string{"Host: ." + domain}, 404, ""},
		{"label only", "GET /Patient", []string{"Host: " + label}, 404, ""},
		{"two final dots", "GET /Patient", []string{first + ".."}, 404, ""},
		{"two dots within", "GET /Patient", []string{"Host: " + label + ".." + domain}, 404, ""},
		{"port with letters", "GET /Patient", []string{first + ":80x"}, 404, ""},
		{"two ports", "GET /Patient", []string{first + ":80:80"}, 404, ""},
		{"port before a host", "GET /Patient", []string{"Host: nobody." + domain + ":80." + host}, 404, ""},
		{"address", "GET /Patient", []string{"Host: 127.0.0.1"}, 404, ""},
		{"IPv6 address", "GET /Patient", []string{"Host: [::1]:8080"}, 404, ""},
		{"empty host", "GET /Patient", []string{"Host:"}, 404, ""},
		{"percent-encoded", "GET /Patient", []string{"Host: %64emo-records." + domain}, 404, ""},
		{"comma", "GET /Patient", []string{first + "," + host}, 404, ""},
		{"absolute form of another domain", "GET http://stranger.example/Patient", []string{first}, 404, ""},
		{"Kelvin sign for a k", "GET http://ris%E2%84%AA." + domain + "/", []string{first}, 404, ""},

		{"user information", "GET /Patient", []string{"Host: x@" + host}, 400, "400 Bad Request: malformed Host header"},
		{"user information that is a host", "GET /Patient", []string{"Host: " + host + "@other." + domain}, 400, "400 Bad Request: malformed Host header"},
		{"user information in the target", "GET http://" + host + "@other." + domain + "/Patient", []string{first}, 400, string(pathRefused.body)},
		{"two Host fields", "GET /Patient", []string{first, "Host: other." + domain}, 400, "400 Bad Request"},
		{"twice the same", "GET /Patient", []string{first, first}, 400, "400 Bad Request"},
		{"path in the host", "GET /Patient", []string{"Host: " + host + "/x"}, 400, "400 Bad Request: malformed Host header"},
		{"not ASCII", "GET /Patient", []string{"Host: ris\u212a." + domain}, 400, "400 Bad Request: malformed Host header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r.serve(t, named("risk"))
			a := r.ask(t, c.request, c.lines...)
			want := c.body
			if want == "" {
				want = string(unknownHost.body)
				a.expect(t, 404)
				a.outcome(t, unknownHost)
			}
			if a.status != c.status || a.body != want {
				t.Errorf("%d %s, want %d %s", a.status, a.body, c.status, want)
			}
		})
	}
}

// TestUnknownHostsAreAlike: not even the set of header fields tells why.
func TestUnknownHostsAreAlike(t *testing.T) {
	t.Parallel()
	r := newRig(t, unreached(t)).serve(t, openToAll)
	var want string
	for _, name := range []string{"nobody." + domain, "stranger.example", "a." + host, "127.0.0.1", ""} {
		a := r.ask(t, "GET /metadata", "Host: "+name, from(app))
		a.header.Del("Date")
		a.header.Del("X-Request-Id")
		var all strings.Builder
		_ = a.header.Write(&all)
		got := http.StatusText(a.status) + all.String() + a.body
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%q: %s\nthe first: %s", name, got, want)
		}
	}
}

// TestHTTP10WithoutHost names no tenant.
func TestHTTP10WithoutHost(t *testing.T) {
	t.Parallel()
	r := newRig(t, unreached(t)).serve(t)
	conn := dial(t, r.address)
	_, _ = io.WriteString(conn, "GET /Patient HTTP/1.0\r\n\r\n")
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusNotFound {
		t.Errorf("status %d", response.StatusCode)
	}
}

func TestSerializedHost(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{{"http", "A.example:80", "a.example"}, {"https", "a.example:443", "a.example"}, {"http", "a.example:443", "a.example:443"},
		{"https", "a.example:80", "a.example:80"}, {"http", "a.example:8080", "a.example:8080"}, {"http", "a.example", "a.example"}} {
		if got := serializedHost(c[0], c[1]); got != c[2] {
			t.Errorf("%s %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

// FuzzLabelOf: a label is what stands before the domain, and nothing more is believed to be one.
func FuzzLabelOf(f *testing.F) {
	for _, host := range []string{host, "A." + domain + ".:80", "a.b." + domain, "." + domain, "a." + domain + ":x", "\u212a." + domain, "a@b." + domain} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		got := labelOf(host, domain)
		if got == "" {
			return
		}
		if strings.ContainsAny(got, ".:") || got != strings.ToLower(got) || !strings.EqualFold(host[:len(got)], got) ||
			len(host) <= len(got)+len(domain) || !strings.EqualFold(host[len(got):len(got)+1+len(domain)], "."+domain) {
			t.Fatalf("%q gives the label %q", host, got)
		}
		if rest := strings.TrimPrefix(host[len(got)+1+len(domain):], "."); rest != "" && (rest[0] != ':' || strings.Trim(rest[1:], "0123456789") != "") {
			t.Fatalf("%q gives the label %q", host, got)
		}
	})
}
