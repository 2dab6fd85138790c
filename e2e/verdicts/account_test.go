// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// account tells all of a call that can be compared: what a browser did, or what browser.Explain said that it would do.
type account struct {
	sent        []string // requests, in their order
	hop         string   // URL of the last hop, as it stands in a request, without its fragment
	preflighted bool     // the last hop
	outcome     string
	readable    []string // names of header fields, sorted
	console     string   // the sentence that tells the cause
}

// predict lets browser.Explain make exchange i, with the site's answers to whatever it would send.
func (s *site) predict(t *testing.T, i int, profile browser.Profile) (account, browser.Verdict) {
	t.Helper()
	request := s.request(i, profile)
	var said account
	var responses []browser.Response
	verdict := browser.Explain(request, responses)
	for verdict.Outcome == browser.Unfinished {
		if len(responses) > 100 || verdict.Next == nil {
			t.Fatalf("after %d answers the verdict is still %v, next is %v", len(responses), verdict.Outcome, verdict.Next)
		}
		next := *verdict.Next
		if len(responses) == 0 {
			said.hop = next.URL // the call's own URL as the browser reads it
		}
		said.sent = append(said.sent, s.told(i, next))
		responses = append(responses, s.respond(next.URL, next.Preflight).Response)
		verdict = browser.Explain(request, responses)
	}
	if verdict.URL != request.URL {
		said.hop = verdict.URL
	}
	said.hop, _, _ = strings.Cut(said.hop, "#")
	said.preflighted, said.outcome = verdict.Preflighted, verdict.Outcome.String()
	if verdict.Outcome == browser.Allowed {
		said.outcome = fmt.Sprintf("%s, status %d", said.outcome, verdict.Status)
		said.readable = verdict.Readable
	}
	said.console = verdict.Chromium
	if profile.Name == browser.Firefox().Name {
		said.console = verdict.Firefox
	}
	return said, verdict
}

// told is one request as it is announced.
func (s *site) told(i int, next browser.Outgoing) string {
	cookies := next.Credentials && s.exchanges[i].page != "sandbox" && strings.Contains(next.URL, ".example.org:")
	return s.line(i, arrival{method: next.Method, url: next.URL, fields: next.Headers}, cookies)
}

// line shows one request: of its header fields those of CORS and those that the page set. A preflight's are shown as
// they stand on the wire; the order of others is no part of any standard, and Chromium's is that of a hash table.
func (s *site) line(i int, a arrival, cookies bool) string {
	authors := map[string]bool{}
	for _, header := range s.exchanges[i].call.Headers {
		name := strings.ToLower(header[0])
		authors[name] = !slices.Contains(browsersOwn(), name)
	}
	var fields []string
	for _, field := range a.fields {
		name := strings.ToLower(field.Name)
		if name == "origin" || strings.HasPrefix(name, "access-control-") || authors[name] && !a.preflight() {
			fields = append(fields, field.Name+": "+strings.Join(a.values(name), ", "))
		}
	}
	if !a.preflight() {
		slices.Sort(fields)
		fields = slices.Compact(fields) // a name that the page sets twice goes out as one line
	}
	url, _, _ := strings.Cut(a.url, "#")
	text := a.method + " " + url + " {" + strings.Join(fields, ", ") + "}"
	if cookies {
		text += " with cookies"
	}
	return text
}

// browsersOwn are header fields that browsers write themselves, whatever the page asked for, and Range, which Chromium
// writes anew. Whether they need a preflight is compared nevertheless.
func browsersOwn() []string {
	return []string{"accept-encoding", "accept-language", "cache-control", "connection", "content-length", "cookie", "host",
		"origin", "pragma", "priority", "range", "referer", "user-agent"}
}

// watch tells what a browser did with exchange i, whose last hop is to the URL.
func (s *site) watch(i int, result outcome, hop string, server *server, console *console) account {
	seen := account{hop: hop}
	for _, a := range server.arrived(here(i)[1:]) {
		seen.sent = append(seen.sent, s.line(i, a, len(a.values("Cookie")) > 0))
		seen.preflighted = seen.preflighted || a.preflight() && a.url == hop
	}
	seen.outcome = browser.Blocked.String()
	switch result.Error {
	case noAnswer:
		seen.outcome = noAnswer
	case "":
		seen.outcome = fmt.Sprintf("%s, status %d", browser.Allowed, result.Status)
		seen.readable = slices.Sorted(slices.Values(result.Headers))
	}
	seen.console = cause(console.about(here(i)))
	return seen
}

// cause is the sentence of a browser that tells the cause, and any that should not be there. Firefox has more where a
// preflight or a redirect fails: that a request failed for which it has just given the reason.
func cause(entries []string) string {
	if len(entries) == 0 {
		return ""
	}
	told := slices.Clone(entries[:1])
	for _, entry := range entries[1:] {
		if !strings.Contains(entry, "did not succeed). Status code: ") {
			told = append(told, entry)
		}
	}
	return strings.Join(told, "\n")
}
