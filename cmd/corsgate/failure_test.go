// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// TestReasonsAreBounded: neither a server's status line nor a long URL makes a reason long, and the server's words are
// not repeated at all.
func TestReasonsAreBounded(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"status line":       "HTTP/1.1 " + strings.Repeat("hunter2", 30_000) + "\r\n\r\n",
		"version":           "HTTP/" + strings.Repeat("hunter2", 30_000) + "\r\n\r\n",
		"no colon":          "HTTP/1.1 200 OK\r\n" + strings.Repeat("hunter2", 30_000) + "\r\n\r\n",
		"control":           "HTTP/1.1 200 OK\r\nX-A: hunter2\x01" + strings.Repeat("b", 30_000) + "\r\n\r\n",
		"first line folded": "HTTP/1.1 200 OK\r\n hunter2\r\n\r\n",
		"length":            "HTTP/1.1 200 OK\r\nContent-Length: hunter2\r\n\r\n",
		"two lengths":       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: hunter2\r\n\r\n",
		"coding":            "HTTP/1.1 200 OK\r\nTransfer-Encoding: hunter2\r\n\r\n",
		"two codings":       "HTTP/1.1 200 OK\r\nTransfer-Encoding: hunter2\r\nTransfer-Encoding: b\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wire, err := startWire(nil, func(*wireServer, int, *http.Request) string { return answer })
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(wire.close)
			url := "http://" + wire.address() + "/" + strings.Repeat("u", 1000)
			code, got, text := runJSON(t, "check", url, "--origin", "http://app.example")
			if code != exitUsage || len(got.Reason) > maxReason || !strings.Contains(got.Reason, "... failed: ") {
				t.Errorf("exit %d, %d bytes: %.400s", code, len(got.Reason), got.Reason)
			}
			if strings.Contains(got.Reason+text, "hunter2") || strings.HasSuffix(got.Reason, "failed: ") {
				t.Errorf("%.400s", text)
			}
		})
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	hops := []hop{{}}
	hops[0].Response.Headers = append(hops[0].Response.Headers, browser.Header{Name: "Location", Value: "/cb?code=s3cret&x=\x01s3cret"}, browser.Header{Name: "Location", Value: "?code=s3cret"})
	m := newMasker("https://fhir.example.org/Patient?name=a#f", hops)
	for _, c := range []struct{ name, text, want string }{
		{"no URL", "Add GET to methods?", "Add GET to methods?"},
		{"the caller's own", "at 'https://fhir.example.org/Patient?name=a'.", "at 'https://fhir.example.org/Patient?name=a'."},
		{"with its fragment", "https://fhir.example.org/Patient?name=a#f", "https://fhir.example.org/Patient?name=a#f"},
		{"no query", "https://a.example/x.", "https://a.example/x."},
		{"code", "at https://a.example/x?code=s3cret. (Reason", "at https://a.example/x?code=(not shown). (Reason"},
		{"no value", "https://a.example/?s3cret&a", "https://a.example/?(not shown)&(not shown)"},
		{"fragment", "‘https://a.example/#s3cret’", "‘https://a.example/#(not shown)’"},
		{"empty", "https://a.example/?#", "https://a.example/?"},
		{"user", "https://me:s3cret@a.example/b@c", "https://(not shown)@a.example/b@c"},
		{"@ in a path", "https://a.example/b@c", "https://a.example/b@c"},
		{"as the server wrote it", "to /cb?code=s3cret&x=\x01s3cret or /cb?code=s3cret", "to /cb?code=(not shown)&x=(not shown) or /cb?code=(not shown)"},
	} {
		if got := m.text(c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestRedact: half of a token that was not quoted is an argument of its own.
func TestRedact(t *testing.T) {
	t.Parallel()
	args := arguments{"check", "S", "--header", "Authorization:Bearer", "TOPSECRET", "TOP"}
	for _, c := range []struct{ message, want string }{
		{"unexpected argument TOPSECRET", "unexpected argument (not repeated: number 5)"},
		{"unexpected argument TOP", "unexpected argument (not repeated: number 6)"},
		{"unexpected argument check", "unexpected argument check"},
		{"missing flags: --origin=ORIGIN", "missing flags: --origin=ORIGIN"},
	} {
		if got := args.redact(c.message); got != c.want {
			t.Errorf("%s: %s", c.message, got)
		}
	}
	if !slices.Contains(args, "TOPSECRET") {
		t.Error("the arguments were changed")
	}
}
