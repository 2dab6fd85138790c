// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"io"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
)

// amended keeps what an upstream says about CORS and cookie domains out of where a proxy does not look: interim
// answers, which it passes on as they come, and trailers, which are known only at the end of the body.
type amended struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (a amended) RoundTrip(r *http.Request) (*http.Response, error) {
	// The hook that is added last is called first, before the proxy's own.
	ctx := httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{Got1xxResponse: amendInterim})
	response, err := a.next.RoundTrip(r.WithContext(ctx))
	if err == nil && response.StatusCode != http.StatusSwitchingProtocols { // then the body is the connection
		response.Body = &trailed{ReadCloser: response.Body, response: response}
	}
	return response, err
}

func amendInterim(_ int, fields textproto.MIMEHeader) error {
	h := http.Header(fields)
	removeAccessControl(h)
	h.Del(decisionField)
	dropCookieDomains(h)
	return nil
}

// trailed is a body that removes Access-Control-* from the trailers when they have come.
type trailed struct {
	io.ReadCloser
	response *http.Response
}

// Read implements io.Reader.
func (t *trailed) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if err != nil {
		removeAccessControl(t.response.Trailer)
	}
	return n, err
}
