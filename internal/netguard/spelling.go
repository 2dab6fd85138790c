// SPDX-License-Identifier: Apache-2.0

package netguard

import (
	"net/url"
	"strings"
)

// endsInNumber is the "ends in a number checker" of https://url.spec.whatwg.org/#ends-in-a-number-checker: such a host
// is an IPv4 address to browsers and to inet_aton, however it is spelled (2130706433, 0x7f.1, 0177.0.0.1, 127.1).
func endsInNumber(host string) bool {
	host = strings.TrimSuffix(host, ".")
	last := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	if last == "" {
		return false
	}
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

// isDNSName is the shape of RFC 1123 section 2.1, plus the underscore that internal names use; one dot may end it.
func isDNSName(host string) bool {
	host = strings.TrimSuffix(host, ".")
	if host == "" || len(host) > 253 {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := range len(label) {
			if !isNameByte(label[i]) {
				return false
			}
		}
	}
	return true
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// checkPath refuses what servers read differently: a request path is appended to it byte for byte.
func checkPath(escaped string) *Refusal {
	if escaped == "" || escaped == "/" {
		return nil
	}
	path := strings.TrimSuffix(strings.TrimPrefix(escaped, "/"), "/")
	for segment := range strings.SplitSeq(path, "/") {
		plain, err := url.PathUnescape(segment)
		if err != nil {
			return refuse("The path has a broken percent-encoding.", "Correct it.")
		}
		// Some servers cut ";…" before they look at the dots.
		name, _, _ := strings.Cut(plain, ";")
		switch {
		case segment == "":
			return refuse("The path has an empty segment.", "Write each slash once.")
		case name == "." || name == "..":
			return refuse("The path has a dot segment.", "Write the path that it leads to.")
		case strings.ContainsAny(plain, `/\`):
			return refuse("The path has an encoded slash or backslash.", "Write the path with plain slashes.")
		case strings.ContainsFunc(plain, isControl):
			return refuse("The path has an encoded control character.", "Remove it.")
		}
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }
