// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"bytes"
	"context"
	"log"
	"log/slog"
)

// DropErrorLog is for http.Server.ErrorLog and httputil.ReverseProxy.ErrorLog. It logs msg and the kind of the error,
// never the error's text, which may quote bytes of a request. The level is debug, except for a panic: that is a defect
// of the program, so it is an error.
func DropErrorLog(logger *slog.Logger, msg string) *log.Logger {
	return log.New(&kindWriter{logger: logger, msg: msg}, "", 0)
}

type kindWriter struct {
	logger *slog.Logger
	msg    string
}

// Write takes one message of a log.Logger.
func (w *kindWriter) Write(text []byte) (int, error) {
	kind := kindOf(text)
	level := slog.LevelDebug
	if kind == kindPanic {
		level = slog.LevelError
	}
	w.logger.Log(context.Background(), level, w.msg, "kind", kind)
	return len(text), nil
}

const (
	kindPanic = "panic"
	kindOther = "other"
)

// kindOf names the error by the fixed words with which net/http starts its messages.
func kindOf(text []byte) string {
	for _, known := range []struct{ prefix, kind string }{
		{"http: panic serving", kindPanic},
		{"http2: panic serving", kindPanic},
		{"http: TLS handshake error", "tls handshake"},
		{"http: Accept error", "accept"},
		{"http: superfluous response.WriteHeader", "superfluous header"},
		{"http: response.WriteHeader on hijacked", "hijacked"},
		{"http: response.Write on hijacked", "hijacked"},
		{"http: proxy error", "proxy"},
		{"httputil: ReverseProxy read error during body copy", "body copy"},
		{"suppressing panic for copyResponse error", "body copy"},
		{"http: invalid Content-Length", "content length"},
		{"http: URL query contains semicolon", "query semicolon"},
		{"Unsolicited response received on idle HTTP channel", "unsolicited response"},
		{"http2: ", "http2"},
	} {
		if bytes.HasPrefix(text, []byte(known.prefix)) {
			return known.kind
		}
	}
	return kindOther
}
