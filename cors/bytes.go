// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// byteClass is a set of bytes, asked once for every byte of hostile input: one load and no branch.
type byteClass [256]bool

func classOf(in func(c byte) bool) (class byteClass) {
	for c := range len(class) {
		class[c] = in(byte(c))
	}
	return class
}

// The classes are written once, here.
var (
	// tokenBytes are what a method or a field name is made of.
	//
	// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
	tokenBytes = classOf(func(c byte) bool {
		return isLower(c) || isUpper(c) || isDigit(c) || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
	})
	// hostBytes are every ASCII byte that a parsed domain can contain, less upper case.
	//
	// https://url.spec.whatwg.org/#forbidden-domain-code-point
	hostBytes = classOf(func(c byte) bool {
		return c > ' ' && c < 0x7f && !isUpper(c) && strings.IndexByte(`#/:<>?@[\]^|%`, c) < 0
	})
)

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// IsToken reports whether s is a token of RFC 9110.
func IsToken(s string) bool {
	for i := range len(s) {
		if !tokenBytes[s[i]] {
			return false
		}
	}
	return s != ""
}

// fold is one byte in ASCII lower case.
func fold(c byte) byte {
	if isUpper(c) {
		return c + 'a' - 'A'
	}
	return c
}

// equalFold compares without ASCII case: U+212A, the Kelvin sign, is not a k. lowered is in lower case already.
func equalFold(lowered, s string) bool {
	if len(lowered) != len(s) {
		return false
	}
	for i := range len(s) {
		if fold(s[i]) != lowered[i] {
			return false
		}
	}
	return true
}

// lower is ASCII lower case. It returns s itself, without allocating, when nothing changes.
func lower(s string) string {
	for i := range len(s) {
		if isUpper(s[i]) {
			return lowerFrom(s, i)
		}
	}
	return s
}

func lowerFrom(s string, start int) string {
	folded := []byte(s)
	for i := start; i < len(folded); i++ {
		folded[i] = fold(folded[i])
	}
	return string(folded)
}
