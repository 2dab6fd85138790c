// SPDX-License-Identifier: Apache-2.0

package browser

import "strings"

// serializePath is a URL's path as browsers send it: slashes for backslashes, no dot segments, "/" for nothing.
//
// https://url.spec.whatwg.org/#path-state
func serializePath(path string) string {
	path = strings.ReplaceAll(path, `\`, "/")
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	var kept []string
	for i, segment := range segments {
		last := i == len(segments)-1
		switch strings.ReplaceAll(byteLower(segment), "%2e", ".") {
		case ".":
		case "..":
			if len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
		default:
			kept = append(kept, segment)
			continue
		}
		if last { // a dot segment at the end leaves its slash
			kept = append(kept, "")
		}
	}
	return "/" + percentEncode(strings.Join(kept, "/"), "\"#<>?^`{}")
}

// percentEncode escapes controls, the space, what is not ASCII, and the bytes of more. What is escaped already stays,
// and so does a percent sign that escapes nothing.
//
// https://url.spec.whatwg.org/#percent-encoded-bytes
func percentEncode(s, more string) string {
	const hex = "0123456789ABCDEF"
	var text strings.Builder
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(more, c) >= 0 {
			text.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		text.WriteByte(c)
	}
	return text.String()
}
