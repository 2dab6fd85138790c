// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// TestMaxAge has the standard, Chromium 156 and Firefox 153 side by side. Those of the browsers were measured with a
// call, another at once and a third after 8 seconds, so that 0, 5 and more are told apart.
func TestMaxAge(t *testing.T) {
	t.Parallel()
	const most = 1<<31 - 1
	for name, c := range map[string]struct {
		lines                    []string
		fetch, chromium, firefox int
	}{
		"absent":              {nil, 5, 5, 5},
		"empty":               {[]string{""}, 5, 5, 5},
		"zero":                {[]string{"0"}, 0, 0, 0},
		"one":                 {[]string{"1"}, 1, 1, 1},
		"usual":               {[]string{"600"}, 600, 600, 600},
		"white space around":  {[]string{" \t600\t "}, 600, 600, 600},
		"leading zeros":       {[]string{"00600"}, 600, 600, 600},
		"Chromium's cap":      {[]string{"7201"}, 7201, 7200, 7201},
		"Firefox's cap":       {[]string{"86401"}, 86401, 7200, 86400},
		"2^31":                {[]string{"2147483648"}, most, 7200, 86400},
		"2^63-1":              {[]string{"9223372036854775807"}, most, 7200, 86400},
		"2^63":                {[]string{"9223372036854775808"}, most, 5, 86400},
		"many digits":         {[]string{"99999999999999999999"}, most, 5, 86400},
		"minus one":           {[]string{"-1"}, 5, 0, 0},
		"minus 600":           {[]string{"-600"}, 5, 0, 0},
		"minus zero":          {[]string{"-0"}, 5, 0, 0},
		"minus many digits":   {[]string{"-99999999999999999999"}, 5, 5, 0},
		"plus":                {[]string{"+600"}, 5, 600, 0},
		"plus zero":           {[]string{"+0"}, 5, 0, 0},
		"sign alone":          {[]string{"-"}, 5, 5, 0},
		"two signs":           {[]string{"-+6"}, 5, 5, 0},
		"minus word":          {[]string{"-abc"}, 5, 5, 0},
		"word":                {[]string{"abc"}, 5, 5, 0},
		"hexadecimal":         {[]string{"0x258"}, 5, 5, 0},
		"fraction":            {[]string{"600.5"}, 5, 5, 0},
		"exponent":            {[]string{"6e2"}, 5, 5, 0},
		"underscore":          {[]string{"6_00"}, 5, 5, 0},
		"unit":                {[]string{"600 s"}, 5, 5, 0},
		"white space inside":  {[]string{"6 00"}, 5, 5, 0},
		"vertical tab behind": {[]string{"600\v"}, 5, 5, 0},
		"semicolon":           {[]string{"600;"}, 5, 5, 0},
		"comma":               {[]string{"600,"}, 5, 5, 0},
		"quotes":              {[]string{`"600"`}, 5, 5, 0},
		"other digits":        {[]string{"\u0666"}, 5, 5, 0},
		"list":                {[]string{"600, 600"}, 5, 5, 0},
		"two lines":           {[]string{"600", "600"}, 5, 5, 0},
		"two other lines":     {[]string{"1", "600"}, 5, 5, 0},
		"empty line and one":  {[]string{"", "600"}, 5, 5, 600},
	} {
		answer := browser.Response{Headers: []browser.Header{{Name: "Vary", Value: "Origin"}}}
		for _, line := range c.lines {
			answer.Headers = append(answer.Headers, browser.Header{Name: "access-control-MAX-age", Value: line})
		}
		for profile, want := range map[string]int{"fetch": c.fetch, "chromium": c.chromium, "firefox": c.firefox} {
			if got := browser.MaxAge(browser.Profiles()[profile], answer); got != want {
				t.Errorf("%s, %s: %d s, want %d", name, profile, got, want)
			}
		}
		if got := browser.MaxAge(browser.Profile{MaxAgeCap: browser.WebKitMaxAgeCap}, answer); got != min(c.fetch, 600) {
			t.Errorf("%s, a cap of 600: %d s", name, got)
		}
	}
}
