// SPDX-License-Identifier: Apache-2.0

// Package forwarded says who called and under which name, when proxies may stand in between. X-Forwarded-* fields are
// believed only if the connection comes from a trusted proxy; anybody else can write what they like.
package forwarded

import (
	"net/http"
	"net/netip"
	"strings"
)

// Trust is the set of proxies that are believed. The zero value trusts nobody.
type Trust struct{ proxies []netip.Prefix }

// New trusts the proxies whose addresses lie in one of the prefixes.
func New(proxies []netip.Prefix) Trust {
	t := Trust{}
	for _, p := range proxies {
		if addr := p.Addr(); addr.Is4In6() && p.Bits() >= 96 { // addresses are compared in their short form
			p = netip.PrefixFrom(addr.Unmap(), p.Bits()-96)
		}
		t.proxies = append(t.proxies, p)
	}
	return t
}

// trusts reports whether the connection's other end is a trusted proxy.
func (t Trust) trusts(addr netip.Addr) bool {
	for _, p := range t.proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// peer is the other end of the connection.
func peer(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}

// Believed reports whether the request's X-Forwarded-* fields count.
func (t Trust) Believed(r *http.Request) bool { return len(t.proxies) > 0 && t.trusts(peer(r)) }

// Client is the address of the caller: the last one in X-Forwarded-For that is no trusted proxy, or the peer.
func (t Trust) Client(r *http.Request) string {
	client := peer(r)
	if !t.Believed(r) {
		return text(client)
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		addr, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		client = addr.Unmap()
		if !t.trusts(client) {
			break
		}
	}
	return text(client)
}

func text(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// Proto is http or https, as the caller used it.
func (t Trust) Proto(r *http.Request) string {
	if t.Believed(r) {
		switch proto := strings.ToLower(r.Header.Get("X-Forwarded-Proto")); proto {
		case "http", "https":
			return proto
		}
	}
	if r.TLS != nil {
		return "https"
	}
	return "http"
}

// Host is the host, with its port if any, as the caller used it.
func (t Trust) Host(r *http.Request) string {
	if t.Believed(r) {
		// Of several hosts it is not known which the proxy vouches for.
		if hosts := r.Header.Values("X-Forwarded-Host"); len(hosts) == 1 && hosts[0] != "" && !strings.ContainsAny(hosts[0], ", \t/@") {
			return hosts[0]
		}
	}
	return r.Host
}
