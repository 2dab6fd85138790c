// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// asked is a row: headers that the usual application asks for, and which of them it gets.
type asked struct {
	name   string
	change func(*cors.Settings)
	lines  []string
	want   string
	ok     bool
}

func checkAsked(t *testing.T, rows []asked) {
	t.Helper()
	for _, row := range rows {
		s := usual()
		if row.change != nil {
			row.change(&s)
		}
		want := partly(cors.HeaderNotAllowed, "PUT", row.want)
		if row.ok {
			want = permitted("PUT", row.want)
		}
		check(t, []decision{{row.name, s, preflight("PUT", app, row.lines...), want}})
	}
}

func noHeaders(s *cors.Settings)  { s.Headers = nil }
func anyHeaders(s *cors.Settings) { s.Headers = []string{"*"} }

// TestRequestHeaders asks for headers as browsers, old browsers and hostile clients write them.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
func TestRequestHeaders(t *testing.T) {
	t.Parallel()
	checkAsked(t, []asked{
		{"one", nil, []string{"authorization"}, "authorization", true},
		{"in no order", nil, []string{"x-fhir-starter,authorization"}, "x-fhir-starter,authorization", true},
		{"of the recording of 2014", nil, []string{"accept, x-fhir-starter, content-type"}, "x-fhir-starter,content-type", true},
		{"in mixed case", nil, []string{"X-FHIR-Starter, CONTENT-TYPE"}, "X-FHIR-Starter,CONTENT-TYPE", true},
		{"on several lines", nil, []string{"authorization", "x-fhir-starter , content-type"}, "authorization,x-fhir-starter,content-type", true},
		{"on several lines, each as browsers write it", nil, []string{"authorization", "content-type,x-fhir-starter"}, "authorization,content-type,x-fhir-starter", true},
		{"on two lines, as far apart as on one", nil, []string{"authorization", ",,,,,,,,,,,,,,content-type"}, "authorization,content-type", true},
		{"on a line behind an empty one", nil, []string{"", ",authorization"}, "authorization", true},
		{"with tabs", nil, []string{"\tauthorization\t,\tcontent-type "}, "authorization,content-type", true},
		{"with empty elements", nil, []string{",, authorization,, ,content-type,"}, "authorization,content-type", true},
		{"with a comma behind", nil, []string{"authorization,"}, "authorization", true},
		{"with a comma before", nil, []string{",authorization"}, "authorization", true},
		{"of an empty line", nil, []string{""}, "", true},
		{"of empty lines", nil, []string{"", " ", ",", "authorization"}, "authorization", true},
		{"twice", nil, []string{"authorization,authorization"}, "authorization,authorization", true},
		{"safelisted, not configured", noHeaders, []string{"accept,accept-language,content-language"}, "", true},
		{"safelisted, configured", func(s *cors.Settings) { s.Headers = []string{"Accept", "authorization"} }, []string{"accept,authorization"}, "authorization", true},
		{"safelisted, any configured", anyHeaders, []string{"Accept, authorization"}, "authorization", true},
		{"safelisted by value alone", noHeaders, []string{"content-type,range"}, "", false},
	})
}

// TestRefusedRequestHeaders asks for what is not configured, what no page may set, and what costs time to read.
func TestRefusedRequestHeaders(t *testing.T) {
	t.Parallel()
	checkAsked(t, []asked{
		{"refused alone", nil, []string{"x-secret"}, "", false},
		{"refused among allowed", nil, []string{"authorization,x-secret,content-type"}, "authorization,content-type", false},
		{"none configured", noHeaders, []string{"authorization"}, "", false},
		{"by prefix", nil, []string{"x-tempo-id,x-tempo-,X-Tempo-Span"}, "x-tempo-id,x-tempo-,X-Tempo-Span", true},
		{"short of a prefix", nil, []string{"x-tempo"}, "", false},
		{"that contain a prefix", nil, []string{"a-x-tempo-id"}, "", false},
		{"literally the prefix entry", nil, []string{"x-tempo-*"}, "x-tempo-*", true},
		{"any", anyHeaders, []string{"x-anything,authorization"}, "x-anything,authorization", true},
		{"literal star under any", anyHeaders, []string{"*"}, "", false},
		{"literal star under a prefix of nothing", func(s *cors.Settings) { s.Headers = []string{"**"} }, []string{"*,*x"}, "*x", false},
		{"forbidden under any", anyHeaders, []string{"cookie,x-a"}, "x-a", false},
		{"forbidden under any, in mixed case", anyHeaders, []string{"Cookie"}, "", false},
		{"forbidden and configured", func(s *cors.Settings) { s.Headers = []string{"origin", "Cookie", "sec-*"} }, []string{"origin,cookie,sec-fetch-mode"}, "", false},
		{"forbidden by a wide prefix", func(s *cors.Settings) { s.Headers = []string{"p*"} }, []string{"prefer,proxy-authorization"}, "prefer", false},
		{"no token", anyHeaders, []string{"x y,x:z,x-a"}, "x-a", false},
		{"between allowed ones of two lines", nil, []string{"authorization,x-secret-b", ",,,,,,,,,,,,,,content-type"}, "authorization,content-type", false},
		{"with a line break", anyHeaders, []string{"x-a\r\nset-cookie: a=b,x-b"}, "x-b", false},
		{"with other white space around", anyHeaders, []string{"x-a\r,\vx-b,x-c\u00a0,\fx-d\n,x-e"}, "x-e", false},
		{"not ASCII", anyHeaders, []string{"x-\u212a,Au\u212a"}, "", false},
		{"quoted", anyHeaders, []string{`"x-a,x-b"`}, "", false},
		{"32 times before an allowed one", nil, []string{strings.Repeat("y,", 32) + "authorization"}, "authorization", false},
		{"33 times before an allowed one", nil, []string{"content-type," + strings.Repeat("y,", 33) + "authorization"}, "content-type", false},
		{"4096 bytes of commas", nil, []string{strings.Repeat(",", 4096)}, "", true},
		{"1 MiB of commas", nil, []string{strings.Repeat(",", 1<<20)}, "", false},
		{"1 MiB of names", anyHeaders, []string{strings.Repeat("x-a,", 1<<18)}, "", false},
		{"many lines", anyHeaders, strings.Split(strings.Repeat("x-aaaaaaaaaaaaaa ", 300), " "), "", false},
	})
}
