// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// explained is a row: everything that speaks against the request, each as "Reason item: a part of message and fix".
type explained struct {
	name     string
	settings cors.Settings
	request  cors.Request
	want     []string
}

func checkExplained(t *testing.T, rows []explained) {
	t.Helper()
	for _, row := range rows {
		p := compile(t, row.settings)
		e := cors.Explain(p, &row.request)
		if answerOf(e.Decision) != answerOf(p.Decide(&row.request)) {
			t.Errorf("%s: the decision is %+v, not Decide's", row.name, answerOf(e.Decision))
		}
		if e.Allowed != (len(row.want) == 0) || e.Omitted != 0 || len(e.Failures) != len(row.want) {
			t.Errorf("%s: allowed %v, %d omitted, %d failures, want %d: %+v", row.name, e.Allowed, e.Omitted,
				len(e.Failures), len(row.want), e.Failures)
			continue
		}
		for i, want := range row.want {
			checkFailure(t, row.name, e.Failures[i], want)
		}
	}
}

func checkFailure(t *testing.T, name string, f cors.Failure, want string) {
	t.Helper()
	place, part, _ := strings.Cut(want, ": ")
	reason, item, _ := strings.Cut(place, " ")
	if f.Reason.String() != reason || f.Item != item || !strings.Contains(f.Message+" "+f.Fix, part) ||
		!f.Reason.Denied() {
		t.Errorf("%s: %v %q: %s %s\nwant %s", name, f.Reason, f.Item, f.Message, f.Fix, want)
	}
	for _, text := range []string{f.Message, f.Fix} {
		if !strings.HasSuffix(text, ".") || strings.ContainsFunc(text, func(r rune) bool {
			return r < ' ' ||
				r == 0x7f
		}) {
			t.Errorf("%s: %q is no sentence", name, text)
		}
	}
}

// wanting is the request of a page that wants to send credentials.
func wanting(r cors.Request) cors.Request {
	r.Credentials = true
	return r
}

func TestExplainAllowed(t *testing.T) {
	t.Parallel()
	trusted := with(func(s *cors.Settings) { s.AllowCredentials = new(true) })
	own := wanting(preflight("PURGE", self, "x-secret"))
	ownWrite := wanting(preflight("PUT", self))
	own.SelfOrigin, ownWrite.SelfOrigin = self, self
	checkExplained(t, []explained{
		{"actual", usual(), actual("GET", app), nil},
		{"preflight", usual(), preflight("PUT", app, "authorization,content-type"), nil},
		{"any", open(), preflight("patch", "null", "x-anything"), nil},
		{"pattern", pattern("https://*.example.org"), actual("GET", app), nil},
		{"credentials", trusted, wanting(preflight("PUT", app, "authorization")), nil},
		{"no origin", usual(), cors.Request{Method: "PURGE", Credentials: true}, nil},
		{"no origin, CORS off", cors.Settings{}, cors.Request{Method: "GET"}, nil},
		{"own origin", usual(), own, nil},
		{"own origin, listed, with credentials", cors.Settings{Origins: []string{self}, Methods: []string{"PUT"}}, ownWrite, nil},
		{"own origin, a document", usual(), document(own), nil},
		{"own origin, listed", cors.Settings{Origins: []string{self}}, own, nil},
		{"discovery", usual(), document(preflight("GET", other, "x-anything")), nil},
		{"discovery, listed", trusted, wanting(document(actual("GET", app))), nil},
	})
}

// TestExplainOrigin has every fault of an origin, and everything else beside it.
func TestExplainOrigin(t *testing.T) {
	t.Parallel()
	two, empty := actual("GET", app), actual("GET", "")
	two.Origin = []string{app, other}
	checkExplained(t, []explained{
		{"not listed", usual(), actual("GET", other),
			[]string{"OriginNotAllowed " + other + `: Add "` + other + `" to origins.`}},
		{"null", usual(), actual("GET", "null"), []string{"OriginNotAllowed null: sandboxed frames"}},
		{"null, CORS off", cors.Settings{}, actual("GET", "null"), []string{"CORSDisabled null: CORS is off"}},
		{"CORS off", cors.Settings{}, wanting(preflight("PURGE", app, "x-secret")),
			[]string{"CORSDisabled " + app + ": Add \"" + app + "\" to origins."}},
		{"malformed", usual(), actual("GET", app+"/"),
			[]string{"OriginMalformed " + app + "/: has a path or a trailing slash, so no browser sends it"}},
		{"malformed under any origin", open(), actual("GET", "https://APP.example.org"),
			[]string{"OriginMalformed https://APP.example.org: lower case"}},
		{"malformed under patterns", pattern("https://*.example.org"), actual("GET", "https://.example.org"),
			[]string{"OriginMalformed https://.example.org: host"}},
		{"empty", usual(), empty, []string{"OriginMalformed : is empty"}},
		{"two", usual(), two, []string{"OriginMalformed " + app + ", " + other + ": more than one Origin"}},
		{"line break", usual(), actual("GET", app+"\r\nx"), []string{"OriginMalformed " + app + "\r\nx: control byte"}},
		{"all at once", usual(), wanting(preflight("PURGE", other, "x-b,x-a")), []string{"OriginNotAllowed " + other,
			"MethodNotAllowed PURGE",
			"HeaderNotAllowed x-b", "HeaderNotAllowed x-a", "CredentialsNotAllowed : allowCredentials"}},
	})
}

// TestExplainMethod has every fault of a method.
func TestExplainMethod(t *testing.T) {
	t.Parallel()
	two := preflight("PUT", app)
	two.RequestMethod = []string{"PUT", "DELETE"}
	writeOnly := with(func(s *cors.Settings) { s.Methods = []string{"PUT"} })
	any := with(func(s *cors.Settings) { s.Methods = []string{"*"} })
	checkExplained(t, []explained{
		{"not listed", usual(), preflight("PURGE", app), []string{`MethodNotAllowed PURGE: Add "PURGE" to methods.`}},
		{"not listed, actual", usual(), actual("PURGE", app),
			[]string{`MethodNotAllowed PURGE: Add "PURGE" to methods.`}},
		{"GET not listed", writeOnly, preflight("GET", app, "authorization"),
			[]string{`MethodNotAllowed GET: Add "GET" to methods.`}},
		{"in another case", usual(), preflight("patch", app),
			[]string{"MethodNotAllowed patch: Write PATCH in the page."}},
		{"in another case, not listed either", writeOnly, preflight("patch", app),
			[]string{`MethodNotAllowed patch: Write PATCH in the page, and add it to methods.`}},
		{"head in another case", usual(), preflight("head", app), []string{"MethodNotAllowed head: Write HEAD"}},
		{"forbidden", any, preflight("TRACE", app), []string{"MethodNotAllowed TRACE: no browser lets a page use it"}},
		{"forbidden, in another case", usual(), preflight("track", app), []string{"MethodNotAllowed track: forbidden"}},
		{"star", any, preflight("*", app), []string{`MethodNotAllowed *: "*" is no method`}},
		{"empty", usual(), preflight("", app), []string{`MethodNotAllowed : "" is no method`}},
		{"no token", any, preflight("PUT\r\nx", app), []string{"MethodNotAllowed PUT\r\nx: is no method"}},
		{"two lines", usual(), two, []string{"MethodNotAllowed : more than one method"}},
		{"two lines under any", any, two, []string{"MethodNotAllowed : more than one method"}},
	})
}

func TestExplainCredentials(t *testing.T) {
	t.Parallel()
	crowd := open()
	checkExplained(t, []explained{
		{"not set", usual(), wanting(actual("GET", app)),
			[]string{"CredentialsNotAllowed : Set allowCredentials to true."}},
		{"set to false", with(func(s *cors.Settings) { s.AllowCredentials = new(false) }), wanting(preflight("PUT",
			app)), []string{"CredentialsNotAllowed : Set allowCredentials"}},
		{"any origin", crowd, wanting(actual("GET", app)), []string{`CredentialsNotAllowed : instead of "*"`}},
		{"discovery", usual(), wanting(document(actual("GET", other))),
			[]string{"CredentialsNotAllowed : without credentials"}},
	})
}
