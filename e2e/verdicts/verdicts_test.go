// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

func TestExplainSaysWhatBrowsersDo(t *testing.T) {
	t.Parallel()
	for name, the := range map[string]struct {
		profile  browser.Profile
		measured int // the version whose sentences the profile has; those of others may differ
		open     func(*testing.T, []string) *tab
	}{
		"Chromium": {browser.Chromium(), 156, openChromium},
		"Firefox":  {browser.Firefox(), 153, openFirefox},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := the.open(t, hosts())
			site, server := openSite(t)
			outcomes := site.callAll(t, tab)
			if tab.major != the.measured {
				t.Logf("%s %d is not the measured %d: its sentences are not compared", name, tab.major, the.measured)
			}
			for i, e := range site.exchanges {
				t.Run(e.name, func(t *testing.T) {
					said, verdict := site.predict(t, i, the.profile)
					seen := site.watch(i, outcomes[i], said.hop, server, tab.console)
					if tab.major != the.measured || name == "Chromium" && alike(said.console, seen.console, verdict) {
						seen.console = said.console
					}
					if differences := differ(said, seen); differences != "" {
						t.Errorf("Explain and %s differ:\n%s%s", name, differences, e)
					}
				})
			}
		})
	}
}

// openSite serves all exchanges, over http and https.
func openSite(t *testing.T) (*site, *server) {
	t.Helper()
	plain, port := listen(t, "http")
	encrypted, securePort := listen(t, "https")
	site := &site{port: port, securePort: securePort, exchanges: exchanges()}
	server := startServer(t)
	server.answer = func(a arrival) reply { return site.respond(a.url, a.preflight()) }
	server.accept(plain, "http")
	server.accept(encrypted, "https")
	return site, server
}

// callAll shows each page once, lets it make its exchanges' calls, some at a time, and returns what they came to.
func (s *site) callAll(t *testing.T, tab *tab) []outcome {
	t.Helper()
	outcomes := make([]outcome, len(s.exchanges))
	for _, page := range pages() {
		url, _ := s.page(page)
		tab.show(t, url)
		var mine []int
		for i, e := range s.exchanges {
			if e.page == page {
				mine = append(mine, i)
			}
		}
		for some := range slices.Chunk(mine, 200) {
			calls := make([]call, 0, len(some))
			for _, i := range some {
				calls = append(calls, s.call(i))
			}
			for k, outcome := range tab.make(t, calls) {
				outcomes[some[k]] = outcome
			}
		}
		// Sentences come in their order, so that all are there when the last call's is: nothing allows that call.
		last := "/last-" + page
		tab.make(t, []call{{URL: s.api() + last + "/0", Headers: [][2]string{}, Credentials: sameOrigin}})
		tab.console.wait(t, last)
	}
	return outcomes
}

// alike reports whether two of Chromium's sentences differ only in what cannot be known from a call: which of several
// request headers that are not allowed it names, in the order of a hash table where Explain sorts; and, for a secure
// page's insecure call, the page's whole URL.
func alike(said, seen string, verdict browser.Verdict) bool {
	if verdict.Step == browser.StepScheme {
		return said == "" && strings.HasPrefix(seen, "Mixed Content: The page at ")
	}
	const before, after = "Request header field ", " is not allowed"
	frame, rest, found := strings.Cut(said, before)
	_, rest, end := strings.Cut(rest, after)
	if !found || !end || verdict.Step != browser.StepPreflightHeader {
		return false
	}
	return slices.ContainsFunc(verdict.Missing, func(m browser.Missing) bool {
		return m.Kind == browser.MissingHeader && seen == frame+before+m.Name+after+rest
	})
}

// differ shows where what was said and what was seen are not the same.
func differ(said, seen account) string {
	var b strings.Builder
	for _, part := range []struct{ what, said, seen string }{
		{"sent", strings.Join(said.sent, "\n           "), strings.Join(seen.sent, "\n           ")},
		{"last hop preflighted", fmt.Sprint(said.preflighted), fmt.Sprint(seen.preflighted)},
		{"outcome", said.outcome, seen.outcome},
		{"readable headers", strings.Join(said.readable, " "), strings.Join(seen.readable, " ")},
		{"console", said.console, seen.console},
	} {
		if part.said != part.seen {
			fmt.Fprintf(&b, "%s:\n  Explain: %s\n  browser: %s\n", part.what, part.said, part.seen)
		}
	}
	return b.String()
}
