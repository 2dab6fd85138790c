// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// check compares what Azure says of settings with what corsgate says, and both with the rows. It returns the classes of
// what Azure accepts and corsgate refuses, and whether both accept.
func (d *differences) check(t testing.TB, settings string) (classes []string, both bool) {
	t.Helper()
	decoded, _, err := cors.Decode([]byte(settings))
	found := problems(t, err)
	azure, ok := readAzure(settings)
	if !ok {
		if _, listed := d.accepted[anotherForm]; err == nil && !(listed && inAnotherForm(settings)) {
			t.Errorf("%s is refused by Azure and accepted here, and in no row", cutSettings(settings))
		}
		return nil, false
	}
	expected, refused := d.expect(azure), map[string]bool{}
	for _, p := range found {
		problem := string(p.Code) + " " + p.Target()
		name, listed := expected[problem]
		refused[problem] = true
		if !listed {
			t.Errorf("%s is accepted by Azure, refused here (%s), and in no row", cutSettings(settings), problem)
		}
		// A long one is the one kind that browsers could send, as far as the standard goes.
		if p.Code == cors.InvalidOrigin && name != longOrigin && everSent(azure.lists["origins"][p.Index]) {
			t.Errorf("%s is refused (%s), and browsers send it", cutSettings(settings), problem)
		}
		if !slices.Contains(classes, name) {
			classes = append(classes, name)
		}
	}
	for problem, name := range expected {
		if !refused[problem] {
			t.Errorf("%s is in the class %q, and does not have the problem %s: %v", cutSettings(settings), name, problem, found)
		}
	}
	if err == nil {
		checkMatches(t, decoded)
	}
	return classes, err == nil
}

// expect is the class of each problem that the rows want settings to have.
func (d *differences) expect(s azureSettings) map[string]string {
	expected := map[string]string{}
	for name, row := range d.refused {
		for _, target := range row.targets(s) {
			expected[string(row.code)+" "+target] = name
		}
	}
	return expected
}

// checkMatches wants each accepted origin to be one that a browser sends, and to be let in when it does.
func checkMatches(t testing.TB, s cors.Settings) {
	t.Helper()
	policy := compile(t, s)
	for _, entry := range s.Origins {
		sent, ever := browserSends(entry)
		if entry == "*" {
			sent, ever = app, true
		}
		if !ever {
			t.Errorf("%q is accepted, and no browser sends it", entry)
			continue
		}
		request := actual("GET", sent)
		if d := policy.Decide(&request); !d.OriginAllowed {
			t.Errorf("%q is accepted, and a page of %s gets %+v", entry, sent, d)
		}
	}
}

func cutSettings(settings string) string {
	if len(settings) > 300 {
		return settings[:300] + "…"
	}
	return strings.TrimSpace(settings)
}
