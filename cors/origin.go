// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"net/netip"
	"strconv"
	"strings"
)

// maxOriginBytes bounds what is looked at: no browser sends an origin that long.
const maxOriginBytes = 2 * MaxEntryBytes

// IsSerializedOrigin reports whether s is, byte for byte, a tuple origin as a browser serializes it: scheme, "://",
// host in lower case, and a port only where it is not the default one. "null" is not a tuple origin.
//
// https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
func IsSerializedOrigin(s string) bool {
	if len(s) > maxOriginBytes {
		return false
	}
	scheme, authority, found := strings.Cut(s, "://")
	if !found || !isScheme(scheme) {
		return false
	}
	host, port, hasPort := splitPort(authority)
	if hasPort && !isSerializedPort(scheme, port) {
		return false
	}
	return isSerializedHost(host)
}

// splitPort cuts at the colon behind the host; the colons of an IPv6 address stand in brackets.
func splitPort(authority string) (host, port string, hasPort bool) {
	if strings.HasPrefix(authority, "[") {
		end := strings.IndexByte(authority, ']')
		rest := authority[end+1:]
		if end < 0 || rest == "" {
			return authority, "", false
		}
		port, hasPort = strings.CutPrefix(rest, ":")
		if !hasPort {
			return "", "", false
		}
		return authority[:end+1], port, true
	}
	return strings.Cut(authority, ":")
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !isLower(c) && (i == 0 || !isDigit(c) && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}

func isSerializedPort(scheme, port string) bool {
	if port == "" || port[0] == '0' || len(port) > 5 {
		return false
	}
	number, err := strconv.ParseUint(port, 10, 16)
	return err == nil && number > 0 && !isDefaultPort(scheme, port)
}

func isSerializedHost(host string) bool {
	if inner, ok := strings.CutPrefix(host, "["); ok {
		return isSerializedIPv6(inner)
	}
	for i := range len(host) {
		if !isHostByte(host[i]) {
			return false
		}
	}
	return host != "" && host[0] != '.'
}

// isSerializedIPv6 takes what follows the opening bracket. Browsers write an embedded IPv4 address in hexadecimal.
//
// https://url.spec.whatwg.org/#concept-ipv6-serializer
func isSerializedIPv6(s string) bool {
	inner, closed := strings.CutSuffix(s, "]")
	addr, err := netip.ParseAddr(inner)
	if !closed || err != nil || !addr.Is6() || addr.Zone() != "" {
		return false
	}
	var room [64]byte // on the stack: to look at an origin costs no allocation
	text := room[:0]
	if b := addr.As16(); addr.Is4In6() {
		text = append(text, "::ffff:"...)
		text = strconv.AppendUint(text, uint64(b[12])<<8|uint64(b[13]), 16)
		text = append(text, ':')
		text = strconv.AppendUint(text, uint64(b[14])<<8|uint64(b[15]), 16)
	} else {
		text = addr.AppendTo(text)
	}
	return string(text) == inner
}

// isHostByte is every ASCII byte that a parsed domain can contain, less upper case.
//
// https://url.spec.whatwg.org/#forbidden-domain-code-point
func isHostByte(c byte) bool {
	return c > ' ' && c < 0x7f && !isUpper(c) && strings.IndexByte(`#/:<>?@[\]^|%`, c) < 0
}
