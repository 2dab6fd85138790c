// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"as it is", `GET "x" \ ~`, `GET "x" \ ~`},
		{"escape sequence", "\x1b[31m", `\u001b[31m`},
		{"line", "a\r\nb\tc", `a\u000d\u000ab\u0009c`},
		{"NUL and DEL", "\x00\x7f", `\u0000\u007f`},
		{"C1", "\u009b31m", `\u009b31m`},
		{"no UTF-8", "\x9b\xff\xef", `\x9b\xff\xef`},
		{"direction", "\u202eabc\u2066", `\u202eabc\u2066`},
		{"marks of direction", "\u200ea\u200f\u061c\u2069", `\u200ea\u200f\u061c\u2069`},
		{"letters", "é…😀", "é…😀"},
		{"other spaces, and what has no width", "\u00a0\u2028\u3000\u200b\ufeff\u00ad", `\u00a0\u2028\u3000\u200b\ufeff\u00ad`},
		{"private use and none", "\ue000\U0010ffff", `\ue000\U0010ffff`},
		{"browsers' quotation marks", "‘a’ “b”", "‘a’ “b”"},
		{"the replacement character itself", "\ufffd", `\ufffd`},
	} {
		if got := plain(c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// FuzzPlain: whatever a server sends, no byte of it controls a terminal, and JSON says the same as before.
func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"", "a\x1b[2J", "\u009b", "\x9b", "\u2028😀\x7f", "‘"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range plain(text) + short(text) {
			if !unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%q", r)
			}
		}
		encoded, err := json.Marshal([]string{text})
		if err != nil {
			t.Fatal(err)
		}
		escaped := plainJSON(encoded)
		if strings.ContainsFunc(escaped, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Fatalf("%q", escaped)
		}
		var back []string
		if err := json.Unmarshal([]byte(escaped), &back); err != nil || len(back) != 1 || utf8.ValidString(text) && back[0] != text {
			t.Fatalf("%v: %q became %q", err, text, back)
		}
	})
}

func TestColours(t *testing.T) {
	for _, c := range []struct {
		name, noColor, term string
		want                bool
	}{{"terminal", "", "xterm", true}, {"NO_COLOR", "1", "xterm", false}, {"dumb", "", "dumb", false}} {
		t.Setenv("NO_COLOR", c.noColor)
		t.Setenv("TERM", c.term)
		terminal, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a character device, as a terminal is
		if err != nil {
			t.Fatal(err)
		}
		if got := hasColours(terminal); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if err := terminal.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if hasColours(&bytes.Buffer{}) {
		t.Error("a buffer has colours")
	}
	for outcome, want := range map[outcome]string{allowed: "\x1b[1;32mALLOWED\x1b[0m", blocked: "\x1b[1;31mBLOCKED\x1b[0m", unknown: "\x1b[1;33mCANNOT TELL\x1b[0m"} {
		text := (&report{Outcome: outcome}).text(true)
		if !strings.HasPrefix(text, want+"  ") || strings.Count(text, "\x1b") != 2 {
			t.Errorf("%s: %q", outcome, text)
		}
	}
}
