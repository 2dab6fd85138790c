// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"time"

	"github.com/corsgate/corsgate/internal/netguard"
)

// Times that an upstream has.
const (
	dialTimeout      = 5 * time.Second
	firstByteTimeout = 60 * time.Second
	idleTimeout      = 75 * time.Second
)

// byScheme sends plain and encrypted requests through transports of their own: which addresses may be dialled depends
// on the scheme.
type byScheme struct{ plain, encrypted *http.Transport }

// NewTransport reaches upstreams through guard. roots verify their certificates; nil is the system's.
func NewTransport(guard *netguard.Guard, roots *x509.CertPool) http.RoundTripper {
	return &byScheme{
		plain:     newTransport(guard, "http", nil),
		encrypted: newTransport(guard, "https", &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}),
	}
}

func newTransport(guard *netguard.Guard, scheme string, config *tls.Config) *http.Transport {
	return &http.Transport{
		DialContext:            guard.Dialer(scheme, dialTimeout),
		TLSClientConfig:        config,
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  firstByteTimeout,
		IdleConnTimeout:        idleTimeout,
		ExpectContinueTimeout:  time.Second,
		MaxIdleConnsPerHost:    512,
		MaxIdleConns:           4096, // over all tenants
		MaxResponseHeaderBytes: 4 * maxFieldBytes,
		DisableCompression:     true, // bodies pass as they are
		ForceAttemptHTTP2:      true,
	}
}

// RoundTrip implements http.RoundTripper.
func (t *byScheme) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme == "https" {
		return t.encrypted.RoundTrip(r)
	}
	return t.plain.RoundTrip(r)
}

// CloseIdleConnections lets the proxy's connections go.
func (t *byScheme) CloseIdleConnections() {
	t.plain.CloseIdleConnections()
	t.encrypted.CloseIdleConnections()
}
