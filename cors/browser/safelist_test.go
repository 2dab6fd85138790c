// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// TestSafelistEdges has what no web platform test covers, as measured in Chromium and Firefox.
func TestSafelistEdges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, value string
		want        bool
	}{
		{"accept", strings.Repeat("a", 128), true}, {"accept", strings.Repeat("a", 129), false},
		{"accept", " " + strings.Repeat("a", 128) + "\r\n", true},
		{"accept", "application/fhir+json", true}, {"accept", "a\tb", true}, {"accept", "", true}, {"accept", "{", false},
		{"ACCEPT", "a/b;q=0.5", true}, {"accept", "\x7f", false}, {"accept", "\xe9", true},
		{"accept-language", "en-US,en;q=0.8", true}, {"accept-language", "nn_NO", false}, {"accept-language", "", true},
		{"accept-language", "a\tb", false}, {"accept-language", "\xe9", false}, {"content-language", "de, *.", true},
		{"content-type", " TEXT/plain ;x", true}, {"content-type", "", false}, {"content-type", "text/plain/", false},
		{"content-type", "text/plain;\xff", true}, {"content-type", "text/plain;x=\"", false},
		{"content-type", "application/fhir+json", false}, {"content-type", "application/json+fhir", false},
		{"range", "Bytes=1-2", false}, {"range", "bytes=-", false}, {"range", "bytes=007-7", true},
		{"range", "bytes=9-10", true}, {"range", "bytes=10-9", false}, {"range", "bytes=0-", true}, {"range", "", false},
		{"if-none-match", "x", false}, {"prefer", "x", false}, {"last-event-id", "1", false}, {"", "", false},
	} {
		if got := browser.IsSafelistedHeader(browser.Header{Name: c.name, Value: c.value}); got != c.want {
			t.Errorf("%s: %q safelisted %v", c.name, c.value, got)
		}
	}
}

// TestUnsafeHeaderNames has the rules that concern all headers of a request together.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
func TestUnsafeHeaderNames(t *testing.T) {
	t.Parallel()
	header := func(name, value string) browser.Header { return browser.Header{Name: name, Value: value} }
	sum := func(bytes int) []browser.Header { // safelisted, one by one
		var headers []browser.Header
		for ; bytes > 128; bytes -= 128 {
			headers = append(headers, header("Accept", strings.Repeat("a", 128)))
		}
		return append(headers, header("Accept-Language", strings.Repeat("a", bytes)))
	}
	for name, c := range map[string]struct {
		headers []browser.Header
		want    []string
	}{
		"none": {nil, nil},
		"sorted after lower": {[]browser.Header{header("X-b", "1"), header("x-C", "1"), header("X-A", "1")},
			[]string{"x-a", "x-b", "x-c"}},
		"each once": {[]browser.Header{header("X-A", "1"), header("x-a", "2")}, []string{"x-a"}},
		"forbidden": {
			[]browser.Header{header("Cookie", "a=b"), header("X-HTTP-Method", "TRACE"), header("X-HTTP-Method", "PUT")},
			[]string{"x-http-method"}},
		"sum of 1024":               {sum(1024), nil},
		"sum of 1025":               {sum(1025), []string{"accept", "accept-language"}},
		"unsafe ones do not count":  {append(sum(1024), header("X-A", strings.Repeat("a", 500))), []string{"x-a"}},
		"safe and unsafe of a name": {[]browser.Header{header("accept", "a"), header("accept", "(")}, []string{"accept"}},
	} {
		if got := browser.UnsafeHeaderNames(c.headers); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// FuzzUnsafeHeaderNames: what is asked for is sorted, unique and in lower case, and it is what is not safelisted and
// not forbidden, unless the sum is exceeded.
func FuzzUnsafeHeaderNames(f *testing.F) {
	f.Add("Accept", "*/*", "Content-Type", "text/plain;x", "X-A", "1")
	f.Add("range", "bytes=0-", "RANGE", "bytes=5-4", "accept-language", "\x01")
	f.Add("x-http-method", "get,\"trace\"", "x-method-override", "\"\\\",trace", "Sec-A", "")
	f.Fuzz(func(t *testing.T, name1, value1, name2, value2, name3, value3 string) {
		headers := []browser.Header{{Name: name1, Value: value1}, {Name: name2, Value: value2}, {Name: name3, Value: value3}}
		names := browser.UnsafeHeaderNames(headers)
		if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Fatalf("%q: neither sorted nor unique", names)
		}
		for _, name := range names {
			if strings.ContainsAny(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
				t.Fatalf("%q has upper case", name)
			}
		}
		for _, h := range headers { // three safelisted values never exceed the sum
			unsafe := !browser.IsForbiddenHeader(h) && !browser.IsSafelistedHeader(h)
			if lowered := lowerBytes(h.Name); unsafe && !slices.Contains(names, lowered) {
				t.Fatalf("%q lacks %q", names, lowered)
			}
		}
		for _, name := range names {
			if !slices.ContainsFunc(headers, func(h browser.Header) bool {
				return len(h.Name) == len(name) && strings.EqualFold(h.Name, name) &&
					!browser.IsForbiddenHeader(h) && !browser.IsSafelistedHeader(h)
			}) {
				t.Fatalf("%q has %q for no reason", names, name)
			}
		}
	})
}

func lowerBytes(s string) string {
	lowered := []byte(s)
	for i, c := range lowered {
		if c >= 'A' && c <= 'Z' {
			lowered[i] = c | 0x20
		}
	}
	return string(lowered)
}

// FuzzMIMEEssence: an essence is in lower case and its own essence, and parameters make no difference to it.
func FuzzMIMEEssence(f *testing.F) {
	for _, value := range []string{"text/plain", " TEXT/Html ;charset=utf-8", "/", "a/b/c", "a/b,c/d", "\xff/", "a/b\v"} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		essence, ok := browser.MIMEEssence(value)
		if !ok {
			if essence != "" {
				t.Fatalf("%q: essence %q of no type", value, essence)
			}
			return
		}
		for _, again := range []string{essence, "\t" + essence + " ", essence + ";a=b", strings.ToUpper(essence) + " ; \""} {
			if got, ok := browser.MIMEEssence(again); got != essence || !ok {
				t.Fatalf("%q: essence %q; that of %q is %q", value, essence, again, got)
			}
		}
		if strings.ToLower(essence) != essence || strings.Count(essence, "/") != 1 {
			t.Fatalf("%q: essence %q", value, essence)
		}
	})
}
