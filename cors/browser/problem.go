// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"strconv"
	"unicode/utf8"
)

// Problem is what is wrong with a Request itself, before anything is sent: the page would get an exception, or no page
// has such an origin or calls such a URL.
type Problem struct {
	// Field is the Request's field, such as "Method" or "Headers[2].Name".
	Field string `json:"field"`
	// Value is what stands there.
	Value string `json:"value"`
	// Reason is the end of a sentence that starts with the value, and Fix a sentence that says what to write.
	Reason string `json:"reason"`
	Fix    string `json:"fix"`
}

// Error is all of it, with the value quoted and cut short.
func (p *Problem) Error() string {
	value := p.Value
	if cut := 80; len(value) > cut {
		for !utf8.RuneStart(value[cut]) && cut > 76 {
			cut--
		}
		value = value[:cut] + "…"
	}
	return p.Field + ": " + strconv.Quote(value) + " " + p.Reason + ". " + p.Fix
}

func badURL(rawURL, reason, fix string) *Problem { return &Problem{"URL", rawURL, reason, fix} }
