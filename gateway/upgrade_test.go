// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"net/http"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

const key = "dGhlIHNhbXBsZSBub25jZQ=="

// accept is the server's half of the handshake.
//
// https://datatracker.ietf.org/doc/html/rfc6455#section-4.2.2
func accept(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// echo is a WebSocket upstream that answers CORS too and says back what it hears, unframed.
func echo(w http.ResponseWriter, r *http.Request) {
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "+
		accept(r.Header.Get("Sec-WebSocket-Key"))+"\r\nAccess-Control-Allow-Origin: *\r\nX-Origin: "+r.Header.Get("Origin")+"\r\n\r\n")
	_, _ = io.Copy(conn, rw)
}

func handshake(origin string) string {
	return wireUpgrade("Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: "+key, origin)
}

func wireUpgrade(lines ...string) string {
	request := "GET /$subscriptions HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\n"
	for _, line := range lines {
		if line != "" {
			request += line + "\r\n"
		}
	}
	return request + "\r\n"
}

func TestWebSocketPasses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		route  []func(*repository.Route)
		origin string
		want   []string
	}{
		{"allowed", nil, from(app), []string{varyOrigin, allowApp, credentials, exposes}},
		{"allowed, enforced", []func(*repository.Route){enforced}, from(app), []string{varyOrigin, allowApp, credentials, exposes}},
		{"any origin", []func(*repository.Route){openToAll}, from(stranger), []string{varyOrigin, allowAll, exposes}},
		{"no origin", nil, "", []string{varyOrigin}},
		{"no origin, enforced, CORS off", []func(*repository.Route){enforced, corsOff}, "", nil},
		{"own origin", []func(*repository.Route){enforced}, from("http://" + host), []string{varyOrigin}},
		{"own origin, enforced, CORS off", []func(*repository.Route){enforced, corsOff}, from("http://" + host), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, echo).serve(t, c.route...)
			conn := dial(t, r.address)
			_, _ = io.WriteString(conn, handshake(c.origin))
			reader := bufio.NewReader(conn)
			response, err := http.ReadResponse(reader, nil)
			if err != nil {
				t.Fatal(err)
			}
			answer{status: response.StatusCode, header: response.Header}.expect(t, 101, c.want...)
			if response.Header.Get("Sec-WebSocket-Accept") != accept(key) || response.Header.Get("X-Origin") != "" {
				t.Errorf("fields %v", response.Header)
			}
			for _, said := range []string{"one\n", "two\n"} { // the second after the answer to the first
				_, _ = io.WriteString(conn, said)
				if heard, err := reader.ReadString('\n'); heard != said {
					t.Errorf("said %q, heard %q (%v)", said, heard, err)
				}
			}
			_ = conn.CloseWrite()
			if rest, err := io.ReadAll(reader); len(rest) > 0 || err != nil {
				t.Errorf("after the end: %q %v", rest, err)
			}
		})
	}
}

// TestWebSocketRefused in both modes: a browser does not protect WebSockets with CORS.
func TestWebSocketRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		route  []func(*repository.Route)
		origin string
		want   []string
	}{
		{"origin", nil, from(stranger), []string{varyOrigin, denied("OriginNotAllowed")}},
		{"origin, enforced", []func(*repository.Route){enforced}, from(stranger), []string{varyOrigin, denied("OriginNotAllowed")}},
		{"null", nil, from("null"), []string{varyOrigin, denied("OriginNotAllowed")}},
		{"empty origin", nil, "Origin:", []string{varyOrigin, denied("OriginMalformed")}},
		{"method", []func(*repository.Route){methods("POST")}, from(app), []string{varyOrigin, denied("MethodNotAllowed")}},
		{"CORS off", []func(*repository.Route){corsOff}, from(app), []string{denied("CORSDisabled")}},
		{"CORS off, enforced", []func(*repository.Route){corsOff, enforced}, from(app), []string{denied("CORSDisabled")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, unreached(t)).serve(t, c.route...)
			a := r.raw(t, handshake(c.origin)+"GET /2 HTTP/1.1\r\nHost: nobody\r\nConnection: close\r\n\r\n")
			a.expect(t, 403, c.want...)
			a.outcome(t, originRefused)
		})
	}
}

// TestUpgradeOfDiscovery: a discovery document is for everybody to read, not to talk to.
func TestUpgradeOfDiscovery(t *testing.T) {
	t.Parallel()
	a := newRig(t, unreached(t)).serve(t).ask(t, "GET /metadata", from(stranger), "Upgrade: websocket")
	if a.outcome(t, originRefused); a.status != 403 {
		t.Errorf("status %d", a.status)
	}
}

// TestUpgradeRefusedByUpstream is an ordinary answer.
func TestUpgradeRefusedByUpstream(t *testing.T) {
	t.Parallel()
	r := newRig(t, nosy).serve(t)
	conn := dial(t, r.address)
	_, _ = io.WriteString(conn, handshake(from(app)))
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	answer{status: response.StatusCode, header: response.Header}.expect(t, 200, varyOrigin, allowApp, credentials, exposes)
}
