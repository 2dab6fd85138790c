// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// maxRefused is how many names may be refused before the rest of a list is refused unread. A browser tells its page the
// first one; nobody needs more of them.
const maxRefused = 32

// maxElements is how many names are read of a list: more than can be listed in settings.
const maxElements = 2 * MaxHeaders

// elements goes over the names in the lines of Access-Control-Request-Headers. Empty elements are nothing.
type elements struct {
	set   *headerSet
	lines []string // the first one is being read
	at    int      // how far
	read  int      // how many
	// refused counts the names that are not allowed.
	refused int
	// The name that next has found, in which line, where it starts there, and what becomes of it.
	name   string
	line   string
	start  int
	judged verdict
}

// next finds the next name.
func (e *elements) next() bool {
	for len(e.lines) > 0 && e.refused <= maxRefused {
		e.line = e.lines[0]
		if e.at >= len(e.line) {
			e.lines, e.at = e.lines[1:], 0
			continue
		}
		if e.line[e.at] == ',' {
			e.at++
			continue
		}
		if e.read++; e.read > maxElements {
			e.refused++
			return false
		}
		if e.take(); e.name != "" {
			e.judge()
			return true
		}
	}
	return false
}

// take takes the element that starts here, without the white space around it.
func (e *elements) take() {
	start, end := e.at, len(e.line)
	if comma := strings.IndexByte(e.line[start:], ','); comma >= 0 {
		end = start + comma
	}
	e.at = end
	for start < end && isSpace(e.line[start]) {
		start++
	}
	for start < end && isSpace(e.line[end-1]) {
		end--
	}
	e.start, e.name = start, e.line[start:end]
}

// isSpace is the white space that may stand around list elements.
//
// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.3
func isSpace(c byte) bool { return c == ' ' || c == '\t' }

func (e *elements) judge() {
	e.judged = e.set.judge(e.name)
	if e.judged == refused {
		e.refused++
	}
}
