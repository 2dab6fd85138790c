// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/forwarded"
)

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"

// headOf sends a request through a gateway and returns the lines that a plain TCP upstream received.
func headOf(t testing.TB, base, request string, lines []string, adjust ...func(*Options)) []string {
	t.Helper()
	up := newSeen(t, ok)
	r := newRig(t, unreached(t), adjust...).serve(t, at("http://"+up.address+base))
	if a := r.ask(t, request, lines...); a.status != 200 {
		t.Fatalf("%s: %d %s", request, a.status, a.body)
	}
	head := strings.Split(strings.TrimSpace(up.next(t)), "\r\n")
	if !slices.Contains(head, "Host: "+up.address) {
		t.Errorf("Host is not the upstream's: %q", head)
	}
	return head
}

// TestTargetByteForByte: path and query reach the upstream as they came.
func TestTargetByteForByte(t *testing.T) {
	t.Parallel()
	for _, target := range []string{
		"/", "/Patient", "/Patient/", "/Patient?", "/Patient?name=a%20b", "/Patient?name=a+b", "/Patient?a=b&a=c", "/Patient?a=1;b=2", "/Patient?a;b",
		"/Patient?_sort=-date,_id&code=http://loinc.org|1234-5", "/Patient?a=%zz&b=%", "/Patient?x=é", "/Patient?a=b?c=d/../e", "/Patient?=&&",
		"/Patient/a%20b", "/Patient/a|b", "/Patient/a%7Cb", "/Patient/a%7cb", "/Patient/%41", "/Patient/$everything", "/Patient/(a)'!*", "/Patient/é",
		"/Patient/a^b`c{d}\"<e>", "/Patient/a,b|c%2Cd", "/a:b/@c", "/Patient/100%25", "/~a/...", "/v1.0/..a",
	} {
		for _, base := range []string{"", "/fhir", "/fhir/r4/", "/a%20b"} {
			want := "GET " + strings.TrimSuffix(base, "/") + target + " HTTP/1.1"
			t.Run(base+target, func(t *testing.T) {
				t.Parallel()
				if head := headOf(t, base, "GET "+target, nil); head[0] != want {
					t.Errorf("the upstream got %q, want %q", head[0], want)
				}
			})
		}
	}
}

// TestFieldsToUpstream: which of the caller's fields pass, and what the gateway says of him.
func TestFieldsToUpstream(t *testing.T) {
	t.Parallel()
	trusting := func(o *Options) {
		o.Trust = forwarded.New([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")})
	}
	for _, c := range []struct {
		name   string
		adjust func(*Options)
		lines  []string
		want   []string // of X-Forwarded-* and of what the case sends
	}{
		{"nothing", nil, nil, []string{"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
		{"ordinary fields", nil, []string{"Authorization: Bearer x", "Cookie: a=b", "Accept: application/fhir+json", "If-Match: W/\"1\"", "Prefer: a", "Prefer: b"},
			[]string{"Accept: application/fhir+json", "Authorization: Bearer x", "Cookie: a=b", "If-Match: W/\"1\"", "Prefer: a", "Prefer: b",
				"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
		{"origin allowed", nil, []string{from(app)}, []string{"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
		{"origin denied", nil, []string{from(stranger)}, []string{from(stranger), "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
		{"origins denied", nil, []string{from(stranger), from(app)}, []string{from(stranger), from(app), "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
		{"CORS request fields", nil, []string{asks("PUT"), names("x-a"), "Access-Control-Allow-Origin: *", "access-control-request-private-network: true"},
			[]string{"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
		{"claims", nil, []string{"X-Forwarded-For: 192.0.2.1", "X-Forwarded-Host: a.example", "X-Forwarded-Proto: https", "X-Forwarded-Port: 1", "X-Forwarded-Prefix: /x",
			"Forwarded: for=192.0.2.1", "X-Real-IP: 192.0.2.1", "x-ms-client-principal: e30=", "X-MS-CLIENT-PRINCIPAL-ID: root", "x-ms-client-principal-name: root"},
			[]string{"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
		{"claims with underscores", nil, []string{"X_Forwarded_For: 192.0.2.1", "X-Forwarded_Host: a.example", "x_ms_client_principal_id: root", "X_Real_IP: 192.0.2.1"},
			[]string{"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
		{"claims of a trusted proxy", trusting, []string{"X-Forwarded-For: 192.0.2.1, 192.0.2.2", "X-Forwarded-Host: DEMO-records." + domain + ":444", "X-Forwarded-Proto: https",
			"Forwarded: for=192.0.2.9", "X-Forwarded-Port: 1", "x-ms-client-principal-id: root"},
			[]string{"X-Forwarded-For: 192.0.2.1, 192.0.2.2, 127.0.0.1", "X-Forwarded-Host: DEMO-records." + domain + ":444", "X-Forwarded-Proto: https"}},
		{"hop by hop", nil, []string{"Keep-Alive: 1", "Proxy-Authorization: Basic eA==", "Proxy-Connection: x", "TE: gzip", "Upgrade-Insecure-Requests: 1", "Connection: X-Mine", "X-Mine: 1"},
			[]string{"Upgrade-Insecure-Requests: 1", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
		{"own fields named in Connection", nil, []string{"Connection: X-Forwarded-For, X-Forwarded-Host, X-Request-Id"},
			[]string{"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: http"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			adjust := c.adjust
			if adjust == nil {
				adjust = func(*Options) {}
			}
			head := headOf(t, "", "GET /Patient", c.lines, adjust)
			ids := 0
			got := slices.DeleteFunc(slices.Clone(head[1:]), func(line string) bool {
				if strings.HasPrefix(line, "X-Request-Id: ") {
					ids++
					return true
				}
				return strings.HasPrefix(line, "Host: ")
			})
			slices.Sort(got)
			want := slices.Sorted(slices.Values(c.want))
			if !slices.Equal(got, want) || ids != 1 {
				t.Errorf("the upstream got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
			}
		})
	}
}

// TestTrustedProxyNamesTheTenant: a believed X-Forwarded-Host decides, and the believed scheme is part of the own origin.
func TestTrustedProxyNamesTheTenant(t *testing.T) {
	t.Parallel()
	r := newRig(t, nosy, func(o *Options) {
		o.Trust = forwarded.New([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")})
	}).serve(t, enforced)
	forwardedBy := []string{"Host: gateway.internal", "X-Forwarded-Host: " + host, "X-Forwarded-Proto: https"}
	r.ask(t, "GET /Patient", append(forwardedBy, from("https://"+host))...).expect(t, 200, varyOrigin)
	r.ask(t, "GET /Patient", append(forwardedBy, from("http://"+host))...).expect(t, 403, varyOrigin, denied("OriginNotAllowed"))
}

// TestQueryWithSpaces: HTTP/2 can carry what would split an HTTP/1 request line.
func TestQueryWithSpaces(t *testing.T) {
	t.Parallel()
	up := newSeen(t, ok)
	r := newRig(t, unreached(t)).serve(t, at("http://"+up.address))
	for target, want := range map[string]string{
		"/Patient?a=b HTTP/1.1": "GET /Patient?a=b%20HTTP/1.1 HTTP/1.1\r\n",
		"/Patient HTTP/1.1":     "",
		"/Patient#/metadata":    "",
	} {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.Host, request.RequestURI = host, target
		request.URL.Path, request.URL.RawQuery, _ = strings.Cut(target, "?")
		recorder := httptest.NewRecorder()
		r.server.Config.Handler.ServeHTTP(recorder, request)
		if want == "" {
			if recorder.Code != http.StatusBadRequest {
				t.Errorf("%s: %d", target, recorder.Code)
			}
		} else if head := up.next(t); !strings.HasPrefix(head, want) {
			t.Errorf("%s: the upstream got %q", target, head)
		}
	}
}
