// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"io"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// TestOwnAnswersBeforeTheLimit: a body that is too large changes no answer that does not depend on the body.
func TestOwnAnswersBeforeTheLimit(t *testing.T) {
	t.Parallel()
	large := []string{"Content-Length: 9", "", "123456789"}
	for _, c := range []struct {
		name, ask string
		route     func(*repository.Route)
		lines     []string
		status    int
		problem   problem // of a failure
	}{
		{"preflight", "OPTIONS /Patient", enforced, []string{from(app), asks("PUT")}, 204, problem{}},
		{"preflight refused", "OPTIONS /Patient", enforced, []string{from(stranger), asks("PUT")}, 403, originRefused},
		{"origin refused", "POST /Patient", enforced, []string{from(stranger)}, 403, originRefused},
		{"path", "POST /Patient/../x", enforced, []string{from(app)}, 400, pathRefused},
		{"no upstream", "POST /Patient", noUpstreamSet, []string{from(app)}, 503, noUpstream},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, unreached(t), func(o *Options) { o.MaxBody = 8 }).serve(t, c.route)
			a := r.ask(t, c.ask, append(c.lines, large...)...)
			if a.status != c.status {
				t.Errorf("status %d, want %d", a.status, c.status)
			}
			if c.status != 204 {
				a.outcome(t, c.problem)
			}
		})
	}
}

// TestPreflightOfAnAmbiguousPath: whoever asks, and whatever for, learns that the path is the trouble.
func TestPreflightOfAnAmbiguousPath(t *testing.T) {
	t.Parallel()
	r := newRig(t, unreached(t)).serve(t)
	for _, path := range []string{"/Patient/../x", "/metadata/%2e%2e/Patient", "//Patient", "/Patient;x"} {
		for _, origin := range []string{app, stranger, "http://" + host} {
			a := r.ask(t, "OPTIONS "+path, from(origin), asks("GET"))
			if a.status != 400 {
				t.Errorf("%s from %s: %d", path, origin, a.status)
			}
			a.outcome(t, pathRefused)
		}
	}
}

// TestContentTypeIsNotGuessed where the upstream names none, however plain the body is; one that it names passes.
func TestContentTypeIsNotGuessed(t *testing.T) {
	t.Parallel()
	const body = "<!DOCTYPE html><html><script>alert(1)</script></html>"
	for field, want := range map[string]int{"": 0, "Content-Type: application/fhir+xml\r\n": 1} {
		for _, framing := range []string{"Content-Length: 53\r\n\r\n" + body, "Transfer-Encoding: chunked\r\n\r\n35\r\n" + body + "\r\n0\r\n\r\n"} {
			up := newSeen(t, "HTTP/1.1 200 OK\r\n"+field+framing)
			r := newRig(t, unreached(t)).serve(t, at("http://"+up.address))
			conn := dial(t, r.address)
			_, _ = io.WriteString(conn, wire("GET /Binary/1"))
			all, err := io.ReadAll(conn)
			if err != nil {
				t.Fatal(err)
			}
			got := string(all)
			if strings.Count(strings.ToLower(got), "content-type") != want || !strings.Contains(got, field) || !strings.Contains(got, body) {
				t.Errorf("upstream said %q, the caller got %q", field, got)
			}
		}
	}
}

// TestBaseKeepsItsEncoding and loses its final slash, in whatever way its path is spelt.
func TestBaseKeepsItsEncoding(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"/a%21b", "/a!b", "/a%2fb", "/%7Efhir", "/fhir"} {
		for _, slash := range []string{"", "/"} {
			want := "GET " + base + "/Patient/1 HTTP/1.1"
			if head := headOf(t, base+slash, "GET /Patient/1", nil); head[0] != want {
				t.Errorf("base %s: the upstream got %q, want %q", base+slash, head[0], want)
			}
		}
	}
}
