// SPDX-License-Identifier: Apache-2.0

package netguard

import (
	"net/netip"
	"testing"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	everything := New(prefixes(t, "0.0.0.0/0", "::/0"), "")
	nothing := New(nil, "")
	const (
		never    = "never"
		allowed  = "only where allowed"
		anywhere = "anywhere over https"
	)
	for _, c := range []struct{ name, addr, rule string }{
		{"AWS, Azure and GCP metadata", "169.254.169.254", never},
		{"mapped metadata", "::ffff:169.254.169.254", never},
		{"AWS metadata over IPv6", "fd00:ec2::254", never},
		{"GCP metadata over IPv6", "fd20:ce::254", never},
		{"Azure wire server", "168.63.129.16", never},
		{"Alibaba metadata", "100.100.100.200", never},
		{"link-local", "169.254.0.1", never},
		{"IPv6 link-local", "fe80::1", never},
		{"IPv6 link-local with a zone", "fe80::1%eth0", never},
		{"end of IPv6 link-local", "febf::1", never},
		{"unspecified", "0.0.0.0", never},
		{"this network", "0.1.2.3", never},
		{"IPv6 unspecified", "::", never},
		{"multicast", "224.0.0.1", never},
		{"last multicast", "239.255.255.255", never},
		{"IPv6 multicast", "ff02::1", never},
		{"broadcast", "255.255.255.255", never},
		{"metadata through NAT64", "64:ff9b::169.254.169.254", never},
		{"metadata through local NAT64", "64:ff9b:1::169.254.169.254", never},
		{"metadata through 6to4", "2002:a9fe:a9fe::1", never},
		{"metadata as IPv4-compatible", "::169.254.169.254", never},
		{"loopback", "127.0.0.1", allowed},
		{"other loopback", "127.8.9.10", allowed},
		{"mapped loopback", "::ffff:127.0.0.1", allowed},
		{"IPv6 loopback", "::1", allowed},
		{"IPv6 loopback with a zone", "::1%lo", allowed},
		{"RFC 1918 10/8", "10.1.2.3", allowed},
		{"RFC 1918 172.16/12", "172.31.255.255", allowed},
		{"RFC 1918 192.168/16", "192.168.1.1", allowed},
		{"ULA", "fd12:3456::1", allowed},
		{"ULA fc00", "fc00::1", allowed},
		{"CGNAT", "100.64.0.1", allowed},
		{"protocol assignments", "192.0.0.8", allowed},
		{"TEST-NET-1", "192.0.2.1", allowed},
		{"TEST-NET-2", "198.51.100.1", allowed},
		{"TEST-NET-3", "203.0.113.1", allowed},
		{"IPv6 documentation", "2001:db8::1", allowed},
		{"newer IPv6 documentation", "3fff::1", allowed},
		{"benchmarking", "198.19.0.1", allowed},
		{"reserved", "240.0.0.1", allowed},
		{"6to4", "2002:808:808::1", allowed},
		{"6to4 relay", "192.88.99.1", allowed},
		{"Teredo", "2001::1", allowed},
		{"ORCHID", "2001:20::1", allowed},
		{"NAT64", "64:ff9b::8.8.8.8", allowed},
		{"local NAT64", "64:ff9b:1::8.8.8.8", allowed},
		{"site-local", "fec0::1", allowed},
		{"IPv4-compatible", "::8.8.8.8", allowed},
		{"IPv4-translated", "::ffff:0:808:808", allowed},
		{"discard", "100::1", allowed},
		{"unassigned IPv6", "4000::1", allowed},
		{"public IPv4", "8.8.8.8", anywhere},
		{"mapped public IPv4", "::ffff:8.8.8.8", anywhere},
		{"before 172.16/12", "172.15.255.255", anywhere},
		{"after 172.16/12", "172.32.0.0", anywhere},
		{"before CGNAT", "100.63.255.255", anywhere},
		{"after CGNAT", "100.128.0.0", anywhere},
		{"public IPv6", "2606:4700::1111", anywhere},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			addr := netip.MustParseAddr(c.addr)
			for _, check := range []struct {
				guard  *Guard
				secure bool
				ok     bool
			}{
				{everything, true, c.rule != never},
				{everything, false, c.rule != never},
				{nothing, true, c.rule == anywhere},
				{nothing, false, false},
				{&Guard{}, true, c.rule == anywhere},
			} {
				refusal := check.guard.checkAddr(addr, check.secure)
				if (refusal == nil) != check.ok {
					t.Errorf("%s, allowed %v, https %t: %v, want ok %t", addr, check.guard.allow, check.secure, refusal, check.ok)
				}
			}
		})
	}
}

func TestAllowedRanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, allow, addr string
		ok                bool
	}{
		{"inside", "10.1.0.0/16", "10.1.2.3", true},
		{"beside", "10.1.0.0/16", "10.2.0.1", false},
		{"host bits are masked", "10.1.2.3/16", "10.1.9.9", true},
		{"mapped range", "::ffff:10.0.0.0/104", "10.1.2.3", true},
		{"mapped range and mapped address", "::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true},
		{"IPv6 range holds no IPv4", "::/0", "10.1.2.3", false},
		{"IPv4 range holds no IPv6", "0.0.0.0/0", "::1", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			guard := New(prefixes(t, c.allow), "")
			if refusal := guard.checkAddr(netip.MustParseAddr(c.addr), false); (refusal == nil) != c.ok {
				t.Errorf("%s with %s: %v, want ok %t", c.addr, c.allow, refusal, c.ok)
			}
		})
	}
	if refusal := New([]netip.Prefix{{}}, "").checkAddr(netip.Addr{}, true); refusal == nil {
		t.Error("no address at all was accepted")
	}
}

// An allowed NAT64 range, as hosts with DNS64 need one, is no way to addresses that are not allowed themselves.
func TestAllowedTranslationLeadsOnlyToWhatIsAllowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		allow, addr string
		want        bool
	}{
		{"64:ff9b::/96", "64:ff9b::8.8.8.8", true},
		{"64:ff9b::/96", "64:ff9b::10.0.0.1", false},
		{"64:ff9b::/96", "64:ff9b::127.0.0.1", false},
		{"::/0", "::127.0.0.1", false},
		{"2002::/16", "2002:a00:1::1", false},
	} {
		for _, secure := range []bool{true, false} {
			refusal := New(prefixes(t, c.allow), "").checkAddr(netip.MustParseAddr(c.addr), secure)
			if got := refusal == nil; got != c.want {
				t.Errorf("%s with %s allowed, secure %v: %v", c.addr, c.allow, secure, refusal)
			}
		}
	}
}
