// SPDX-License-Identifier: Apache-2.0

package cors

import "testing"

// TestFolding wants nothing but ASCII letters to have a case. Unicode folds U+212A to k and U+017F to s.
func TestFolding(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "k": "k", "K": "k", "AZaz09": "azaz09", "@[`{": "@[`{", "\u212a": "\u212a", "\u017f": "\u017f",
		"\u0130": "\u0130", "A\xc3\x84": "a\xc3\x84", "\xff\x00Z": "\xff\x00z",
	} {
		if got := lower(text); got != want {
			t.Errorf("lower(%q) = %q, want %q", text, got, want)
		}
		if !equalFold(want, text) || equalFold(want+"x", text) || equalFold(want, text+"x") {
			t.Errorf("equalFold of %q and %q, or of more than one of them", want, text)
		}
	}
	for lowered, text := range map[string]string{
		"k": "\u212a", "s": "\u017f", "i\u0307": "\u0130", "a": "\u00c1", "`": "@", "{": "[",
	} {
		if equalFold(lowered, text) {
			t.Errorf("equalFold(%q, %q)", lowered, text)
		}
	}
}
