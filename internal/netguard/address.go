// SPDX-License-Identifier: Apache-2.0

package netguard

import (
	"fmt"
	"net/netip"
)

// span is a range of addresses and what it is, as said in a refusal.
type span struct {
	prefix netip.Prefix
	what   string
}

// neverSpans are refused even where an allowed range covers them: no FHIR server lives there, and what does live there
// hands out credentials or answers for a whole network. Ranges: https://www.iana.org/assignments/iana-ipv4-special-registry
// and .../iana-ipv6-special-registry; metadata addresses: the clouds' own documents.
func neverSpans() []span {
	return []span{
		{netip.MustParsePrefix("169.254.169.254/32"), "a cloud metadata address"},
		{netip.MustParsePrefix("168.63.129.16/32"), "a cloud metadata address"},
		{netip.MustParsePrefix("100.100.100.200/32"), "a cloud metadata address"},
		{netip.MustParsePrefix("fd00:ec2::254/128"), "a cloud metadata address"},
		{netip.MustParsePrefix("fd20:ce::254/128"), "a cloud metadata address"},
		{netip.MustParsePrefix("169.254.0.0/16"), "a link-local address"},
		{netip.MustParsePrefix("fe80::/10"), "a link-local address"},
		{netip.MustParsePrefix("0.0.0.0/8"), "an unspecified address"},
		{netip.MustParsePrefix("::/128"), "an unspecified address"},
		{netip.MustParsePrefix("224.0.0.0/4"), "a multicast address"},
		{netip.MustParsePrefix("ff00::/8"), "a multicast address"},
		{netip.MustParsePrefix("255.255.255.255/32"), "the broadcast address"},
	}
}

// specialSpans need an allowed range: they are private, or lead to an address that only another machine works out.
func specialSpans() []span {
	return []span{
		{netip.MustParsePrefix("127.0.0.0/8"), "a loopback address"},
		{netip.MustParsePrefix("::1/128"), "a loopback address"},
		{netip.MustParsePrefix("10.0.0.0/8"), "a private address"},
		{netip.MustParsePrefix("172.16.0.0/12"), "a private address"},
		{netip.MustParsePrefix("192.168.0.0/16"), "a private address"},
		{netip.MustParsePrefix("fc00::/7"), "a private address"},
		{netip.MustParsePrefix("fec0::/10"), "a site-local address"},
		{netip.MustParsePrefix("100.64.0.0/10"), "a carrier-grade NAT address"},
		{netip.MustParsePrefix("192.0.0.0/24"), "a protocol assignment"},
		{netip.MustParsePrefix("192.88.99.0/24"), "a 6to4 relay address"},
		{netip.MustParsePrefix("192.0.2.0/24"), "a documentation address"},
		{netip.MustParsePrefix("198.51.100.0/24"), "a documentation address"},
		{netip.MustParsePrefix("203.0.113.0/24"), "a documentation address"},
		{netip.MustParsePrefix("2001:db8::/32"), "a documentation address"},
		{netip.MustParsePrefix("3fff::/20"), "a documentation address"},
		{netip.MustParsePrefix("198.18.0.0/15"), "a benchmarking address"},
		{netip.MustParsePrefix("240.0.0.0/4"), "a reserved address"},
		{netip.MustParsePrefix("2002::/16"), "a 6to4 address"},
		{netip.MustParsePrefix("2001::/32"), "a Teredo address"},
		{netip.MustParsePrefix("2001::/23"), "a protocol assignment"},
		{netip.MustParsePrefix("64:ff9b::/96"), "a NAT64 address"},
		{netip.MustParsePrefix("64:ff9b:1::/48"), "a NAT64 address"},
	}
}

// tables is built once: nothing writes to it.
var tables = struct{ never, special []span }{neverSpans(), specialSpans()}

// globalUnicast is all of IPv6 that is given out today (RFC 4291 section 2.4); the rest is reserved.
var globalUnicast = netip.MustParsePrefix("2000::/3")

// checkAddr judges one address; secure is whether the connection will be TLS.
func (g *Guard) checkAddr(addr netip.Addr, secure bool) *Refusal {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() {
		return refuse("The address is not valid.", fixPublic)
	}
	if what := find(tables.never, addr); what != "" {
		return refuse(fmt.Sprintf("%s is %s.", addr, what), "No setting allows it: use another address.")
	}
	if inner := embedded(addr); inner.IsValid() && g.checkAddr(inner, true) != nil {
		return refuse(fmt.Sprintf("%s leads to %s, which may not be dialled.", addr, inner), fixPublic)
	}
	if g.allowed(addr) {
		return nil
	}
	if what := find(tables.special, addr); what != "" {
		return refuse(fmt.Sprintf("%s is %s.", addr, what), fixPublic)
	}
	if addr.Is6() && !globalUnicast.Contains(addr) {
		return refuse(fmt.Sprintf("%s is a reserved address.", addr), fixPublic)
	}
	if !secure {
		return refuse(fmt.Sprintf("http to %s would be readable on the way.", addr), fixHTTPS)
	}
	return nil
}

func (g *Guard) allowed(addr netip.Addr) bool {
	for _, prefix := range g.allow {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

func find(spans []span, addr netip.Addr) string {
	for _, s := range spans {
		if s.prefix.Contains(addr) {
			return s.what
		}
	}
	return ""
}

// embedded is the IPv4 address that a translator would connect to for addr, so that an allowed NAT64 range does not
// become a way to addresses that are not allowed themselves: RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4291 (IPv4-compatible).
func embedded(addr netip.Addr) netip.Addr {
	if !addr.Is6() {
		return netip.Addr{}
	}
	b := addr.As16()
	switch {
	case netip.MustParsePrefix("2002::/16").Contains(addr):
		return netip.AddrFrom4([4]byte(b[2:6]))
	case netip.MustParsePrefix("64:ff9b::/96").Contains(addr), netip.MustParsePrefix("64:ff9b:1::/48").Contains(addr):
		return netip.AddrFrom4([4]byte(b[12:16]))
	case netip.MustParsePrefix("::/96").Contains(addr) && addr != netip.IPv6Loopback():
		return netip.AddrFrom4([4]byte(b[12:16]))
	}
	return netip.Addr{}
}
