// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/corsgate/corsgate/repository"
)

// canary marks what must not be told: secrets, and what could be about a patient.
const canary = "c4nary"

// told is everything that a rig says about its requests: log and metrics.
func (r *rig) told() string {
	recorder := httptest.NewRecorder()
	promhttp.HandlerFor(r.registry, promhttp.HandlerOpts{}).ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return r.log.String() + recorder.Body.String()
}

func (r *rig) silent(t testing.TB, want ...string) {
	t.Helper()
	told := r.told()
	if at := strings.Index(strings.ToLower(told), canary); at >= 0 {
		t.Errorf("the canary is told: …%s…", told[max(0, at-200):min(len(told), at+80)])
	}
	for _, text := range want {
		if !strings.Contains(told, text) {
			t.Errorf("the log or the metrics have no %s:\n%s", text, r.log.String())
		}
	}
}

// everywhere marks each part of a request that a caller can choose.
func everywhere(lines ...string) []string {
	return append([]string{"Authorization: Bearer " + canary, "Cookie: session=" + canary, "Referer: https://x.example/" + canary, "X-Forwarded-For: " + canary,
		"X-" + canary + ": " + canary, "X-Request-Id: " + canary, "User-Agent: " + canary, "Prefer: " + canary, "Traceparent: 00-" + canary, "Forwarded: for=" + canary}, lines...)
}

func TestNothingIsToldOfRequests(t *testing.T) {
	t.Parallel()
	const path = "/Patient/" + canary + "?name=" + canary
	for _, c := range []struct {
		name    string
		route   []func(*repository.Route)
		request string
		lines   []string
		status  int
		want    []string
	}{
		{"denied", nil, "GET " + path, everywhere(from(stranger)), 200, []string{`"reason":"OriginNotAllowed"`, `"resourceType":"Patient"`, `"origin":"` + stranger}},
		{"enforced", []func(*repository.Route){enforced}, "POST " + path, everywhere(from(stranger), "Content-Length: 6", "", canary), 403, []string{`"status":403`}},
		{"malformed origin", []func(*repository.Route){enforced}, "GET " + path, everywhere(from(canary)), 403, []string{`"origin":"malformed"`}},
		{"origin with a path", []func(*repository.Route){enforced}, "GET " + path, everywhere(from(stranger + "/" + canary)), 403, []string{`"origin":"malformed"`}},
		{"origin with user information", []func(*repository.Route){enforced}, "GET " + path, everywhere(from("https://" + canary + "@x.example")), 403, []string{`"origin":"malformed"`}},
		{"second origin", []func(*repository.Route){enforced}, "GET " + path, everywhere(from(stranger), from(canary)), 403, []string{`"reason":"OriginMalformed"`}},
		{"preflight", nil, "OPTIONS " + path, everywhere(from(stranger), asks(canary), names(canary)), 403, []string{`"method":"OPTIONS"`}},
		{"preflight in part", nil, "OPTIONS " + path, everywhere(from(app), asks(canary), names("x-"+canary)), 204, []string{`"reason":"MethodNotAllowed"`}},
		{"unknown method", []func(*repository.Route){enforced}, strings.ToUpper(canary) + " " + path, everywhere(from(app)), 403, []string{`"method":"other"`}},
		{"no resource type", []func(*repository.Route){enforced}, "GET /" + canary + path, everywhere(from(stranger)), 403, []string{`"resourceType":""`}},
		{"resource type with a mark", []func(*repository.Route){enforced}, "GET /C4nary", everywhere(from(stranger)), 403, []string{`"resourceType":""`}},
		{"odd path", nil, "GET /Patient//" + canary, everywhere(from(app)), 400, []string{`"reason":"PathRefused"`}},
		{"unknown label", nil, "GET " + path, everywhere("Host: " + canary + "." + domain), 404, []string{`"reason":"UnknownHost"`, `"host":""`}},
		{"unknown domain", nil, "GET " + path, everywhere("Host: " + canary + ".example"), 404, nil},
		{"no upstream", []func(*repository.Route){noUpstreamSet}, "GET " + path, everywhere(from(app)), 503, []string{`"reason":"NoUpstream"`}},
		{"fields too large", nil, "GET " + path, everywhere("X: " + strings.Repeat(canary, 11000)), 431, []string{`"reason":"FieldsTooLarge"`}},
		{"fields far too large", nil, "GET " + path, everywhere("X: " + strings.Repeat(canary, 50000)), 431, nil},
		{"upstream away", []func(*repository.Route){at("http://" + canary + ".invalid/" + canary)}, "GET " + path, everywhere(from(app)), 502, []string{`"kind":"name not resolved"`}},
		{"upstream refused", []func(*repository.Route){at("http://10.1.2.3/" + canary)}, "GET " + path, everywhere(from(app)), 502, []string{`"kind":"forbidden address"`}},
		{"not HTTP", nil, "GET /" + canary + " " + canary, everywhere(), 400, nil},
		{"malformed field", nil, "GET " + path, everywhere(canary), 400, nil},
		{"malformed host", nil, "GET " + path, everywhere("Host: " + canary + "@x"), 400, nil},
		{"malformed length", nil, "POST " + path, everywhere("Content-Length: " + canary), 400, nil},
		{"malformed chunk", []func(*repository.Route){enforced}, "POST " + path, everywhere(from(stranger), "Transfer-Encoding: chunked", "", canary, canary), 403, nil},
		{"unknown coding", nil, "POST " + path, everywhere("Transfer-Encoding: " + canary), 501, nil},
		{"odd protocol", nil, "GET " + path, everywhere("Upgrade: \x01" + canary), 400, nil},
		{"odd protocol, not ASCII", nil, "GET " + path, everywhere("Connection: upgrade", "Upgrade: é"+canary), 502, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, text("fine")).serve(t, c.route...)
			a := r.ask(t, c.request, c.lines...)
			if a.status != c.status {
				t.Errorf("status %d, want %d", a.status, c.status)
			}
			if strings.Contains(strings.ToLower(a.body), canary) || a.status >= 400 && strings.Contains(strings.ToLower(headerText(a.header)), canary) {
				t.Errorf("the canary is in the answer: %s%s", headerText(a.header), a.body)
			}
			r.silent(t, c.want...)
		})
	}
}

func headerText(h http.Header) string {
	var all strings.Builder
	_ = h.Write(&all)
	return all.String()
}

// TestNothingIsToldOfAnswers: an upstream's broken answers may quote a patient.
func TestNothingIsToldOfAnswers(t *testing.T) {
	t.Parallel()
	const start = "HTTP/1.1 200 " + canary + "\r\n"
	for _, c := range []struct {
		name, answer string
		whole        bool // the gateway passes it on
	}{
		{"no HTTP", canary + "\r\n\r\n", false},
		{"status", "HTTP/1.1 " + canary + "\r\n\r\n", false},
		{"version", "HTTP/" + canary + " 200 OK\r\n\r\n", false},
		{"field", start + canary + "\r\n\r\n", false},
		{"length", start + "Content-Length: " + canary + "\r\n\r\n", false},
		{"two lengths", start + "Content-Length: 1\r\nContent-Length: 2\r\nX: " + canary + "\r\n\r\n", false},
		{"coding", start + "Transfer-Encoding: " + canary + "\r\n\r\n", false},
		{"fields too large", start + "X: " + strings.Repeat(canary, 50000) + "\r\n\r\n", false},
		{"protocol", "HTTP/1.1 101 " + canary + "\r\nConnection: upgrade\r\nUpgrade: " + canary + "\r\n\r\n", false},
		{"nothing", "", false},
		{"chunk", start + "Transfer-Encoding: chunked\r\n\r\n" + canary + "\r\n", true},
		{"cut body", start + "Content-Length: 100\r\n\r\n" + canary, true},
		{"server error", "HTTP/1.1 500 " + canary + "\r\nContent-Length: 6\r\nX: " + canary + "\r\n\r\n" + canary, true},
		{"field name", start + canary + " x: " + canary + "\r\n\r\n", true},
		{"two answers", start + "Content-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\nX: " + canary + "\r\n\r\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			up := newSeen(t, c.answer)
			r := newRig(t, unreached(t)).serve(t, at("http://"+up.address))
			conn := dial(t, r.address)
			_, _ = io.WriteString(conn, wire("GET /Patient", from(app)))
			got, _ := io.ReadAll(conn)
			if !c.whole && (!strings.HasPrefix(string(got), "HTTP/1.1 502 ") || strings.Contains(string(got), canary)) {
				t.Errorf("the answer is %.300s", got)
			}
			if c.whole {
				r.silent(t)
			} else {
				r.silent(t, `"msg":"upstream failed"`)
			}
		})
	}
}

// panicking stands for a defect of the program.
type panicking struct{}

func (panicking) RoundTrip(*http.Request) (*http.Response, error) { panic(canary) }

func TestNothingIsToldOfPanics(t *testing.T) {
	t.Parallel()
	r := newRig(t, unreached(t), func(o *Options) { o.Transport = panicking{} }).serve(t)
	conn := dial(t, r.address)
	_, _ = io.WriteString(conn, wire("GET /Patient/"+canary, everywhere(from(stranger))...))
	if got, _ := io.ReadAll(conn); len(got) > 0 {
		t.Errorf("the answer is %s", got)
	}
	r.silent(t, `"kind":"panic"`)
}
