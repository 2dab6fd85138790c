// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// TestRepeatedHeaders has what the three profiles make of a name that a page sets twice.
//
// https://fetch.spec.whatwg.org/#concept-header-list-combine
func TestRepeatedHeaders(t *testing.T) {
	t.Parallel()
	long1, long2 := strings.Repeat("a", 70), strings.Repeat("b", 70)
	for _, c := range []struct {
		name, first, second         string
		separately, joined, firefox string // what is asked for
	}{
		{"content-type", "text/plain", "text/plain", "", "content-type", ""},
		{"content-type", "application/json", "text/plain", "content-type", "content-type", "content-type"},
		{"range", "bytes=0-1", "bytes=0-1", "", "range", ""},
		{"accept-language", "de", "en", "", "", ""},
		{"accept", long1, long2, "", "accept", ""},
		{"x-a", "1", "2", "x-a", "x-a", "x-a,x-a"},
	} {
		for profile, p := range browser.Profiles() {
			for _, xhr := range []bool{false, true} {
				r := crossGET([]browser.Header{{Name: c.name, Value: c.first}, {Name: strings.ToUpper(c.name), Value: c.second}})
				r.Browser, r.XHR = p, xhr
				asked, want := c.separately, []browser.Header{{Name: c.name, Value: c.first}, {Name: c.name, Value: c.second}}
				if profile == "firefox" {
					asked = c.firefox
				}
				if xhr || profile == "chromium" {
					asked, want = c.joined, []browser.Header{{Name: c.name, Value: c.first + ", " + c.second}}
				}
				if got := valueOf(r.Preflight().Headers, "Access-Control-Request-Headers"); got != asked {
					t.Errorf("%s, %s, XHR %v: asks for %q", c.name, profile, xhr, got)
				}
				if got := r.Actual().Headers; !reflect.DeepEqual(got[:len(got)-1], want) { // less the Origin
					t.Errorf("%s, %s, XHR %v: sends %v", c.name, profile, xhr, got)
				}
			}
		}
	}
}

// TestSentBytes has values outside ASCII: a page's text goes out as Latin-1, and counts as such.
func TestSentBytes(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{" é\u00ff ": "\xe9\xff", "\xe9": "\xe9", "Ā": "Ā", "\n": ""} {
		got := crossGET([]browser.Header{{Name: "accept", Value: value}}).Actual().Headers
		if !reflect.DeepEqual(got, []browser.Header{{Name: "accept", Value: want}, {Name: "Origin", Value: here}}) {
			t.Errorf("%q is sent as %q", value, got)
		}
	}
	for length, safelisted := range map[int]bool{128: true, 129: false} {
		h := browser.Header{Name: "Accept", Value: strings.Repeat("\u00e9", length)}
		if got := browser.IsSafelistedHeader(h); got != safelisted {
			t.Errorf("%d bytes of Latin-1: safelisted %v", length, got)
		}
	}
}
