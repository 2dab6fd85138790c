// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// maxReason bounds in bytes what is said about a request that failed: a server can put what it likes into a status line.
const maxReason = 300

// describe says what failed and, if that was the time or the user, nothing of the connection's own words.
func describe(ctx context.Context, out *browser.Outgoing, err error) error {
	cause := failure(err)
	if ctx.Err() != nil {
		cause = context.Cause(ctx).Error()
		if errors.Is(context.Cause(ctx), context.Canceled) {
			cause = "interrupted"
		}
	}
	method, cause := cut(out.Method, 30), cut(cause, 180)
	return fmt.Errorf("%s %s failed: %s", method, cut(out.URL, maxReason-len(method)-len(cause)-len("  failed: ")), cause)
}

// failure is what went wrong, without what the server has sent: that can be a cookie or a token.
func failure(err error) string {
	var network net.Error
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var header textproto.ProtocolError
	var odd *answerError
	switch {
	case errors.As(err, &odd):
		return odd.Error()
	case errors.As(err, &header):
		return "the answer has a malformed header line"
	case errors.As(err, &network), errors.As(err, &certificate), errors.As(err, &record),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return err.Error()
	}
	text := err.Error()
	if i := strings.Index(text, "malformed MIME header"); i >= 0 {
		return "the answer has a malformed header line"
	}
	text = text[:strings.IndexAny(text+"\n", "\"[\r\n")] // the server's own words are quoted
	return strings.TrimRight(text, " :")
}

// answerError is an answer that has arrived and that nobody can judge.
type answerError struct{ reason string }

func (e *answerError) Error() string { return e.reason }

// checkAnswer refuses what Go's HTTP client makes something else of than browsers do.
func checkAnswer(status int, names []string) error {
	if status < 200 {
		return &answerError{fmt.Sprintf("the answer's status is %d, so it is none that a page gets", status)}
	}
	for _, name := range names {
		if trimmed := strings.TrimSpace(name); trimmed != name && isOfInterest(trimmed, status) {
			return &answerError{fmt.Sprintf("the answer has a space before the colon of %s, which Go's HTTP client cannot read as browsers do", trimmed)}
		}
	}
	return nil
}

// cut shortens text to at most so many bytes.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most-len("...")], "") + "..."
}
