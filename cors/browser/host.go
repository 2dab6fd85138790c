// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// hostProfile maps names as browsers do when they parse a URL.
//
// https://url.spec.whatwg.org/#concept-domain-to-ascii
var hostProfile = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false),
	idna.CheckHyphens(false), idna.CheckJoiners(true), idna.BidiRule())

// parseHost is a URL's host as the browser writes it: Punycode, lower case, addresses in their one form. What is left
// that no host may contain is for the caller to find.
//
// https://url.spec.whatwg.org/#concept-host-parser
func parseHost(host string) (serialized, fault string) {
	if inner, bracketed := strings.CutPrefix(host, "["); bracketed {
		return parseIPv6(inner)
	}
	host, err := url.PathUnescape(host)
	if err != nil {
		return "", "has a percent sign in its host"
	}
	if isPlainASCII(host) {
		host = byteLower(host)
	} else if host, err = hostProfile.ToASCII(host); err != nil || !isOwnASCII(host) {
		return "", "has a host that is not a valid international name"
	}
	if last := lastLabel(host); last != "" && last[0] >= '0' && last[0] <= '9' {
		if address, isNumber := parseIPv4(host); isNumber {
			if address == "" {
				return "", "has a host that ends in a number and is no IPv4 address"
			}
			return address, ""
		}
	}
	return host, ""
}

// isPlainASCII reports whether a host needs no more than lower case.
func isPlainASCII(host string) bool {
	for i := range len(host) {
		if host[i] >= 0x80 {
			return false
		}
	}
	return !strings.Contains("."+byteLower(host), ".xn--")
}

// isOwnASCII asks again, for the profile lets some names pass that are no UTF-8, and would refuse what it made of them.
func isOwnASCII(host string) bool {
	again, err := hostProfile.ToASCII(host)
	return err == nil && again == host
}

// parseIPv6 takes what follows the opening bracket. Browsers write an embedded IPv4 address in hexadecimal.
//
// https://url.spec.whatwg.org/#concept-ipv6-serializer
func parseIPv6(s string) (serialized, fault string) {
	inner, closed := strings.CutSuffix(s, "]")
	address, err := netip.ParseAddr(inner)
	if !closed || err != nil || !address.Is6() || address.Zone() != "" {
		return "", "has brackets with no IPv6 address in them"
	}
	if b := address.As16(); address.Is4In6() {
		return "[::ffff:" + strconv.FormatUint(uint64(b[12])<<8|uint64(b[13]), 16) + ":" +
			strconv.FormatUint(uint64(b[14])<<8|uint64(b[15]), 16) + "]", ""
	}
	return "[" + address.String() + "]", ""
}

// lastLabel is the last label, without a dot at the very end.
func lastLabel(host string) string {
	host = strings.TrimSuffix(host, ".")
	return host[strings.LastIndexByte(host, '.')+1:]
}

// parseIPv4 reads the forms that browsers understand, such as 127.1 and 0x7f000001. It is not a number where the host
// is a name, and the address is "" where it is meant for one and is none.
//
// https://url.spec.whatwg.org/#concept-ipv4-parser
func parseIPv4(host string) (address string, isNumber bool) {
	if last := lastLabel(host); strings.Trim(last, "0123456789") != "" {
		if _, ok := parseIPv4Number(last); !ok {
			return "", false
		}
	}
	parts := strings.Split(strings.TrimSuffix(host, "."), ".")
	if len(parts) > 4 {
		return "", true
	}
	var sum uint64
	for i, part := range parts {
		number, ok := parseIPv4Number(part)
		limit := uint64(256)
		if i == len(parts)-1 {
			limit = 1 << (8 * (5 - len(parts)))
		}
		if !ok || number >= limit {
			return "", true
		}
		if i == len(parts)-1 {
			sum += number
		} else {
			sum += number << (8 * (3 - i))
		}
	}
	return netip.AddrFrom4([4]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}).String(), true
}

// parseIPv4Number reads a decimal, an octal or a hexadecimal number; "0x" is zero.
//
// https://url.spec.whatwg.org/#ipv4-number-parser
func parseIPv4Number(s string) (number uint64, ok bool) {
	base := 10
	if hex, isHex := strings.CutPrefix(s, "0x"); isHex {
		s, base = "0"+hex, 16
	} else if len(s) > 1 && s[0] == '0' {
		base = 8
	}
	number, err := strconv.ParseUint(s, base, 64)
	return number, err == nil
}
