// SPDX-License-Identifier: Apache-2.0

package gateway

import "strings"

// isPlain reports whether every server reads the path alike. Refused are dot segments, empty segments, path parameters
// and backslashes, plain or encoded once or twice, and encoded slashes and control bytes: an upstream that normalises
// them would serve something else than what the gateway decided on, outside of the service's base even. A slash at the
// end is harmless.
func isPlain(rawPath string) bool {
	if rawPath == "/" {
		return true
	}
	// Neither a space nor a # can stand in a request target, so what a server makes of one is its own idea.
	if !strings.HasPrefix(rawPath, "/") || strings.ContainsAny(rawPath, " #") {
		return false
	}
	for segment := range strings.SplitSeq(strings.TrimSuffix(rawPath[1:], "/"), "/") {
		if segment == "" || !isPlainSegment(segment) {
			return false
		}
	}
	return true
}

func isPlainSegment(segment string) bool {
	if !isHarmless(segment) {
		return false
	}
	if strings.IndexByte(segment, '%') < 0 {
		return true
	}
	once, wellFormed := unescape(segment)
	if !wellFormed || !isHarmless(once) {
		return false
	}
	twice, _ := unescape(once) // what is no escape now is text
	return isHarmless(twice)
}

// isHarmless looks at a segment without decoding it.
func isHarmless(segment string) bool {
	for i := range len(segment) {
		if c := segment[i]; c < ' ' || c == 0x7f || c == '/' || c == '\\' || c == ';' {
			return false
		}
	}
	return segment != "." && segment != ".."
}

// unescape decodes each %XX; a % without two hexadecimal digits stays and is not well formed.
func unescape(s string) (decoded string, wellFormed bool) {
	text, wellFormed := make([]byte, 0, len(s)), true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' {
			if escaped, ok := decodeHex(s, i); ok {
				c = escaped
				i += 2
			} else {
				wellFormed = false
			}
		}
		text = append(text, c)
	}
	return string(text), wellFormed
}

// decodeHex is the byte that %XX at i stands for.
func decodeHex(s string, i int) (byte, bool) {
	if i+2 >= len(s) {
		return 0, false
	}
	high, low := hexValue(s[i+1]), hexValue(s[i+2])
	return byte(high<<4 | low), high >= 0 && low >= 0
}

func hexValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
