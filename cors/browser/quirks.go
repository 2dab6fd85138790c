// SPDX-License-Identifier: Apache-2.0

package browser

import "strings"

// forbids reports whether this browser drops a header that a page sets.
func (p Profile) forbids(h Header) bool {
	name := byteLower(h.Name)
	switch {
	case p.DropsUserAgent && name == "user-agent":
		return true
	case p.CommasInQuotes && overridesMethod(name):
		for element := range strings.SplitSeq(h.Value, ",") {
			if IsForbiddenMethod(strings.Trim(element, httpSpace)) {
				return true
			}
		}
		return false
	}
	return IsForbiddenHeader(h)
}

// safelists reports whether this browser asks no permission for a header, whose value is in the bytes that are sent.
func (p Profile) safelists(h Header) bool {
	if p.SafelistsHints && len(h.Value) <= maxSafelistedValue && isHint(byteLower(h.Name), h.Value) {
		return true
	}
	return isSafelisted(h) && !(p.SafelistsASCII && strings.IndexFunc(h.Value, isNotASCII) >= 0)
}

// isNotASCII is true for a byte that is not UTF-8, too.
func isNotASCII(r rune) bool { return r > 0x7f }

// isHint names what Chromium safelists beyond the standard: client hints with values of their kind, and the header by
// which it tells servers of its interventions.
//
// https://wicg.github.io/responsive-image-client-hints/ and https://wicg.github.io/savedata/
func isHint(name, value string) bool {
	switch name {
	case "device-memory", "downlink", "dpr":
		whole, fraction, point := strings.Cut(value, ".")
		return isDigits(whole) && (!point || isDigits(fraction))
	case "rtt", "viewport-width", "width":
		return isDigits(value)
	case "ect":
		return value == "slow-2g" || value == "2g" || value == "3g" || value == "4g"
	case "save-data":
		return byteLower(value) == "on"
	}
	return name == "intervention"
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// forced reports whether the call has a preflight although neither its method nor its headers ask for one.
func (r *Request) forced() bool {
	method := NormalizeMethod(r.Method)
	return r.AlwaysPreflight && !(r.Browser.UploadsBodies && (method == "GET" || method == "HEAD"))
}
