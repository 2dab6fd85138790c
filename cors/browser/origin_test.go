// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/cors/browser"
)

// urlsOfBrowsers are URLs and what Chromium and Firefox both write for them, without user information and fragment.
func urlsOfBrowsers() map[string]string {
	return map[string]string{
		"http://EXAMPLE.org:80/x": "http://example.org/x", "HTTPS://a.example:443": "https://a.example/",
		"https://a.example:80/": "https://a.example:80/", "http://a.example:": "http://a.example/",
		"http://a.example:00080/": "http://a.example/", "http://a.example:0444/": "http://a.example:444/",
		"http://127.1/": "http://127.0.0.1/", "http://0x7f.1:8080": "http://127.0.0.1:8080/",
		"http://2130706433": "http://127.0.0.1/", "http://1.2.3": "http://1.2.0.3/",
		"http://1.2.3.4.": "http://1.2.3.4/", "http://0x.0X.0": "http://0.0.0.0/",
		"http://4294967295": "http://255.255.255.255/", "http://010.1": "http://8.0.0.1/",
		"http://1.16777215": "http://1.255.255.255/", "http://[::FFFF:1.2.3.4]/": "http://[::ffff:102:304]/",
		"http://[0:0:0:0:0:0:0:1]:81": "http://[::1]:81/", "http://bücher.example/": "http://xn--bcher-kva.example/",
		"http://faß.example": "http://xn--fa-hia.example/", "http://ＧＯ.example/": "http://go.example/",
		"http://≠.example": "http://xn--1ch.example/", "http://ex%41mple.org/": "http://example.org/",
		"http://a_b.example/": "http://a_b.example/", "http://a..b/": "http://a..b/",
		"http://-a.example": "http://-a.example/", "http://ab--cd.example": "http://ab--cd.example/",
		"http://example.org./": "http://example.org./", "http://a.example/a b": "http://a.example/a%20b",
		"http://a.example/^`{}":       "http://a.example/%5E%60%7B%7D",
		"http://a.example/\"<>#x":     "http://a.example/%22%3C%3E",
		"http://a.example/a/./b/../c": "http://a.example/a/c", "http://a.example/a/..": "http://a.example/",
		"http://a.example/a/b/..": "http://a.example/a/", "http://a.example/a/.": "http://a.example/a/",
		"http://a.example/.": "http://a.example/", "http://a.example/a/../": "http://a.example/",
		"http://a.example/a/%2e%2E/b": "http://a.example/b", "http://a.example/a/.%2e": "http://a.example/",
		"http://a.example/../..": "http://a.example/", "http://a.example\\b\\c": "http://a.example/b/c",
		"http://a.example?q='\"<> x": "http://a.example/?q=%27%22%3C%3E%20x",
		"http://a.example/?^|`{}\\":  "http://a.example/?^|`{}\\",
		"http://a.example/ü?ü":       "http://a.example/%C3%BC?%C3%BC", "http://a.example/%zz%": "http://a.example/%zz%",
		"http://a.example/a//b": "http://a.example/a//b", "  http://a.example/x\t\ny ": "http://a.example/xy",
		"http://a.example/x?a#b?c": "http://a.example/x?a", "http://a.example/\x01\x7f": "http://a.example/%01%7F",
		"http://a.example/x;y=1,2:@&=+$!*()[]": "http://a.example/x;y=1,2:@&=+$!*()[]",
		"http://a.example/..x/...":             "http://a.example/..x/...", "http://u:p@a.example:80/x": "http://a.example/x",
		"http://u@p@a.example/": "http://a.example/", "http://a@b:c@d.example:1/": "http://d.example:1/",
		"HTTP:\\\\a.example/": "http://a.example/",
	}
}

func TestURLsAsBrowsersWriteThem(t *testing.T) {
	t.Parallel()
	for raw, want := range urlsOfBrowsers() {
		if got, err := browser.SerializeURL(raw); got != want || err != nil {
			t.Errorf("%q is %q, %v; want %q", raw, got, err, want)
		}
		origin := want[:len("http://")+strings.IndexByte(want[len("http://"):], '/')]
		if strings.HasPrefix(want, "https:") {
			origin = want[:len("https://")+strings.IndexByte(want[len("https://"):], '/')]
		}
		if got, err := browser.OriginOf(raw); got != origin || err != nil {
			t.Errorf("%q has the origin %q, %v; want %q", raw, got, err, origin)
		}
	}
}

// TestOriginOfRefuses wants a reason and a fix for each URL that has no origin that a server could be called by.
func TestOriginOfRefuses(t *testing.T) {
	t.Parallel()
	const (
		relative = "is not absolute"
		scheme   = "has a scheme other than http and https"
		port     = "has a port that is no number from 1 to 65535"
		brackets = "has brackets with no IPv6 address in them"
		number   = "has a host that ends in a number and is no IPv4 address"
	)
	for raw, reason := range map[string]string{
		"": relative, "fhir.example.org": relative, "/Patient": relative, "//a.example/": relative,
		"Patient?date=a:b": relative, "ftp://a.example/": scheme, "localhost:8080": scheme, "data:,x": scheme,
		"https:a.example": "has no // after its scheme", "http://": "has no host", "http:///a.example": "has no host",
		"http://:80/": "has no host", "http://a.example:0/": port, "http://a.example:65536": port,
		"http://a.example:8x": port, "http://a.example:+1": port, "http://[::1%25eth0]/": brackets,
		"http://[1.2.3.4]/": brackets, "http://[::1/": brackets, "http://a%zz/": "has a percent sign in its host",
		"http://1.2.3.256": number, "http://08.1": number, "http://a.b.c.09": number, "http://a.0x": number,
		"http://1..2": number, "http://4294967296": number, "http://1.2.3.4.0": number, "http://1.16777216": number,
		"http://xn--a.example/": "has a host that is not a valid international name", "http://.example": "",
		"http://a b/": "", "http://a|b/": "", "http://a^b": "", "http://a<b": "", "http://[::1]x/": "",
	} {
		got, err := browser.OriginOf(raw)
		var problem *browser.Problem
		if got != "" || !errors.As(err, &problem) || problem.Field != "URL" || problem.Value != raw {
			t.Errorf("%q has the origin %q, %v", raw, got, err)
			continue
		}
		if problem.Fix == "" || problem.Reason == "" || reason != "" && problem.Reason != reason {
			t.Errorf("%q: %v, want %q", raw, err, reason)
		}
		if url, err := browser.SerializeURL(raw); url != "" || err == nil {
			t.Errorf("%q is written %q", raw, url)
		}
	}
}

// FuzzOriginOf: an origin is one that a server may be sent, it is its own, and what is written for a URL is written for
// itself.
func FuzzOriginOf(f *testing.F) {
	for raw := range urlsOfBrowsers() {
		f.Add(raw)
	}
	f.Add("http://a%00b/")
	f.Add("http://0\x8f") // no UTF-8
	f.Fuzz(func(t *testing.T, raw string) {
		origin, err := browser.OriginOf(raw)
		url, urlErr := browser.SerializeURL(raw)
		if (err == nil) != (urlErr == nil) {
			t.Fatalf("%q: %v, %v", raw, err, urlErr)
		}
		if err != nil {
			return
		}
		if !cors.IsSerializedOrigin(origin) || !strings.HasPrefix(url, origin+"/") {
			t.Fatalf("%q has the origin %q and is written %q", raw, origin, url)
		}
		for _, again := range []string{origin, url} {
			if got, err := browser.OriginOf(again); got != origin || err != nil {
				t.Fatalf("%q has the origin %q; that of %q is %q, %v", raw, origin, again, got, err)
			}
		}
		if got, err := browser.SerializeURL(url); got != url || err != nil {
			t.Fatalf("%q is written %q, and that %q, %v", raw, url, got, err)
		}
	})
}
