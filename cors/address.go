// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"net/netip"
	"strconv"
	"strings"
)

// IsLoopback reports whether the host is this computer by its name alone, where http is as safe as https.
//
// https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
func (o Origin) IsLoopback() bool {
	if addr, err := netip.ParseAddr(strings.Trim(o.Host, "[]")); err == nil {
		return addr.IsLoopback()
	}
	name := strings.TrimSuffix(o.Host, ".")
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// endsInNumber reports whether browsers read the host as an IPv4 address, because of its last label.
//
// https://url.spec.whatwg.org/#ends-in-a-number-checker
func endsInNumber(host string) bool {
	name := strings.TrimSuffix(host, ".")
	last := name[strings.LastIndexByte(name, '.')+1:]
	if last == "" || !isDigit(last[0]) {
		return false
	}
	if hex, isHex := strings.CutPrefix(last, "0x"); isHex {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

// isSerializedIPv4 reports whether host is four decimal numbers as browsers write them.
//
// https://url.spec.whatwg.org/#concept-ipv4-serializer
func isSerializedIPv4(host string) bool {
	for part := range 4 {
		number, rest, found := strings.Cut(host, ".")
		if found != (part < 3) || !isSerializedByte(number) {
			return false
		}
		host = rest
	}
	return true
}

func isSerializedByte(s string) bool {
	if s == "" || len(s) > 3 || len(s) > 1 && s[0] == '0' {
		return false
	}
	number := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
		number = number*10 + int(s[i]-'0')
	}
	return number <= 255
}

func parseIPv6Origin(scheme, authority string) (Origin, OriginForm) {
	end := strings.IndexByte(authority, ']') + 1
	if !isSerializedIPv6(authority[:end]) {
		return Origin{}, BadIPv6
	}
	o := Origin{Scheme: scheme, Host: authority[:end]}
	if rest := authority[end:]; rest != "" {
		if form := portForm(scheme, rest); form != DomainOrigin {
			return Origin{}, form
		}
		o.Port = rest[1:]
	}
	return o, IPv6Origin
}

// isSerializedIPv6 takes the address in its brackets. Browsers write an embedded IPv4 address in hexadecimal.
//
// https://url.spec.whatwg.org/#concept-ipv6-serializer
func isSerializedIPv6(s string) bool {
	pieces, ok := parsePieces(s)
	if !ok {
		return false
	}
	var address [16]byte
	for i, piece := range pieces {
		address[2*i], address[2*i+1] = byte(piece>>8), byte(piece)
	}
	var room [64]byte // on the stack: to look at an origin costs no allocation
	text := append(room[:0], '[')
	if addr := netip.AddrFrom16(address); addr.Is4In6() {
		text = append(text, "::ffff:"...)
		text = strconv.AppendUint(text, uint64(pieces[6]), 16)
		text = append(text, ':')
		text = strconv.AppendUint(text, uint64(pieces[7]), 16)
	} else {
		text = addr.AppendTo(text)
	}
	return string(append(text, ']')) == s
}

// parsePieces reads the eight pieces of a bracketed address without embedded IPv4. It may read what no browser
// writes: the caller compares. netip.ParseAddr allocates an error for each wrong one.
func parsePieces(s string) (pieces [8]uint16, ok bool) {
	if len(s) < len("[::]") || len(s) > len("[0000:0000:0000:0000:0000:0000:0000:0000]") {
		return pieces, false
	}
	head, tail, compressed := strings.Cut(s[1:len(s)-1], "::")
	n, ok := readPieces(pieces[:], head)
	if !ok || !compressed {
		return pieces, ok && n == len(pieces)
	}
	var behind [8]uint16
	m, ok := readPieces(behind[:], tail)
	if !ok || n+m >= len(pieces) {
		return pieces, false
	}
	copy(pieces[len(pieces)-m:], behind[:m])
	return pieces, true
}

func readPieces(into []uint16, s string) (n int, ok bool) {
	for s != "" {
		piece, rest, more := strings.Cut(s, ":")
		if n == len(into) || piece == "" || len(piece) > 4 || more && rest == "" {
			return n, false
		}
		for i := range len(piece) {
			digit := strings.IndexByte("0123456789abcdef", piece[i])
			if digit < 0 {
				return n, false
			}
			into[n] = into[n]<<4 | uint16(digit)
		}
		n++
		s = rest
	}
	return n, true
}
