// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// element is one name of Access-Control-Request-Headers.
type element struct {
	line   string // that it stands in
	number int    // of that line among the lines
	start  int    // where it starts there
	name   string
	judged verdict
}

// maxRefused is how many names may be refused before the rest of a list is refused unread. A browser tells its page the
// first one; nobody needs more of them.
const maxRefused = 32

// each calls do for every name in the lines, and reports whether none was refused. Empty elements are nothing.
func (h *headerSet) each(lines []string, do func(element)) (ok bool) {
	count := 0
	for number, line := range lines {
		for start := 0; start < len(line); {
			if line[start] == ',' {
				start++
				continue
			}
			e, end := elementAt(line, start)
			start = end
			if e.name == "" {
				continue
			}
			e.number = number
			if e.judged = h.judgeElement(e.name); e.judged == refused {
				count++
			}
			if count > maxRefused {
				return false
			}
			do(e)
		}
	}
	return count == 0
}

// elementAt is the list element at start, without the white space around it, and where it ends.
func elementAt(line string, start int) (e element, end int) {
	end = len(line)
	if comma := strings.IndexByte(line[start:], ','); comma >= 0 {
		end = start + comma
	}
	name := strings.TrimLeft(line[start:end], " \t")
	e = element{line: line, start: end - len(name)}
	e.name = strings.TrimRight(name, " \t")
	return e, end
}

func (h *headerSet) judgeElement(name string) verdict {
	if !isToken(name) {
		return refused
	}
	return h.judge(name)
}
