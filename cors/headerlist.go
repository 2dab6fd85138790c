// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// maxRequestHeadersBytes bounds Access-Control-Request-Headers over all its lines. Every name that a browser may list
// fits many times; more is refused unread, so that a hostile list costs nothing.
const maxRequestHeadersBytes = 4096

// permitted returns those of the requested names that are allowed, joined by commas, and whether nothing was refused.
// Names may come in any case, order and spacing and on several lines. Always-safelisted names are passed over.
func (h headerSet) permitted(lines []string) (allowed string, ok bool) {
	total := 0
	for _, line := range lines {
		total += len(line)
	}
	if total > maxRequestHeadersBytes {
		return "", false
	}
	if len(lines) == 1 && h.allowsAsWritten(lines[0]) {
		return lines[0], true
	}
	var echo strings.Builder
	ok = true
	for _, line := range lines {
		for element := range strings.SplitSeq(line, ",") {
			name := strings.Trim(element, " \t")
			switch folded := lower(name); {
			case name == "" || isAlwaysSafelisted(folded):
			case !isToken(name) || !h.allows(folded):
				ok = false
			default:
				if echo.Len() > 0 {
					echo.WriteByte(',')
				}
				echo.WriteString(name)
			}
		}
	}
	return echo.String(), ok
}

// allowsAsWritten is the way of every modern browser: lower-case names with bare commas between them, all allowed, so
// that the request's own string can be sent back.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
func (h headerSet) allowsAsWritten(line string) bool {
	for name := range strings.SplitSeq(line, ",") {
		if !isToken(name) || lower(name) != name || isAlwaysSafelisted(name) || !h.allows(name) {
			return false
		}
	}
	return true
}
