// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// pattern is the usual settings with patterns in place of origins.
func pattern(entries ...string) cors.Settings {
	return with(func(s *cors.Settings) { s.Origins, s.OriginPatterns = nil, entries })
}

// patternTable is testdata/patterns.json: entries that are refused, by what is said of them, and patterns with origins
// that they cover and origins that they must not.
type patternTable struct {
	Refused []struct {
		Reason  string
		Entries []string
	}
	Match []struct {
		Name                       string
		Patterns, Covered, Foreign []string
	}
}

// TestRefusedPatterns wants one problem each, which says what is wrong; a fix that says what to write is accepted.
func TestRefusedPatterns(t *testing.T) {
	t.Parallel()
	var table patternTable
	load(t, "patterns.json", &table)
	for _, row := range table.Refused {
		for _, entry := range row.Entries {
			checkRefusedPattern(t, entry, row.Reason)
		}
	}
	checkRefusedPattern(t, "https://*."+strings.Repeat("a", 491)+".example.org", "longer than 512 bytes")
	checkRefusedPattern(t, "https://*."+strings.Repeat("a", 242)+".example.org", "longer than any name of the DNS")
}

func checkRefusedPattern(t *testing.T, entry, reason string) {
	t.Helper()
	_, err := cors.Validate(pattern("https://*.example.org", entry))
	found := problems(t, err)
	if len(found) != 1 || found[0].Code != cors.InvalidOrigin || found[0].Target() != "originPatterns[1]" ||
		!strings.Contains(found[0].Reason, reason) {
		t.Errorf("%.80q: problems %+v, want one of %q", entry, found, reason)
		return
	}
	if quoted, ok := strings.CutPrefix(found[0].Fix, `Write "`); ok {
		fixed := strings.TrimSuffix(quoted, `".`)
		if _, err := cors.Validate(pattern(fixed)); err != nil || !strings.Contains(fixed, "*") {
			t.Errorf("%q: the fix %q: %v", entry, fixed, err)
		}
	}
}

// TestAcceptedPatterns wants domains below public suffixes, which one owner has, and every spelling of them.
func TestAcceptedPatterns(t *testing.T) {
	t.Parallel()
	for entry, origin := range map[string]string{
		"https://*.example.org":                                  "https://a.example.org",
		"https://*.example.co.uk":                                "https://a.example.co.uk",
		"https://*.example.github.io":                            "https://a.example.github.io",
		"https://*.shop.example":                                 "https://a.shop.example",
		"https://*.www.ck":                                       "https://a.www.ck", // an exception of the list
		"https://*.city.kawasaki.jp":                             "https://a.city.kawasaki.jp",
		"http://*.dev.localhost:3000":                            "http://a.dev.localhost:3000",
		"HTTPS://*.Example.ORG":                                  "https://a.example.org",
		"https://*.example.org:443":                              "https://a.example.org",
		"http://*.example.org:80":                                "http://a.example.org",
		"http://*.example.org:443":                               "http://a.example.org:443",
		"https://*.example.org:65535":                            "https://a.example.org:65535",
		"https://*.xn--bcher-kva.example.org":                    "https://a.xn--bcher-kva.example.org",
		"http://localhost:*":                                     "http://localhost:3000",
		"HTTP://LocalHost:*":                                     "http://localhost",
		"http://dev.localhost:*":                                 "http://dev.localhost:3000",
		"http://localhost.:*":                                    "http://localhost.:3000",
		"https://127.0.0.1:*":                                    "https://127.0.0.1:65535",
		"http://127.8.8.8:*":                                     "http://127.8.8.8:1",
		"http://[::1]:*":                                         "http://[::1]:3000",
		"https://*." + strings.Repeat("a", 241) + ".example.org": "https://a." + strings.Repeat("a", 241) + ".example.org",
	} {
		warnings, err := cors.Validate(pattern(entry))
		if err != nil || len(warnings) > 0 {
			t.Errorf("%.80q: %v, %v", entry, warnings, err)
			continue
		}
		request := actual("GET", origin)
		if d := compile(t, pattern(entry)).Decide(&request); d.Reason != cors.AllowedPattern ||
			d.AllowOrigin != origin {
			t.Errorf("%.80q: %.80q gets %v, %q", entry, origin, d.Reason, d.AllowOrigin)
		}
	}
}
