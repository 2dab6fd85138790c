// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// IsForbiddenHeader reports whether a page cannot set this request header: the browser drops it without a word. For
// the three headers with which some frameworks override a method, the value counts too.
//
// It is the standard's list. For where browsers differ see Profile.
//
// https://fetch.spec.whatwg.org/#forbidden-request-header
func IsForbiddenHeader(h Header) bool {
	return cors.IsForbiddenHeader(h.Name) || // steps 1 and 2
		overridesMethod(byteLower(h.Name)) && overridesForbidden(h.Value) // step 3
}

// overridesMethod takes a name in lower case.
func overridesMethod(name string) bool {
	return name == "x-http-method" || name == "x-http-method-override" || name == "x-method-override"
}

// overridesForbidden splits the value at the commas outside quoted strings and looks for a forbidden method. A quoted
// one is none: its quotes stay part of the element.
//
// https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split-2
func overridesForbidden(value string) bool {
	start := 0
	for i := 0; i <= len(value); i++ {
		switch {
		case i == len(value) || value[i] == ',':
			if IsForbiddenMethod(strings.Trim(value[start:i], httpSpace)) {
				return true
			}
			start = i + 1
		case value[i] == '"':
			i = quotedEnd(value, i)
		}
	}
	return false
}

// quotedEnd is the index of the last byte of the quoted string that starts at i. One that is not closed ends behind the
// value: with a quote in it, what is left is no method.
//
// https://fetch.spec.whatwg.org/#collect-an-http-quoted-string
func quotedEnd(value string, i int) int {
	for i++; i < len(value) && value[i] != '"'; i++ {
		if value[i] == '\\' {
			i++
		}
	}
	return i
}

// byteLower is ASCII lower case; every other byte stays as it is.
//
// https://infra.spec.whatwg.org/#byte-lowercase
func byteLower(s string) string {
	lowered := []byte(s)
	for i, c := range lowered {
		if c >= 'A' && c <= 'Z' {
			lowered[i] = c + 'a' - 'A'
		}
	}
	return string(lowered)
}
