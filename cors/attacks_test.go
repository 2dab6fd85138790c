// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// attack is a row of testdata/attacks.json: what stands where an origin should, what it is, and what it gets under four
// settings.
type attack struct {
	Name   string
	Origin string
	Hex    string   // the origin, where JSON cannot hold its bytes
	Lines  []string // several Origin lines, which have no form
	// Fill so many Times stands for "~".
	Fill  string
	Times int

	Form                          string
	Exact, Any, Pattern, Loopback string
	// Legitimate is why listed origins or patterns may allow it. Rows without it are allowed by none of them.
	Legitimate string
}

func (a attack) lines(t testing.TB) []string {
	t.Helper()
	switch {
	case a.Lines != nil:
		return a.Lines
	case a.Hex != "":
		raw, err := hex.DecodeString(a.Hex)
		if err != nil {
			t.Fatalf("%s: %v", a.Name, err)
		}
		return []string{string(raw)}
	}
	return []string{strings.Replace(a.Origin, "~", strings.Repeat(a.Fill, a.Times), min(a.Times, 1))}
}

func attacks(t testing.TB) []attack {
	t.Helper()
	var table []attack
	load(t, "attacks.json", &table)
	return table
}

// target is what is attacked; the rows say what they get by its name.
type target struct {
	name     string
	settings cors.Settings
}

// targets has every setting small and large, since few and many are looked up in different ways. The many are no
// prefix, suffix or look-alike of any row.
func targets() []target {
	exact, pattern, loopback := usual(), usual(), usual()
	exact.Origins = []string{"https://example.org", app, "https://example.org:8443", "http://localhost:3000"}
	pattern.Origins, pattern.OriginPatterns = nil, []string{"https://*.example.org"}
	loopback.Origins, loopback.OriginPatterns = nil, []string{"http://localhost:*"}
	crowd, patterns, ports := exact, pattern, loopback
	crowd.Origins = append(many(200, "https://a%d.test"), exact.Origins...)
	patterns.OriginPatterns = append(many(200, "https://*.a%d.test"), pattern.OriginPatterns...)
	ports.OriginPatterns = append(many(200, "https://*.a%d.test"), loopback.OriginPatterns...)
	return []target{{"exact", exact}, {"exact", crowd}, {"any", open()}, {"pattern", pattern}, {"pattern", patterns},
		{"loopback", loopback}, {"loopback", ports}}
}

func (a attack) want(target string) string {
	return map[string]string{"exact": a.Exact, "any": a.Any, "pattern": a.Pattern, "loopback": a.Loopback}[target]
}

// TestAttacks sends each as an actual request, a preflight, and a request for a discovery document.
func TestAttacks(t *testing.T) {
	t.Parallel()
	for _, target := range targets() {
		policy := compile(t, target.settings)
		for _, row := range attacks(t) {
			for _, request := range []cors.Request{actual("PUT", ""), preflight("PUT", "", "authorization"),
				document(actual("POST", ""))} {
				request.Origin = row.lines(t)
				d := policy.Decide(&request)
				if d.Reason.String() != row.want(target.name) {
					t.Errorf("%s: %.200q gets %v under %s, want %s", row.Name, request.Origin, d.Reason, target.name,
						row.want(target.name))
				}
				if allowed := d.AllowOrigin != "" || d.AllowCredentials || d.Status == 204; allowed == d.Denied() {
					t.Errorf("%s: %v, and answered with %+v", row.Name, d.Reason, answerOf(d))
				}
			}
		}
	}
}

// TestAttackForms wants the named outcome of each row, and a row for each outcome.
func TestAttackForms(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	rows := attacks(t)
	for _, row := range rows {
		if row.Lines != nil {
			continue
		}
		seen[row.Form] = true
		if _, form := cors.ParseOrigin(row.lines(t)[0]); form != forms()[row.Form] {
			t.Errorf("%s: %.200q %v, want %s", row.Name, row.lines(t)[0], form, row.Form)
		}
	}
	if len(seen) != len(forms()) || len(rows) < 80 {
		t.Errorf("%d rows have %d of %d forms", len(rows), len(seen), len(forms()))
	}
}

// TestNoAttackSucceeds reads the table itself: what a list or a pattern allows has to be excused.
func TestNoAttackSucceeds(t *testing.T) {
	t.Parallel()
	for _, row := range attacks(t) {
		allowed := strings.HasPrefix(row.Exact, "Allowed") || strings.HasPrefix(row.Pattern, "Allowed") ||
			strings.HasPrefix(row.Loopback, "Allowed")
		if allowed != (row.Legitimate != "") {
			t.Errorf("%s: allowed %v, and the reason is %q", row.Name, allowed, row.Legitimate)
		}
		serialized := row.Lines == nil && forms()[row.Form].Serialized()
		if serialized == (row.Any == "OriginMalformed") && row.Form != "NullOrigin" {
			t.Errorf("%s is %s, and gets %s from a service open to any origin", row.Name, row.Form, row.Any)
		}
	}
}
