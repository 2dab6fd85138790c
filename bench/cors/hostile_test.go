// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"maps"
	"slices"
	"strings"
)

// hostileOrigins are Origin headers that no browser sends, or that nobody should trust, by the name of the outcome.
// The argument is a domain that the settings name.
func hostileOrigins() map[string]func(domain string) string {
	return map[string]func(string) string{
		"64KiB-origin": func(string) string { return "https://" + strings.Repeat("a", 64<<10-8) },
		// The longest chain of labels that 253 bytes hold.
		"127-labels": func(string) string { return "https://" + strings.Repeat("a.", 126) + "a" },
		// Ends as a subdomain would, and names another host.
		"query-origin": func(domain string) string { return "https://evil.com/?." + domain },
	}
}

// hostileLists are Access-Control-Request-Headers to be sent from an allowed origin, by the name of the outcome.
func hostileLists() map[string]func() string {
	return map[string]func() string{
		"4KiB-names":  func() string { return repeat("Prefer ,\tX-Evil,,", 4<<10) },
		"16KiB-names": func() string { return repeat("authorization,x-evil,", 16<<10) },
		"4KiB-commas": func() string { return strings.Repeat(",", 4<<10) },
		"1MiB-commas": func() string { return strings.Repeat(",", 1<<20) },
	}
}

// repeat cuts at so many bytes.
func repeat(s string, bytes int) string { return strings.Repeat(s, bytes/len(s)+1)[:bytes] }

func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
