// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// canaryUpstreams are servers by the name of their service: one that answers, one behind a service that enforces, one
// that is away, and others that answer what is no HTTP, or half of it.
func canaryUpstreams(t *testing.T, c *canaries) map[string]string {
	t.Helper()
	raw := func(answer string) string {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				_, _ = conn.Read(make([]byte, 4096)) // the request's head is enough
				_, _ = io.WriteString(conn, answer)
				_ = conn.Close()
			}
		}()
		return "http://" + listener.Addr().String()
	}
	away, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer away.Close()
	return map[string]string{
		"fine": startUpstream(t, nil), "strict": startUpstream(t, nil), "away": "http://" + away.Addr().String(),
		"garbage": raw(c.in("an answer that is no HTTP") + "\r\n\r\n"),
		"header":  raw("HTTP/1.1 200 OK\r\nbad name " + c.in("a malformed header of an answer") + "\r\n\r\n"),
		"more":    raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + c.in("what follows an answer, unasked")),
		"half": raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n" +
			c.in("an answer that is cut off")),
	}
}

// callAPI marks every part of requests to the management API that no error has to name.
func callAPI(t *testing.T, p *program, c *canaries) {
	t.Helper()
	valid, path := p.token(t, "contributor"), serviceID("clinic", "fine")
	c.keep(valid, "Authorization, a valid token")
	claims := base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"` + c.in("a token's claim") + `","exp":99999999999}`))
	c.keep(claims, "a token's claims")
	for _, request := range []struct{ name, token, method, path, body, header, value string }{
		{"a token that is none", c.in("a token"), "GET", path + azureVersion, "", "", ""},
		{"a forged token", "eyJhbGciOiJFUzI1NiJ9." + claims + ".AAAA", "GET", path + azureVersion, "", "", ""},
		{"an unsigned token", "eyJhbGciOiJub25lIn0." + claims + ".", "GET", path + azureVersion, "", "", ""},
		{"a password", "", "GET", path + azureVersion, "", "Authorization", "Basic " + c.in("a password")},
		{"a token in the query", "", "GET", path + azureVersion + "&access_token=" + c.in("the query of a refused request"), "", "", ""},
		{"a query", valid, "GET", path + azureVersion + "&" + c.in("a name in the query") + "=" + c.in("the query"), "", "", ""},
		{"a broken query", valid, "GET", path + azureVersion + "&x=%zz" + c.in("a broken query"), "", "", ""},
		{"a page", valid, "GET", workspaceID("clinic") + "/fhirservices" + azureVersion + "&$skipToken=" + c.in("$skipToken"), "", "", ""},
		{"a path of nothing", valid, "GET", "/" + c.in("an unknown path") + azureVersion, "", "", ""},
		{"a method", valid, strings.ToUpper(c.in("a method")), path + azureVersion, "", "", ""},
		{"a media type", valid, "PUT", path + azureVersion, "{}", "Content-Type", "text/" + c.in("Content-Type")},
		{"a precondition", valid, "PUT", path + azureVersion, `{"location":"westeurope"}`, "If-Match", `"` + c.in("If-Match") + `"`},
		{"a cookie", valid, "GET", path + azureVersion, "", "Cookie", "session=" + c.in("Cookie")},
		{"a referrer", valid, "GET", path + azureVersion, "", "Referer", "https://example.org/" + c.in("Referer")},
		{"a browser", valid, "GET", path + azureVersion, "", "User-Agent", c.in("User-Agent")},
		{"a request id", valid, "GET", path + azureVersion, "", "X-Ms-Client-Request-Id", c.in("x-ms-client-request-id")},
		{"a correlation id", valid, "GET", path + azureVersion, "", "X-Ms-Correlation-Request-Id", c.in("x-ms-correlation-request-id")},
		{"an address", valid, "GET", path + azureVersion, "", "X-Forwarded-For", c.in("X-Forwarded-For")},
		{"a principal", valid, "GET", path + azureVersion, "", "X-Ms-Client-Principal-Name", c.in("x-ms-client-principal-name")},
		{"text", valid, "PUT", path + azureVersion, c.in("a body that is no JSON"), "", ""},
		{"broken JSON", valid, "PUT", path + azureVersion, `{"location":"` + c.in("broken JSON"), "", ""},
		{"two values", valid, "PUT", path + azureVersion, `{"location":"westeurope"} "` + c.in("behind the JSON") + `"`, "", ""},
		{"an unknown member", valid, "PUT", path + azureVersion, `{"patient":"` + c.in("an unknown member") + `"}`, "", ""},
		{"a wrong type", valid, "PUT", path + azureVersion, `{"location":["` + c.in("a value of the wrong type") + `"]}`, "", ""},
		{"settings of a wrong type", valid, "PUT", path + corsSettingsOf + corsgateVersion,
			`{"properties":{"maxAge":"` + c.in("a wrong maxAge") + `","origins":{"a":"` + c.in("wrong origins") + `"}}}`, "", ""},
		{"an unknown setting", valid, "PUT", path + corsSettingsOf + corsgateVersion,
			`{"properties":{"patient":"` + c.in("an unknown setting") + `"}}`, "", ""},
	} {
		client := p.client(t, request.token)
		got := client.must(t, request.method, request.path, request.body, field(request.header, request.value))
		c.searchAnswer(t, request.name, got)
	}
}

// field is one header field, or none.
func field(name, value string) []string {
	if name == "" {
		return nil
	}
	return []string{name, value}
}

// callGateway marks every part of requests to the gateway.
func callGateway(t *testing.T, p *program, c *canaries) {
	t.Helper()
	secrets := func() []string {
		return []string{"Authorization", "Bearer " + c.in("Authorization"), "Cookie", "a=" + c.in("Cookie"), "Referer",
			"https://example.org/" + c.in("Referer"), "X-" + c.in("the name of a header"), c.in("a header"),
			"X-Request-Id", c.in("X-Request-Id"), "User-Agent", c.in("User-Agent"), "Forwarded", "for=" + c.in("Forwarded")}
	}
	origins := map[string]string{"no origin": "", "an allowed origin": allowedOrigin, "another origin": stranger,
		"a malformed origin": "https://example.org/" + c.in("a malformed Origin")}
	for _, label := range []string{"fine", "strict", "away", "garbage", "header", "more", "half", c.in("an unknown host")} {
		base := p.gatewayURL(t, "clinic-"+label)
		for name, origin := range origins {
			for _, path := range []string{"/Patient/" + c.in("an id"), "/" + c.in("a resource type"), "/Patient/" + c.in("an ambiguous path") + "/..%2fx"} {
				headers := secrets()
				if origin != "" {
					headers = append(headers, "Origin", origin)
				}
				what := name + " at " + label
				body := `{"name":"` + c.in("a body") + `"}`
				send(t, p, c, what, http.MethodPut, base+path+"?name="+c.in("a query"), body, headers)
				send(t, p, c, what, strings.ToUpper(c.in("a method")), base+path, body, headers)
				send(t, p, c, what, http.MethodOptions, base+path, "", append(headers, "Access-Control-Request-Method", c.in("a requested method"),
					"Access-Control-Request-Headers", "x-"+c.in("a requested header")))
			}
		}
		send(t, p, c, "a body that is too large", http.MethodPut, base+"/Patient", strings.Repeat(c.in("a large body"), 1000), secrets())
		send(t, p, c, "headers that are too large", http.MethodGet, base+"/Patient", "", []string{"X-Large", strings.Repeat(c.in("a large header"), 9000)})
	}
}

// send looks at the answer. Only where the upstream breaks off in the middle there may be none.
func send(t *testing.T, p *program, c *canaries, what, method, url, body string, headers []string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	got, err := receive(p.gatewayClient(t), request)
	switch {
	case err == nil:
		c.searchAnswer(t, what, got)
	case !strings.Contains(url, "-half."):
		t.Errorf("%s: %s: %v", what, method, err)
	}
}

// callRaw sends what no client of net/http sends.
func callRaw(t *testing.T, p *program, c *canaries) {
	t.Helper()
	for name, text := range map[string]string{
		"no HTTP":           "%s\r\n\r\n",
		"a broken target":   "GET /%%zz%s HTTP/1.1\r\nHost: x\r\n\r\n",
		"a broken header":   "GET / HTTP/1.1\r\nHost: x\r\nbad name %s\r\n\r\n",
		"a broken host":     "GET / HTTP/1.1\r\nHost: %s/x\r\n\r\n",
		"a broken length":   "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1%s\r\n\r\n",
		"an unknown coding": "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: %s\r\n\r\n",
		"an absolute form":  "GET http://clinic-fine.fhir.localhost/Patient/%s HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		for port, address := range map[string]string{"gateway": p.gateway, "api, without TLS": p.api, "operations": p.ops} {
			place := name + " at " + port
			conn, err := net.DialTimeout("tcp", address, patience)
			if err != nil {
				t.Fatal(err)
			}
			_ = conn.SetDeadline(time.Now().Add(patience)) // a missed deadline shows in what was read
			if _, err := fmt.Fprintf(conn, text, c.in(place)); err != nil {
				t.Error(err)
			}
			_ = conn.(*net.TCPConn).CloseWrite() // the server may have closed it first
			answer, err := io.ReadAll(conn)
			if err != nil && len(answer) == 0 {
				t.Logf("%s: %v", place, err)
			}
			c.search(t, "the answer to "+place, string(answer))
			_ = conn.Close()
		}
	}
}
