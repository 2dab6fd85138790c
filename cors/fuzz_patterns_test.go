// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// FuzzPatterns compares with a reference that splits hosts into labels. Patterns are lines of one text; those that are
// refused are left out. The same is asked of the patterns among many, which are looked up in another way.
func FuzzPatterns(f *testing.F) {
	const patterns = "https://*.example.org\nhttp://*.example.org:8080\nhttps://*.a.example.org:1\nhttp://localhost:*\n" +
		"https://[::1]:*\nhttps://*.b.a.example.org\nHTTPS://*.Shop.test:443"
	for _, row := range attacks(f) {
		f.Add(patterns, row.lines(f)[0])
	}
	for _, origin := range []string{"https://x.example.org", "https://x.b.a.example.org:1", "https://x.b.a.example.org",
		"http://x.a.example.org:8080", "https://[::1]:1", "https://x.shop.test", "https://a..a.example.org:1"} {
		f.Add(patterns, origin)
		f.Add("https://*.0.a\nhttps://*.a.a.a\nhttps://*.a.a\nhttp://*.a.a:65535\nhttps://*.a..a\nhttps://*.org",
			origin)
	}
	f.Fuzz(func(t *testing.T, text, origin string) {
		entries := slices.DeleteFunc(strings.Split(text, "\n"), func(entry string) bool {
			_, err := cors.Validate(pattern(entry))
			return err != nil
		})
		want := cors.OriginNotAllowed
		switch {
		case !cors.IsSerializedOrigin(origin) && origin != "null":
			want = cors.OriginMalformed
		case slices.ContainsFunc(entries, func(entry string) bool { return matches(asciiLower(entry), origin) }):
			want = cors.AllowedPattern
		}
		if len(entries) == 0 {
			want = cors.CORSDisabled
		}
		request := actual("GET", origin)
		if d := compile(t, pattern(entries...)).Decide(&request); d.Reason != want {
			t.Fatalf("%q under %q: %v, want %v", origin, entries, d.Reason, want)
		}
		if want == cors.CORSDisabled || strings.HasSuffix(origin, ".example.test") {
			return
		}
		crowd := compile(t, pattern(slices.Concat(entries, many(9, "https://*.a%d.example.test"))...))
		if d := crowd.Decide(&request); d.Reason != want {
			t.Fatalf("%q under many and %q: %v, want %v", origin, entries, d.Reason, want)
		}
	})
}

// matches reports whether a pattern in lower case covers a serialized origin.
func matches(pattern, origin string) bool {
	if bare, anyPort := strings.CutSuffix(pattern, ":*"); anyPort {
		rest, found := strings.CutPrefix(origin, bare)
		return found && (rest == "" || rest[0] == ':' && strings.Trim(rest[1:], "0123456789") == "")
	}
	scheme, base, _ := strings.Cut(pattern, "://*.")
	originScheme, authority, _ := strings.Cut(origin, "://")
	host, port, _ := strings.Cut(authority, ":")
	base, basePort, _ := strings.Cut(base, ":")
	if scheme == "https" && basePort == "443" || scheme == "http" && basePort == "80" {
		basePort = ""
	}
	labels, baseLabels := strings.Split(host, "."), strings.Split(base, ".")
	above := len(labels) - len(baseLabels)
	return scheme == originScheme && port == basePort && above > 0 && labels[above-1] != "" &&
		slices.Equal(labels[above:], baseLabels)
}
