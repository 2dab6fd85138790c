// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// listSettings are lists of allowed headers that differ in how names are looked up; number picks one.
func listSettings(number byte) []string {
	all := [][]string{
		usual().Headers,
		{"*"},
		nil,
		append(many(100, "X-%d"), "authorization", "x-tempo-*", "Cookie", "accept"),
		{"x*", "Content-*", "p*", "**"},
		{"a", "B", "accept-language", "sec-*", "origin"},
	}
	return all[int(number)%len(all)]
}

// FuzzHeaderList compares with a reference that takes a list apart as RFC 9110 says, judges each element alone, and
// writes the allowed ones down again; after 32 that are refused it reads no further. Lines are separated by line feeds.
//
// https://www.rfc-editor.org/rfc/rfc9110#abnf.extension.recipient
func FuzzHeaderList(f *testing.F) {
	for number := range byte(6) {
		for _, list := range []string{
			"", "authorization,content-type", "accept, x-fhir-starter, content-type", "X-Tempo-Id,x-tempo-,x-tempo",
			",, authorization,\t ,", "cookie\nOrigin,proxy-a\n", "x-99,X-100,x-9,x-", "*,**,x*",
			"x y,\x00,a\rb,x-\u212a", "\xff", " a , b ,A,B", "a\nb", "authorization,", ",a", "a\n,,b",
			"x-1,y\n,,,,,x-2", strings.Repeat("cookie,", 32) + "a", "b," + strings.Repeat("cookie\n", 33) + "a",
			"x-1\r,\vx-2,x-3\f", "content-type;q=1", `"a,b"`, "\n\n,", "sec-fetch-mode,SEC-A,sec-",
			strings.Repeat(",a", 2048), strings.Repeat(",a", 2049),
		} {
			f.Add(number, list)
		}
	}
	var policies [6]*cors.Policy
	for number := range policies {
		policies[number] = compile(f, with(func(s *cors.Settings) { s.Headers = listSettings(byte(number)) }))
	}
	f.Fuzz(func(t *testing.T, number byte, list string) {
		entries := listSettings(number)
		request := preflight("PUT", app)
		if list != "" {
			request.RequestHeaders = strings.Split(list, "\n")
		}
		d := policies[int(number)%len(policies)].Decide(&request)
		want, ok := referenceList(entries, request.RequestHeaders)
		if got := d.AllowHeaders.String(); got != want || d.Denied() == ok {
			t.Errorf("%q under %q gets %q and %v\nwant %q, all allowed %v", request.RequestHeaders, entries, got,
				d.Reason, want, ok)
		}
	})
}

// referenceList is what is sent back of the lines, and whether nothing of them is refused.
func referenceList(entries, lines []string) (list string, ok bool) {
	total := 0
	for _, line := range lines {
		total += len(line)
	}
	if total > 4096 {
		return "", false
	}
	var echo []string
	refused, read := 0, 0
	for _, element := range strings.Split(strings.Join(lines, ","), ",") {
		if element != "" {
			read++
		}
		if read > 512 { // more is refused unread
			refused++
			break
		}
		name := strings.Trim(element, " \t")
		folded := asciiLower(name)
		switch {
		case name == "", slices.Contains([]string{"accept", "accept-language", "content-language"}, folded):
		case isTokenOf(name) && name != "*" && !neverSent(folded) && slices.ContainsFunc(entries,
			func(entry string) bool { return covers(asciiLower(entry), folded) }):
			echo = append(echo, name)
		default:
			refused++
		}
		if refused > 32 {
			break
		}
	}
	return strings.Join(echo, ","), refused == 0
}

func covers(entry, name string) bool {
	prefix, isPrefix := strings.CutSuffix(entry, "*")
	return entry == name || isPrefix && strings.HasPrefix(name, prefix)
}

// neverSent are the names that Fetch forbids to pages.
//
// https://fetch.spec.whatwg.org/#forbidden-request-header
func neverSent(name string) bool {
	const forbidden = " accept-charset accept-encoding access-control-request-headers access-control-request-method " +
		"connection content-length cookie cookie2 date dnt expect host keep-alive origin referer set-cookie te trailer " +
		"transfer-encoding upgrade via "
	return strings.Contains(forbidden, " "+name+" ") || strings.HasPrefix(name, "proxy-") || strings.HasPrefix(name,
		"sec-")
}

func isTokenOf(s string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~"
	return strings.Trim(s, letters) == "" && s != ""
}

func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
