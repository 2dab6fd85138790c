// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// sizes are around eight, where lists give way to hash tables, around powers of two, where those grow, and the largest.
func sizes(largest int) []int {
	sizes := []int{1, 2, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200, 255, 256, 1000, 4095,
		4096, 4097, 10_000}
	return slices.DeleteFunc(sizes, func(size int) bool { return size > largest })
}

// TestOriginsOfAnySize wants each listed origin to be found, and nothing near one.
func TestOriginsOfAnySize(t *testing.T) {
	t.Parallel()
	for _, size := range sizes(cors.MaxOrigins) {
		s := with(func(s *cors.Settings) { s.Origins = many(size, "https://a%d.example:8443") })
		p := compile(t, s)
		for i, origin := range s.Origins {
			if request := actual("GET", origin); p.Decide(&request).Reason != cors.AllowedExact {
				t.Errorf("of %d origins, %s is not allowed", size, origin)
			}
			if i > 100 {
				continue
			}
			for _, near := range []string{
				origin[:len(origin)-1], origin + "0", origin + "1", strings.TrimSuffix(origin, ":8443"),
				strings.Replace(origin, "https", "http", 1), strings.Replace(origin, "a", "b", 1),
				strings.Replace(origin, "//", "//x.", 1), strings.Replace(origin, ".example", "", 1),
			} {
				if request := actual("GET", near); p.Decide(&request).Reason == cors.AllowedExact {
					t.Errorf("of %d origins, %s is allowed", size, near)
				}
			}
		}
		for _, stranger := range []string{"https://a-1.example:8443", fmt.Sprintf("https://a%d.example:8443", size), "",
			"null"} {
			if !denied(p, actual("GET", stranger)) {
				t.Errorf("of %d origins, %q is allowed", size, stranger)
			}
		}
	}
}

// TestHeadersOfAnySize wants each configured name to be allowed in any case, and nothing near one; names that no page can
// set or that need no permission change nothing, however many there are.
func TestHeadersOfAnySize(t *testing.T) {
	t.Parallel()
	for _, size := range sizes(cors.MaxHeaders - 6) {
		names := many(size, "X-Kiosk-%d")
		s := with(func(s *cors.Settings) {
			s.Headers = slices.Concat([]string{"Cookie", "accept", "sec-fetch-mode"}, names,
				[]string{"Content-Language", "x-Tempo-*", "ORIGIN"})
		})
		p := compile(t, s)
		for i, name := range names {
			mixed := strings.Replace(name, "k", "K", 1)
			for _, asked := range []string{name, strings.ToLower(name), strings.ToUpper(name), mixed} {
				checkHeader(t, p, asked, asked, true)
			}
			if i > 50 {
				continue
			}
			for _, near := range []string{
				name[1:], name + "-", "X-Kiosk-", fmt.Sprintf("X-Kiosk-%d", size+i),
				strings.Replace(name, "K", "\u212a", 1), strings.Replace(name, "s", "\u017f", 1),
				strings.Replace(name, "-", "\r", 1), strings.Replace(name, "-", "_", 1),
				strings.Replace(name, "X", "8", 1), strings.Replace(name, "i", "\t", 1),
			} {
				checkHeader(t, p, near, "", false)
			}
		}
		for _, forbidden := range []string{"cookie", "Cookie", "origin", "sec-fetch-mode", "SEC-FETCH-MODE", "proxy-a",
			"x-tempo", "y-tempo-a", "x-temp0-a"} {
			checkHeader(t, p, forbidden, "", false)
		}
		for _, safelisted := range []string{"accept", "ACCEPT", "content-language", "Accept-Language"} {
			checkHeader(t, p, safelisted, "", true)
		}
		for _, byPrefix := range []string{"x-tempo-", "X-TEMPO-ID", "x-tempo-*"} {
			checkHeader(t, p, byPrefix, byPrefix, true)
		}
	}
}

func checkHeader(t *testing.T, p *cors.Policy, asked, want string, ok bool) {
	t.Helper()
	request := preflight("PUT", app, asked)
	d := p.Decide(&request)
	if got := d.AllowHeaders.String(); got != want || d.Denied() == ok {
		t.Errorf("%q gets %q, %v; want %q", asked, got, d.Reason, want)
	}
}
