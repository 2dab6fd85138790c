// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"slices"
	"strings"
)

// headers lists every asked name that the answer will not list.
func (e *Explanation) headers(set *headerSet, r *Request) {
	if !e.Decision.Preflight {
		return
	}
	total := 0
	for _, line := range r.RequestHeaders {
		total += len(line)
	}
	if total > maxRequestHeadersBytes {
		e.add(HeaderNotAllowed, "", fmt.Sprintf("Access-Control-Request-Headers has %d bytes; more than %d are not read.", total, maxRequestHeadersBytes),
			"Send fewer headers.")
		return
	}
	modern, read := isFetchShaped(r.RequestHeaders), 0
	for _, line := range r.RequestHeaders {
		for element := range strings.SplitSeq(line, ",") {
			if element != "" {
				read++
			}
			if read > maxElements {
				e.add(HeaderNotAllowed, "", fmt.Sprintf("Access-Control-Request-Headers has more than %d names; the others are not read.", maxElements),
					"Send fewer headers.")
				return
			}
			if name := strings.Trim(element, " \t"); name != "" {
				e.header(set, name, modern)
			}
		}
	}
}

func (e *Explanation) header(set *headerSet, name string, modern bool) {
	if !IsToken(name) {
		e.add(HeaderNotAllowed, name, quote(name)+" is no header name.", "Ask for header names.")
		return
	}
	switch judged := set.judge(name); {
	case judged == allowed, judged == passedOver && !modern:
	case judged == passedOver:
		e.add(HeaderNotAllowed, name, name+" needs no permission for usual values. "+
			"A browser of today asks for it where the value is unusual, and the answer never lists it.",
			"Send a value of at most 128 bytes without quotes, colons or brackets.")
	case IsForbiddenHeader(name):
		e.add(HeaderNotAllowed, name, cut(name)+" is a header that no page can set.", "Leave it to the browser.")
	case name == anything:
		e.add(HeaderNotAllowed, name, `"*" is never sent back, since it would stand for every header.`, "Name the header otherwise.")
	default:
		e.add(HeaderNotAllowed, name, cut(name)+" is not among headers.", "Add "+quote(name)+" to headers.")
	}
}

// isFetchShaped reports whether the list is written as every browser of today writes it: one line, lower case, sorted,
// bare commas. Such a browser lists a safelisted name only if its value does need permission; older ones, and people, list
// it out of habit.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
func isFetchShaped(lines []string) bool {
	if len(lines) != 1 || lower(lines[0]) != lines[0] {
		return false
	}
	names := strings.Split(lines[0], ",")
	return slices.IsSorted(names) && !slices.ContainsFunc(names, func(name string) bool { return !IsToken(name) })
}
