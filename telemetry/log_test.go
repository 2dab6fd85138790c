// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

func TestNewLogger(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		level string
		lines int // of one message each of debug, info, warn and error
	}{
		{"debug", 4}, {"info", 3}, {"warn", 2}, {"error", 1}, {"WARN", 2},
	} {
		t.Run(c.level, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			logger, err := NewLogger(&out, c.level)
			if err != nil {
				t.Fatal(err)
			}
			logger.Debug("a")
			logger.Info("b")
			logger.Warn("c")
			logger.Error("d", "count", 1)
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if len(lines) != c.lines {
				t.Errorf("%d lines, want %d: %s", len(lines), c.lines, out.String())
			}
			var last map[string]any
			if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last["msg"] != "d" || last["count"] != 1.0 {
				t.Errorf("last line %v (%v), want JSON with msg d and count 1", last, err)
			}
		})
	}
	for _, level := range []string{"", "verbose", "info+1", " info"} {
		if _, err := NewLogger(&bytes.Buffer{}, level); err == nil || !strings.Contains(err.Error(), "debug, info, warn or error") {
			t.Errorf("level %q: %v, want an error that names the levels", level, err)
		}
	}
}

func TestDropErrorLogTellsKindOnly(t *testing.T) {
	t.Parallel()
	const canary = "c4nary"
	for _, c := range []struct{ name, text, kind, level string }{
		{"TLS", "http: TLS handshake error from 192.0.2.1:5: " + canary, "tls handshake", "DEBUG"},
		{"panic", "http: panic serving 192.0.2.1:5: " + canary + "\ngoroutine 1", "panic", "ERROR"},
		{"proxy", "http: proxy error: " + canary, "proxy", "DEBUG"},
		{"body copy", "httputil: ReverseProxy read error during body copy: " + canary, "body copy", "DEBUG"},
		{"kind in the wrong place", canary + " http: proxy error: ", "other", "DEBUG"},
		{"unknown", canary, "other", "DEBUG"},
		{"empty", "", "other", "DEBUG"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			logger, err := NewLogger(&out, "debug")
			if err != nil {
				t.Fatal(err)
			}
			DropErrorLog(logger, "the server had an error").Print(c.text)
			if strings.Contains(out.String(), canary) || strings.Contains(out.String(), "192.0.2.1") {
				t.Errorf("the line holds the error's text: %s", out.String())
			}
			var line struct{ Level, Msg, Kind string }
			if err := json.Unmarshal(out.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
			if line.Kind != c.kind || line.Level != c.level || line.Msg != "the server had an error" {
				t.Errorf("line %+v, want kind %q at %s", line, c.kind, c.level)
			}
		})
	}
}

// TestDropErrorLogKnowsReverseProxy notices when the words of the standard library change.
func TestDropErrorLogKnowsReverseProxy(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: "upstream.example"})
	proxy.ErrorLog = DropErrorLog(logger, "proxy")
	proxy.Transport = roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("c4nary") })
	proxy.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
	if got := out.String(); !strings.Contains(got, `"kind":"proxy"`) || strings.Contains(got, "c4nary") {
		t.Errorf("log %q, want the kind proxy and no text", got)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
