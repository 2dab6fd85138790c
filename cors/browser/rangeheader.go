// SPDX-License-Identifier: Apache-2.0

package browser

import "strings"

// isSimpleRange reports whether a Range header asks for one range in bytes that starts somewhere, without white space:
// "bytes=0-499", "bytes=500-". Browsers have never sent "bytes=-500".
//
// Chromium and Firefox do not take numbers of 2^64 and above for any.
//
// https://fetch.spec.whatwg.org/#simple-range-header-value
func isSimpleRange(value string) bool {
	value, isBytes := strings.CutPrefix(value, "bytes=") // steps 2 to 6; the unit has no other spelling
	start, end, found := strings.Cut(value, "-")         // steps 8 to 15
	if !isBytes || !found || !isDecimal(start) || !isDecimal(end) {
		return false
	}
	return start != "" && (end == "" || !isGreater(start, end)) // steps 17 and 18, and the safelist's step 3
}

// isDecimal accepts "", a number that is not there.
func isDecimal(s string) bool { return strings.Trim(s, "0123456789") == "" }

// isGreater compares decimal numbers of any length.
func isGreater(a, b string) bool {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return a > b
}
