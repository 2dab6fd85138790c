// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// TestExplainHeaders has every fault of a requested header.
func TestExplainHeaders(t *testing.T) {
	t.Parallel()
	any := with(func(s *cors.Settings) { s.Headers = []string{"*"} })
	none := with(func(s *cors.Settings) { s.Headers = nil })
	half := actual("GET", app)
	half.RequestHeaders = []string{"x-secret"}
	checkExplained(t, []explained{
		{"not listed", usual(), preflight("PUT", app, "x-secret"),
			[]string{`HeaderNotAllowed x-secret: Add "x-secret" to headers.`}},
		{"as it was asked", usual(), preflight("PUT", app, " X-Secret ,, authorization,x y"),
			[]string{`HeaderNotAllowed X-Secret: Add "X-Secret"`, "HeaderNotAllowed x y: is no header name"}},
		{"on several lines", usual(), preflight("PUT", app, "x-a", "authorization", "x-b"),
			[]string{"HeaderNotAllowed x-a", "HeaderNotAllowed x-b"}},
		{"twice", usual(), preflight("PUT", app, "x-a,x-a"), []string{"HeaderNotAllowed x-a", "HeaderNotAllowed x-a"}},
		{"forbidden under any", any, preflight("PUT", app, "Cookie,x-a,sec-fetch-mode"),
			[]string{"HeaderNotAllowed Cookie: no page can set", "HeaderNotAllowed sec-fetch-mode: no page can set"}},
		{"forbidden, not listed", none, preflight("PUT", app, "cookie"),
			[]string{"HeaderNotAllowed cookie: no page can set"}},
		{"star under any", any, preflight("PUT", app, "*"), []string{`HeaderNotAllowed *: "*" is never sent back`}},
		{"line break", any, preflight("PUT", app, "x-a\r\nx"),
			[]string{"HeaderNotAllowed x-a\r\nx: is no header name"}},
		{"beside a method", usual(), preflight("PURGE", app, "x-secret"), []string{"MethodNotAllowed PURGE",
			"HeaderNotAllowed x-secret"}},
		{"beside GET, which is not listed", with(func(s *cors.Settings) { s.Methods = nil }), preflight("GET", app,
			"x-secret"),
			[]string{"MethodNotAllowed GET", "HeaderNotAllowed x-secret"}},
		{"too long", any, preflight("PUT", app, strings.Repeat("x", 2048), strings.Repeat("x", 2049)),
			[]string{"HeaderNotAllowed : has 4097 bytes; more than 4096 are not read"}},
		{"as long as can be", any, preflight("PUT", app, strings.Repeat("x", 2048), strings.Repeat("x", 2048)), nil},
		{"too many", any, preflight("PUT", app, strings.Repeat("x,", 513)),
			[]string{"HeaderNotAllowed : has more than 512 names"}},
		{"as many as can be", any, preflight("PUT", app, strings.Repeat("x,", 512)), nil},
		{"of an actual request", usual(), half, nil},
		{"of a document", usual(), document(preflight("GET", other, "cookie,x-a,*")),
			[]string{"HeaderNotAllowed cookie: no page can set", "HeaderNotAllowed *: never sent back"}},
		{"of a document, too long", usual(), document(preflight("GET", other, strings.Repeat("x", 4097))),
			[]string{"HeaderNotAllowed : has 4097 bytes"}},
	})
}

// TestExplainSafelisted tells a browser of today, which lists accept only for a value that needs permission, from one of
// 2014, which listed it always. The answer never has it, so the former's page cannot go on and the latter's can.
func TestExplainSafelisted(t *testing.T) {
	t.Parallel()
	const blocked = "HeaderNotAllowed accept: Send a value of at most 128 bytes"
	configured := with(func(s *cors.Settings) { s.Headers = append(s.Headers, "accept") })
	any := with(func(s *cors.Settings) { s.Headers = []string{"*"} })
	checkExplained(t, []explained{
		{"of today", usual(), preflight("GET", app, "accept"), []string{blocked}},
		{"of today, among others", usual(), preflight("PUT", app, "accept,authorization,content-type"),
			[]string{blocked}},
		{"of today, configured", configured, preflight("GET", app, "accept"), []string{blocked}},
		{"of today, any configured", any, preflight("GET", app, "accept"), []string{blocked}},
		{"of today, all three", usual(), preflight("GET", app, "accept,accept-language,content-language"),
			[]string{blocked, "HeaderNotAllowed accept-language", "HeaderNotAllowed content-language"}},
		{"of today, for a document", usual(), document(preflight("GET", other, "accept")), []string{blocked}},
		{"of 2014", usual(), preflight("POST", app, "accept, x-fhir-starter, content-type"), nil},
		{"in no order", usual(), preflight("POST", app, "x-fhir-starter,accept"), nil},
		{"with a space", usual(), preflight("POST", app, "accept, x-fhir-starter"), nil},
		{"in mixed case", usual(), preflight("POST", app, "Accept"), nil},
		{"of Firefox, twice", usual(), preflight("POST", app, "accept,accept"), []string{blocked, blocked}},
		{"with an empty element", usual(), preflight("POST", app, "accept,"), nil},
		{"on two lines", usual(), preflight("POST", app, "accept", "authorization"), nil},
	})
}

// TestExplainIsBounded asks for more than anybody reads.
func TestExplainIsBounded(t *testing.T) {
	t.Parallel()
	p := compile(t, usual())
	for _, row := range []struct{ asked, listed, omitted int }{{31, 31, 0}, {32, 32, 0}, {33, 32, 1}, {500, 32, 468}} {
		request := preflight("PUT", app, strings.Join(many(row.asked, "y%d"), ","))
		e := cors.Explain(p, &request)
		if e.Allowed || len(e.Failures) != row.listed || e.Omitted != row.omitted {
			t.Errorf("%d headers: allowed %v, %d failures, %d omitted", row.asked, e.Allowed, len(e.Failures),
				e.Omitted)
		}
		for i, f := range e.Failures {
			if f.Item != fmt.Sprintf("y%d", i) {
				t.Errorf("%d headers: failure %d is %q", row.asked, i, f.Item)
			}
		}
	}
	for _, origin := range []string{strings.Repeat("ü", 60_000), "https://" + strings.Repeat("a", 60_000),
		strings.Repeat("\xff", 60_000)} {
		request := actual("GET", origin)
		f := cors.Explain(p, &request).Failures
		if len(f) != 1 || len(f[0].Item) > 520 || len(f[0].Message) > 500 || strings.ToValidUTF8(f[0].Message,
			"") != f[0].Message {
			t.Errorf("the failure of %d bytes is %+v", len(origin), f)
		}
	}
}
