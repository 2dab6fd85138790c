// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/netguard"
)

// refusedAddress is a loopback port where nobody listens any more.
func refusedAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return "http://" + listener.Addr().String()
}

// TestOwnErrors have the service's CORS fields where its origin is allowed, and none where it is not.
func TestOwnErrors(t *testing.T) {
	t.Parallel()
	impatient := func(o *Options) { o.Transport.(*byScheme).plain.ResponseHeaderTimeout = 20 * time.Millisecond }
	small := func(o *Options) { o.MaxBody = 8 }
	for _, c := range []struct {
		name    string
		adjust  func(*Options)
		answer  string // what the upstream says, if it is asked; "" is nothing at all
		up      string // another upstream; "-" is none
		ask     string
		lines   []string
		status  int
		problem problem
	}{
		{"no upstream", nil, "", "-", "GET /Patient", nil, 503, noUpstream},
		{"connection refused", nil, "", "refused", "GET /Patient", nil, 502, badGateway},
		{"name not resolved", nil, "", "http://nowhere.invalid", "GET /Patient", nil, 502, badGateway},
		{"connection cut", nil, "", "cut", "GET /Patient", nil, 502, badGateway},
		{"no HTTP", nil, "SSH-2.0-x\r\n\r\n", "", "GET /Patient", nil, 502, badGateway},
		{"answer switches protocols unasked", nil, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", "", "GET /Patient", nil, 502, badGateway},
		{"timeout", impatient, "", "", "GET /Patient", nil, 504, timeout},
		{"body too large by its length", small, "", "", "POST /Patient", []string{"Content-Length: 9", "", "123456789"}, 413, tooLarge},
		{"body too large in chunks", small, "", "", "POST /Patient", []string{"Transfer-Encoding: chunked", "", "9", "123456789", "0", "", ""}, 413, tooLarge},
		{"fields too large", nil, "", "", "GET /Patient", []string{"X-A: " + strings.Repeat("a", maxFieldBytes)}, 431, fieldsTooLong},
		{"target too large", nil, "", "", "GET /Patient?a=" + strings.Repeat("a", maxFieldBytes), nil, 431, fieldsTooLong},
		{"path", nil, "", "", "GET /Patient/../x", nil, 400, pathRefused},
	} {
		for origin, want := range map[string][]string{app: {varyOrigin, allowApp, credentials, exposes},
			stranger: {varyOrigin, denied("OriginNotAllowed")}, "": {varyOrigin}} {
			t.Run(c.name+", origin "+origin, func(t *testing.T) {
				t.Parallel()
				ended := make(chan struct{})
				r := newRig(t, fixed(c.answer, ended), func(o *Options) {
					if c.adjust != nil {
						c.adjust(o)
					}
				})
				t.Cleanup(func() { close(ended) })
				switch c.up {
				case "":
					r.serve(t)
				case "-":
					r.serve(t, noUpstreamSet)
				case "refused":
					r.serve(t, at(refusedAddress(t)))
				case "cut":
					r.serve(t, at("http://"+newSeen(t, "").address))
				default:
					r.serve(t, at(c.up))
				}
				lines := c.lines
				if origin != "" {
					lines = append([]string{from(origin)}, lines...)
				}
				a := r.ask(t, c.ask, lines...)
				a.expect(t, c.status, want...)
				a.outcome(t, c.problem)
			})
		}
	}
}

// fixed answers with bytes; with none it waits until the test has ended, or the caller has gone.
func fixed(answer string, ended <-chan struct{}) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if answer == "" {
			_, _ = io.Copy(io.Discard, r.Body)
			select {
			case <-ended:
			case <-r.Context().Done():
			}
			return
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, answer)
		_ = conn.Close()
	}
}

// TestBodyWithinTheLimit passes, whether its length is known or not.
func TestBodyWithinTheLimit(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }, func(o *Options) { o.MaxBody = 8 }).serve(t)
	for _, lines := range [][]string{
		{"Content-Length: 8", "", "12345678"},
		{"Transfer-Encoding: chunked", "", "8", "12345678", "0", "", ""},
	} {
		if a := r.ask(t, "POST /Patient", lines...); a.status != 200 || a.body != "12345678" {
			t.Errorf("%s: %d %q", lines[0], a.status, a.body)
		}
	}
}

// TestKnownLengthIsRefusedUnread: the upstream is not troubled with the beginning of what cannot pass.
func TestKnownLengthIsRefusedUnread(t *testing.T) {
	t.Parallel()
	r := newRig(t, unreached(t), func(o *Options) { o.MaxBody = 8 }).serve(t)
	if a := r.ask(t, "POST /Patient", "Content-Length: 9", "", "123456789"); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", a.status)
	}
}

// TestOutcomesAreJSON checks the shape once for all.
func TestOutcomesAreJSON(t *testing.T) {
	t.Parallel()
	for _, p := range []problem{unknownHost, pathRefused, originRefused, noUpstream, badGateway, timeout, tooLarge, fieldsTooLong} {
		var outcome struct {
			ResourceType string
			Issue        []struct{ Severity, Code, Diagnostics string }
		}
		if err := json.Unmarshal(p.body, &outcome); err != nil || outcome.ResourceType != "OperationOutcome" || len(outcome.Issue) != 1 ||
			outcome.Issue[0].Severity != "error" || outcome.Issue[0].Code == "" || outcome.Issue[0].Diagnostics == "" {
			t.Errorf("%s: %s (%v)", p.name, p.body, err)
		}
	}
}

// TestClassifyPrefersTheGuard: a refused dial is a network error too.
func TestClassifyPrefersTheGuard(t *testing.T) {
	t.Parallel()
	if _, _, kind := classify(&net.OpError{Op: "dial", Err: netguard.ErrForbidden}); kind != "forbidden address" {
		t.Errorf("kind %q", kind)
	}
}
