// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// maxRequestHeadersBytes bounds Access-Control-Request-Headers over all its lines. Every name that a browser may list
// fits many times; more is refused unread, so that a hostile list costs nothing.
const maxRequestHeadersBytes = 4096

// HeaderList is a list of header names on its way from a request to the answer. It points into the request's own
// lines, so that deciding on it costs no memory.
type HeaderList struct {
	// line is the request's only line, where all of it is allowed and written as browsers do; else the list is what set
	// allows of lines.
	line  string
	lines []string
	set   *headerSet
}

// String is the list as a field value. It allocates only for a list that no browser of today would have written so.
func (l HeaderList) String() string {
	if l.set == nil {
		return l.line
	}
	var echo strings.Builder
	for _, line := range l.lines {
		for element := range strings.SplitSeq(line, ",") {
			name := strings.Trim(element, " \t")
			if !isToken(name) || l.set.judge(name) != allowed {
				continue
			}
			if echo.Len() > 0 {
				echo.WriteByte(',')
			}
			echo.WriteString(name)
		}
	}
	return echo.String()
}

// permitted returns those of the requested names that are allowed, and whether nothing was refused. Names may come in
// any case, order and spacing and on several lines. Always-safelisted names are passed over.
func (h *headerSet) permitted(lines []string) (list HeaderList, ok bool) {
	total := 0
	for _, line := range lines {
		total += len(line)
	}
	if total > maxRequestHeadersBytes {
		return HeaderList{}, false
	}
	verbatim, ok := true, true
	for _, line := range lines {
		lineVerbatim, lineOK := h.scan(line)
		verbatim, ok = verbatim && lineVerbatim, ok && lineOK
	}
	if verbatim && len(lines) <= 1 {
		return HeaderList{line: strings.Join(lines, "")}, true
	}
	return HeaderList{lines: lines, set: h}, ok
}

// scan goes once over a line. ok: nothing in it is refused. verbatim: it can be sent back as it is, since it is
// names with bare commas between them, all allowed.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
func (h *headerSet) scan(line string) (verbatim, ok bool) {
	verbatim, ok = true, true
	for at := 0; at <= len(line); at++ {
		start := at
		for at < len(line) && tokenBytes[line[at]] {
			at++
		}
		name := line[start:at]
		if at < len(line) && line[at] != ',' {
			verbatim = false
			name, at = element(line, start)
			if name != "" && !isToken(name) {
				ok = false
				continue
			}
		}
		if name == "" {
			verbatim = false
			continue
		}
		judged := h.judge(name)
		verbatim, ok = verbatim && judged == allowed, ok && judged != refused
	}
	return verbatim, ok
}

// element is the list element at start, without white space around it, and where it ends.
func element(line string, start int) (name string, end int) {
	end = len(line)
	if comma := strings.IndexByte(line[start:], ','); comma >= 0 {
		end = start + comma
	}
	return strings.Trim(line[start:end], " \t"), end
}
