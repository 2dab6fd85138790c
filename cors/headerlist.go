// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// maxRequestHeadersBytes bounds Access-Control-Request-Headers over all its lines. Every name that a browser may list
// fits many times; more is refused unread, so that a hostile list costs nothing.
const maxRequestHeadersBytes = 4096

// HeaderList is a list of header names on its way from a request to the answer. It points into the request's own
// lines, so that deciding on it costs no memory.
type HeaderList struct {
	// piece is what is allowed, where that is one piece of one line; else the list is what set allows of lines.
	piece string
	lines []string
	set   *headerSet
}

// String is the list as a field value. It allocates only if what is allowed has to be put together.
func (l HeaderList) String() string {
	if l.set == nil {
		return l.piece
	}
	var echo strings.Builder
	echo.Grow(sizeOf(l.lines))
	for e := (elements{set: l.set, lines: l.lines}); e.next(); {
		if e.judged != allowed {
			continue
		}
		if echo.Len() > 0 {
			echo.WriteByte(',')
		}
		echo.WriteString(e.name)
	}
	return echo.String()
}

// permitted returns those of the requested names that are allowed, and whether nothing was refused. Names may come in
// any case, order and spacing and on several lines. Always-safelisted names are passed over.
func (h *headerSet) permitted(lines []string) (list HeaderList, ok bool) {
	if sizeOf(lines) > maxRequestHeadersBytes {
		return HeaderList{}, false
	}
	if len(lines) == 1 && h.hasAll(lines[0]) {
		return HeaderList{piece: lines[0]}, true
	}
	var run piece
	e := elements{set: h, lines: lines}
	for e.next() {
		if e.judged == allowed {
			run.add(&e)
		}
	}
	if run.broken {
		return HeaderList{lines: lines, set: h}, e.refused == 0
	}
	return HeaderList{piece: run.text}, e.refused == 0
}

// hasAll reports whether the line is as every browser of today writes it, and all of it is allowed by name. Both lists
// are sorted, so a short one is gone through once.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
func (h *headerSet) hasAll(line string) bool {
	if h.index != nil {
		return h.findsAll(line)
	}
	for _, name := range h.names {
		rest, found := strings.CutPrefix(line, name)
		switch {
		case !found:
		case rest == "":
			return true
		case rest[0] == ',':
			line = rest[1:]
		}
	}
	return false
}

// findsAll looks each name up.
func (h *headerSet) findsAll(line string) bool {
	for {
		comma := strings.IndexByte(line, ',')
		if comma < 0 {
			return h.has(line)
		}
		if !h.has(line[:comma]) {
			return false
		}
		line = line[comma+1:]
	}
}

func sizeOf(lines []string) (size int) {
	for _, line := range lines {
		size += len(line)
	}
	return size
}

// piece joins names as long as they stand in one line with bare commas between them.
type piece struct {
	text       string
	line       string
	start, end int
	lines      int // that were still to be read: another count is another line
	broken     bool
}

func (p *piece) add(e *elements) {
	switch {
	case p.text == "":
		p.line, p.start = e.line, e.start
	case p.broken || e.start != p.end+1 || len(e.lines) != p.lines:
		p.broken = true
		return
	}
	p.end, p.lines = e.start+len(e.name), len(e.lines)
	p.text = p.line[p.start:p.end]
}
