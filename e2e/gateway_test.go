// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"
)

// readiness is what /readyz tells.
type readiness struct {
	Ready           bool   `json:"ready"`
	AppliedRevision int64  `json:"appliedRevision"`
	Reason          string `json:"reason"`
}

func (p *program) readiness(ctx context.Context) (readiness, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.ops+"/readyz", nil)
	if err != nil {
		return readiness{}, err
	}
	got, err := receive(http.DefaultClient, request)
	if err != nil {
		return readiness{}, err
	}
	var state readiness
	if err := json.Unmarshal(got.Body, &state); err != nil {
		return readiness{}, fmt.Errorf("/readyz: %d %q: %w", got.Status, got.Body, err)
	}
	return state, nil
}

// waitRevision returns when the gateway enforces the revision.
func (p *program) waitRevision(t testing.TB, revision int64) {
	t.Helper()
	eventually(t, fmt.Sprintf("revision %d in the gateway", revision), func() bool {
		state, err := p.readiness(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return state.Ready && state.AppliedRevision >= revision
	})
}

// gatewayURL is the address at which the gateway serves a tenant, "seed-spark".
func (p *program) gatewayURL(t testing.TB, label string) string {
	t.Helper()
	return "http://" + hostPort(t, label+".fhir.localhost", p.gateway)
}

// gatewayClient reaches the gateway whatever the host of a URL is, for Go does not resolve *.localhost; the host goes
// out in the Host header. Nothing is unpacked or followed: tests see what was sent.
func (p *program) gatewayClient(t testing.TB) *http.Client {
	t.Helper()
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, p.gateway)
		},
		DisableCompression:  true,
		MaxIdleConnsPerHost: 64,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: time.Minute, CheckRedirect: noRedirect}
}

// hostPort joins a host of the test and the port of an address on the loopback.
func hostPort(t testing.TB, host, address string) string {
	t.Helper()
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	return net.JoinHostPort(host, port)
}
