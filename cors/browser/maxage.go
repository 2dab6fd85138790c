// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
)

// defaultMaxAge is for how many seconds an answer is remembered that does not say it.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch step 7.9
const defaultMaxAge = 5

const maxAge = "Access-Control-Max-Age"

// MaxAge is for how many seconds the browser remembers a preflight's answer; 0 is not at all.
//
// By the standard the field is one line of nothing but digits; for anything else, "-1" and two equal lines included,
// it is 5 seconds. Browsers, measured, read some bad values otherwise:
//
//	value              standard  Chromium 156  Firefox 153
//	-1, -0                    5             0            0
//	+600                      5           600            0
//	600, 600 (or lines)       5             5            0
//	600.5, 0x258, abc         5             5            0
//	above 2^63-1            cap             5          cap
//
// web-platform-tests want "-1" not to be remembered, too: see cors/preflight-cache.htm.
//
// https://fetch.spec.whatwg.org/#http-access-control-max-age
func MaxAge(p Profile, r Response) int {
	seconds := readMaxAge(p, r)
	if p.MaxAgeCap > 0 && seconds > p.MaxAgeCap { // step 7.10
		return p.MaxAgeCap
	}
	return seconds
}

func readMaxAge(p Profile, r Response) int {
	lines := r.lines(maxAge)
	switch {
	case p.SignedMaxAge:
		seconds, err := strconv.ParseInt(strings.Join(lines, ", "), 10, 64)
		if err != nil {
			return defaultMaxAge
		}
		return int(min(max(seconds, 0), math.MaxInt32))
	case p.StrictMaxAge:
		lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
		if len(lines) > 0 {
			return secondsOr(0, strings.Join(lines, ", "))
		}
	}
	if len(lines) != 1 { // step 7.9, for null and for failure
		return defaultMaxAge
	}
	return secondsOr(defaultMaxAge, lines[0])
}

// secondsOr reads delta-seconds. Those that are too many for a number are as many as it holds.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2
func secondsOr(otherwise int, value string) int {
	if value == "" || !isDecimal(value) {
		return otherwise
	}
	seconds, err := strconv.ParseInt(value, 10, 32)
	if errors.Is(err, strconv.ErrRange) {
		return math.MaxInt32
	}
	return int(seconds)
}
