// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// remarked is a row: settings with patterns, and what is said of them.
type remarked struct {
	name               string
	settings           cors.Settings
	problems, warnings []string
}

func checkRemarks(t *testing.T, rows []remarked) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			warnings, err := cors.Validate(row.settings)
			compare(t, "problems", problems(t, err), row.problems)
			compare(t, "warnings", warnings, row.warnings)
			p, err := cors.Compile(row.settings)
			if refused := row.problems != nil; (err != nil) != refused || (p != nil) != (!refused && row.settings.Enabled()) {
				t.Errorf("Compile = %v, %v", p, err)
			}
		})
	}
}

func TestPatternProblems(t *testing.T) {
	t.Parallel()
	any, suffix, method := open(), open(), pattern("https://*.org")
	any.OriginPatterns = []string{"https://*.example.org"}
	suffix.OriginPatterns = []string{"https://*.org", "https://*.example.org"}
	method.Methods = []string{"TRACE"}
	const notAlone, invalid = "WildcardNotAlone originPatterns", "InvalidOrigin originPatterns[0]"
	checkRemarks(t, []remarked{
		{"beside any origin", any, []string{notAlone + `: Keep "*" alone`}, nil},
		{"refused, and beside any origin", suffix, []string{notAlone, invalid}, nil},
		{"refused, and other problems", method, []string{"ForbiddenMethod methods[0]", invalid}, nil},
		{"10 001", pattern(many(10_001, "https://*.a%d.example")...),
			[]string{"TooManyItems originPatterns: originPatterns has 10001 entries"}, nil},
	})
}

func TestPatternWarnings(t *testing.T) {
	t.Parallel()
	const plain, insecure, local = "https://*.example.org", "http://*.example.org", "http://localhost:*"
	credentials := func(entries ...string) cors.Settings {
		s := pattern(entries...)
		s.AllowCredentials = new(true)
		return s
	}
	empty, none := pattern(plain), cors.Settings{Origins: []string{}, OriginPatterns: []string{}}
	empty.Origins = []string{}
	checkRemarks(t, []remarked{
		{"patterns alone", pattern(plain), nil, nil},
		{"beside origins", with(func(s *cors.Settings) { s.OriginPatterns = []string{plain} }), nil, nil},
		{"beside an empty list of origins", empty, nil, nil},
		{"empty beside an empty list of origins", none, nil, []string{"EmptyList origins"}},
		{"not the same", pattern(plain, insecure, plain+":8443", insecure+":8443", local, "https://localhost:*"), nil, nil},
		{"the same twice", pattern(plain, insecure, plain), nil, []string{"Duplicate originPatterns[2]: the same as entry 0"}},
		{"the same in other words", pattern("https://*.Example.org:443", plain), nil, []string{"Duplicate originPatterns[1]"}},
		{"the same any port", pattern(local, "HTTP://localhost:*"), nil, []string{"Duplicate originPatterns[1]"}},
		{"insecure with credentials", credentials(plain, insecure), nil,
			[]string{"InsecureOriginWithCredentials originPatterns[1]: use https"}},
		{"loopback with credentials", credentials(local, "http://[::1]:*", "http://*.dev.localhost"), nil, nil},
		{"10 000", pattern(many(10_000, "https://*.a%d.example")...), nil, nil},
	})
}

// TestPatternsAreNoneOfAzures wants them to stay out of the JSON that Azure's clients read and write.
func TestPatternsAreNoneOfAzures(t *testing.T) {
	t.Parallel()
	_, _, err := cors.Decode([]byte(`{"originPatterns":["https://*.example.org"],"origins":["https://*.example.org"]}`))
	compare(t, "problems", problems(t, err), []string{"InvalidOrigin origins[0]: has a wildcard inside",
		"UnknownProperty originPatterns: is not a CORS setting"})
	s := pattern("https://*.example.org")
	s.Headers, s.Methods, s.MaxAge = nil, nil, nil
	if s.String() != "{}" || !s.Enabled() || s.Equal(cors.Settings{}) {
		t.Errorf("%v: enabled %v, equal to nothing %v", s, s.Enabled(), s.Equal(cors.Settings{}))
	}
}
