// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"slices"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// TestPatternMatch asks each row of its patterns alone and of its patterns among many: up to eight are tried one by one,
// more are walked label by label.
func TestPatternMatch(t *testing.T) {
	t.Parallel()
	var table patternTable
	load(t, "patterns.json", &table)
	for _, row := range table.Match {
		t.Run(row.Name, func(t *testing.T) {
			t.Parallel()
			crowd := slices.Concat(many(100, "https://*.a%d.example.test"), row.Patterns, many(100, "http://*.a%d.org:99"))
			for _, patterns := range [][]string{row.Patterns, crowd} {
				p := compile(t, pattern(patterns...))
				for _, origin := range row.Covered {
					checkReason(t, p, origin, cors.AllowedPattern)
				}
				for _, origin := range row.Foreign {
					checkReason(t, p, origin, cors.OriginNotAllowed)
				}
			}
		})
	}
}

func checkReason(t *testing.T, p *cors.Policy, origin string, want cors.Reason) {
	t.Helper()
	request := actual("GET", origin)
	if d := p.Decide(&request); d.Reason != want || !d.Denied() && d.AllowOrigin != origin {
		t.Errorf("%s gets %v, %q; want %v", origin, d.Reason, d.AllowOrigin, want)
	}
}

// TestPatternAnswers wants an origin that a pattern covers to be answered as a listed one, by name.
func TestPatternAnswers(t *testing.T) {
	t.Parallel()
	s := pattern("https://*.example.org")
	s.AllowCredentials = new(true)
	both := s
	both.Origins = []string{app}
	allowed := answer{Reason: cors.AllowedPattern, AllowOrigin: app, AllowCredentials: true, OriginAllowed: true}
	exact := allowed
	exact.Reason = cors.AllowedExact
	asked := permitted("PUT", "authorization")
	asked.Reason, asked.AllowCredentials = cors.AllowedPattern, true
	method := withheld(cors.MethodNotAllowed)
	method.OriginAllowed = true
	check(t, []decision{
		{"actual", s, actual("GET", app), allowed},
		{"preflight", s, preflight("PUT", app, "authorization"), asked},
		{"method refused", s, actual("PURGE", app), method},
		{"listed as well", both, actual("GET", app), exact},
		{"not covered", s, preflight("PUT", other), forbidden(cors.OriginNotAllowed)},
		{"no origin", s, cors.Request{Method: "GET"}, withheld(cors.NotCORS)},
	})
}
