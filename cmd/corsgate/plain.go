// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain makes text of a stranger fit for a terminal and for one line: what is not printable is escaped, so that
// it can move no cursor, hide no text, turn its direction and fake no line. Spaces other than ASCII's are not printable.
func plain(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsPrint(r) && r != utf8.RuneError:
			b.WriteRune(r)
		case r == utf8.RuneError && size == 1: // no UTF-8
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		i += size
	}
	return b.String()
}

// plainJSON escapes in JSON what is not printable ASCII. Such bytes stand inside strings only; JSON's own line breaks
// are kept.
func plainJSON(text []byte) string {
	var b strings.Builder
	for _, r := range string(text) {
		switch {
		case r >= ' ' && r <= '~' || r == '\n':
			b.WriteRune(r)
		case r > 0xffff: // a pair of surrogates
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// short cuts text for people that is too long for them.
func short(text string) string {
	const most = 600
	if len(text) <= most {
		return plain(text)
	}
	return plain(strings.ToValidUTF8(text[:most], "")) + fmt.Sprintf("... (%d bytes)", len(text))
}

// Colours of a terminal (ECMA-48, SGR).
const (
	red    = "31"
	green  = "32"
	yellow = "33"
)

// paint makes text bold and coloured where colours is set.
func paint(text, colour string, colours bool) string {
	if !colours {
		return text
	}
	return "\x1b[1;" + colour + "m" + text + "\x1b[0m"
}

// hasColours reports whether out is a terminal whose user has nothing against colours (https://no-color.org).
func hasColours(out io.Writer) bool {
	file, isFile := out.(*os.File)
	if !isFile || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" || runtime.GOOS == "windows" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
