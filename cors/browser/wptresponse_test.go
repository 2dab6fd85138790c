// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"slices"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// responseRow is a call to the end. It is the same in all browsers where it names none.
type responseRow struct {
	requestRow
	Browser, Method, URL string
	Headers              [][2]string
	Credentials, XHR     bool
	Answers              []wireAnswer // in the order in which they are asked for
	Allowed              bool
	Preflights           *int
	Origin, LastMethod   string   // of the last request
	With, Without        []string // names of its headers
	Readable, Unreadable []string
}

func TestWPTResponses(t *testing.T) {
	t.Parallel()
	tables := []string{"alloworigin.json", "credentials.json", "preflightanswers.json", "expose.json", "redirects.json"}
	for _, table := range tables {
		for _, row := range requestRows[responseRow](t, table) {
			t.Run(row.title(), func(t *testing.T) {
				t.Parallel()
				for name, profile := range browser.Profiles() {
					if row.Browser == "" || row.Browser == name {
						row.check(t, profile)
					}
				}
			})
		}
	}
}

func (row responseRow) call(profile browser.Profile) browser.Request {
	r := *crossGET(headers(row.Headers))
	r.Browser, r.Method, r.Credentials, r.XHR = profile, row.Method, row.Credentials, row.XHR
	if row.URL != "" {
		r.URL = row.URL
	}
	return r
}

func (row responseRow) check(t *testing.T, profile browser.Profile) {
	t.Helper()
	r := row.call(profile)
	var answers []browser.Response
	var last browser.Outgoing
	preflights := 0
	verdict := browser.Explain(r, nil)
	for verdict.Outcome == browser.Unfinished {
		last = *verdict.Next
		if len(answers) == len(row.Answers) {
			t.Fatalf("%s: goes on with %+v", profile.Name, last)
		}
		if last.Preflight {
			preflights++
		}
		answers = append(answers, row.Answers[len(answers)].response())
		verdict = browser.Explain(r, answers)
	}
	if (verdict.Outcome == browser.Allowed) != row.Allowed {
		t.Errorf("%s: %v at %q, missing %v", profile.Name, verdict.Outcome, verdict.Step, verdict.Missing)
	}
	if row.Preflights != nil && preflights != *row.Preflights {
		t.Errorf("%s: %d preflights, want %d", profile.Name, preflights, *row.Preflights)
	}
	row.checkLast(t, profile, last)
	row.checkReadable(t, profile, verdict)
	if sent := row.Credentials || !r.CrossOrigin(); row.Allowed && len(row.Answers) == 1 && last.Credentials != sent {
		t.Errorf("%s: credentials sent: %v", profile.Name, last.Credentials)
	}
}

// checkLast looks at the last request that was sent.
func (row responseRow) checkLast(t *testing.T, profile browser.Profile, last browser.Outgoing) {
	t.Helper()
	if origin := valueOf(last.Headers, "Origin"); row.Origin != "" && origin != row.Origin {
		t.Errorf("%s: Origin %q, want %q", profile.Name, origin, row.Origin)
	}
	if row.LastMethod != "" && last.Method != row.LastMethod {
		t.Errorf("%s: sends %s, want %s", profile.Name, last.Method, row.LastMethod)
	}
	for _, name := range row.With {
		if valueOf(last.Headers, name) == "" {
			t.Errorf("%s: does not send %s", profile.Name, name)
		}
	}
	for _, name := range row.Without {
		if valueOf(last.Headers, name) != "" {
			t.Errorf("%s: sends %s", profile.Name, name)
		}
	}
}

func (row responseRow) checkReadable(t *testing.T, profile browser.Profile, verdict browser.Verdict) {
	t.Helper()
	for _, name := range row.Readable {
		if !slices.Contains(verdict.Readable, name) {
			t.Errorf("%s: %s is not readable, only %v", profile.Name, name, verdict.Readable)
		}
	}
	for _, name := range row.Unreadable {
		if slices.Contains(verdict.Readable, name) {
			t.Errorf("%s: %s is readable", profile.Name, name)
		}
	}
}
