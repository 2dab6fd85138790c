// SPDX-License-Identifier: Apache-2.0

// Package netguard decides which addresses the gateway may dial for an upstream: public ones over https, others only
// where the operator allowed their range, and some never.
//
// CheckURL refuses early, with a fix, what can be seen in a URL. Dialer is the check that holds: it looks at the
// address of each connection attempt, after DNS, so that a name that resolves to something else a moment later (DNS
// rebinding) gains nothing. A transport that uses it must not use a proxy (http.Transport.Proxy nil), or the check
// would see the proxy's address only.
//
// The package must not know of tenants, settings or HTTP requests.
package netguard

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

// ErrForbidden is wrapped by the error of a dial that the guard refused.
var ErrForbidden = errors.New("address is forbidden for upstreams")

// Guard says what the gateway may dial. The zero Guard allows public addresses over https only.
type Guard struct {
	allow     []netip.Prefix
	ownDomain string
	resolver  *net.Resolver
}

// New makes a Guard that also allows the ranges of allow, and never a host of ownDomain (may be empty), which would
// send the gateway to itself.
func New(allow []netip.Prefix, ownDomain string) *Guard {
	g := &Guard{ownDomain: hostKey(ownDomain)}
	for _, prefix := range allow {
		if prefix.IsValid() {
			g.allow = append(g.allow, unmapPrefix(prefix))
		}
	}
	return g
}

// Dialer returns a DialContext for upstreams of scheme, "http" or "https"; any other scheme is treated as http, the
// stricter one. Every attempt's resolved address is checked just before it connects.
func (g *Guard) Dialer(scheme string, timeout time.Duration) func(context.Context, string, string) (net.Conn, error) {
	secure := scheme == schemeHTTPS
	dialer := &net.Dialer{
		Timeout:  timeout,
		Resolver: g.resolver,
		ControlContext: func(_ context.Context, network, address string, _ syscall.RawConn) error {
			return g.checkDial(network, address, secure)
		},
	}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		// A unix socket has no address to check.
		if !strings.HasPrefix(network, "tcp") {
			return nil, fmt.Errorf("%w: network %q is not tcp", ErrForbidden, network)
		}
		host, _, err := net.SplitHostPort(addr)
		if err != nil {
			return nil, fmt.Errorf("%w: no host and port", ErrForbidden)
		}
		if refusal := g.checkName(host); refusal != nil {
			return nil, fmt.Errorf("%w: %s", ErrForbidden, refusal.Reason)
		}
		return dialer.DialContext(ctx, network, addr)
	}
}

func (g *Guard) checkDial(network, address string, secure bool) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !strings.HasPrefix(network, "tcp") {
		return fmt.Errorf("%w: not a TCP address", ErrForbidden)
	}
	if refusal := g.checkAddr(to.Addr(), secure); refusal != nil {
		return fmt.Errorf("%w: %s", ErrForbidden, refusal.Reason)
	}
	return nil
}

// ownHost reports whether host is the gateway's own domain or below it.
func (g *Guard) ownHost(host string) bool {
	key := hostKey(host)
	return g.ownDomain != "" && (key == g.ownDomain || strings.HasSuffix(key, "."+g.ownDomain))
}

// hostKey makes spellings of one DNS name equal: the case does not matter, nor does the dot of the root.
func hostKey(host string) string { return strings.ToLower(strings.Trim(host, ".")) }

// unmapPrefix writes ::ffff:a.b.c.d/(96+n) as a.b.c.d/n, since addresses are unmapped before they are compared.
func unmapPrefix(prefix netip.Prefix) netip.Prefix {
	if prefix.Addr().Is4In6() && prefix.Bits() >= 96 {
		prefix = netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-96)
	}
	return prefix.Masked()
}
