// SPDX-License-Identifier: Apache-2.0

package browser

import "strings"

// NormalizeValue is a header value without the white space around it: tabs, spaces and line breaks.
//
// https://fetch.spec.whatwg.org/#concept-header-value-normalize
func NormalizeValue(value string) string { return strings.Trim(value, httpSpace) }

// headerValue is a page's value in the bytes that are sent: normalized, each code point up to U+00FF as one byte. A
// value that is not UTF-8 is taken for those bytes already.
//
// https://webidl.spec.whatwg.org/#js-ByteString and https://infra.spec.whatwg.org/#isomorphic-encode
func headerValue(value string) string {
	value = NormalizeValue(value)
	if strings.IndexFunc(value, isNoByte) >= 0 { // true for what is not UTF-8, too
		return value
	}
	encoded := make([]byte, 0, len(value))
	for _, r := range value {
		encoded = append(encoded, byte(r))
	}
	return string(encoded)
}

// isNoByte reports whether a code point makes setting a header a TypeError.
func isNoByte(r rune) bool { return r > 0xff }

// fillHeaders is a page's headers as the browser's header list, without the forbidden ones. Headers of one name get
// the spelling of the first; combine joins their values in its place.
//
// https://fetch.spec.whatwg.org/#concept-headers-fill and https://fetch.spec.whatwg.org/#concept-header-list-combine
func (p Profile) fillHeaders(headers []Header, combine bool) []Header {
	var list []Header
	first := make(map[string]int, len(headers))
	for _, h := range headers {
		h.Value = headerValue(h.Value)
		if p.forbids(h) {
			continue
		}
		name := byteLower(h.Name)
		i, seen := first[name]
		switch {
		case !seen:
			first[name] = len(list)
			list = append(list, h)
		case combine:
			list[i].Value += ", " + h.Value
		default:
			list = append(list, Header{list[i].Name, h.Value})
		}
	}
	return list
}

// headerList is what the page's headers become. XMLHttpRequest joins the values of one name; fetch() does not, by the
// standard and in Firefox, but Chromium does.
//
// https://xhr.spec.whatwg.org/#dom-xmlhttprequest-setrequestheader
func (r *Request) headerList() []Header {
	return r.Browser.fillHeaders(r.Headers, r.XHR || r.Browser.JoinsHeaders)
}
