// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

func TestExplainChange(t *testing.T) {
	t.Parallel()
	const toAll = "AC-Allow-Origin: *"
	put := browser.Request{Method: "PUT", Headers: with("X-B", "X-A")}
	for name, c := range map[string]struct {
		call   browser.Request
		answer browser.Response
		want   browser.Change
		advice string // what the one sentence of advice starts with
	}{
		"entries": {put, answer(204), browser.Change{
			Origins: []string{appOrigin}, Methods: []string{"PUT"}, Headers: []string{"x-a", "x-b"}}, ""},
		"what is there already stays": {put, answer(204, toAll, "AC-Allow-Headers: X-A"),
			browser.Change{Methods: []string{"PUT"}, Headers: []string{"x-b"}}, ""},
		"credentials": {browser.Request{Credentials: true}, answer(200, "AC-Allow-Origin: "+appOrigin),
			browser.Change{AllowCredentials: true}, ""},
		"star with credentials": {browser.Request{Credentials: true}, answer(200, toAll, "AC-Allow-Credentials: true"),
			browser.Change{Origins: []string{appOrigin}}, `Name the origins instead of "*"`},
		"a status looked past": {
			put, answer(405, toAll),
			browser.Change{Methods: []string{"PUT"}, Headers: []string{"x-a", "x-b"}},
			"Answer the preflight with a status of 200 to 299 before anything else, sign-in included: it was 405."},
		"a preflight that moved": {browser.Request{Method: "PUT"}, answer(308, toAll, "Location: /y", "AC-Allow-Methods: PUT"),
			browser.Change{}, "Call the URL to which the preflight was redirected, or answer it before redirecting: /y."},
		"an origin sent twice": {
			browser.Request{}, answer(200, toAll, "AC-Allow-Origin: "+appOrigin),
			browser.Change{},
			`Send Access-Control-Allow-Origin once and with one origin: it was "*, https://app.example.org".`},
		"another origin sent twice": {browser.Request{}, answer(200, "AC-Allow-Origin: https://a.example, https://b.example"),
			browser.Change{Origins: []string{appOrigin}}, "Send Access-Control-Allow-Origin once"},
		"a list of methods": {browser.Request{Method: "PUT"}, answer(200, toAll, "AC-Allow-Methods: GET; PUT"),
			browser.Change{Methods: []string{"PUT"}},
			`Write Access-Control-Allow-Methods as methods with commas between them: "GET; PUT" is none.`},
		"a list of methods, none needed": {browser.Request{Headers: with("X-A")}, answer(200, toAll, "AC-Allow-Methods: GET; PUT",
			"AC-Allow-Headers: x-a"), browser.Change{}, "Write Access-Control-Allow-Methods"},
		"a list of names": {browser.Request{Headers: with("X-A")}, answer(200, toAll, "AC-Allow-Headers: X-A X-B"),
			browser.Change{Headers: []string{"x-a"}},
			`Write Access-Control-Allow-Headers as names with commas between them: "X-A X-B" is none.`},
		"patch where there is PATCH": {browser.Request{Method: "patch"}, answer(200, toAll, "AC-Allow-Methods: PATCH"),
			browser.Change{}, `Write the method as "PATCH" in the page`},
		"patch": {
			browser.Request{Method: "patch"}, answer(200, toAll),
			browser.Change{Methods: []string{"PATCH"}},
			`Write the method as "PATCH" in the page`},
		"a bad Location": {
			browser.Request{}, answer(302, toAll, "Location: https://[::"),
			browser.Change{}, "Send one Location that is a URL",
		},
		"a redirect to ftp": {
			browser.Request{}, answer(302, toAll, "Location: ftp://x/"),
			browser.Change{}, "Redirect to an http or https URL only: ftp://x/ is none.",
		},
		"a redirect to http": {
			browser.Request{}, answer(302, toAll, "Location: http://x/"),
			browser.Change{}, "Serve http://x/ over https",
		},
		"a login": {
			browser.Request{}, answer(302, toAll, "Location: //u@x/"),
			browser.Change{}, "Redirect to a URL without user name and password: https://x/.",
		},
		"mixed content": {
			browser.Request{URL: "http://x/"}, answer(200),
			browser.Change{}, "Serve http://x/ over https",
		},
		"a scheme": {
			browser.Request{URL: "ftp://x/"}, answer(200),
			browser.Change{}, "Call an http or https URL: ftp://x/ is none.",
		},
		"a forbidden method": {
			browser.Request{Method: "TRACE"}, answer(200),
			browser.Change{}, "Use another method: no page may send TRACE.",
		},
		"no request": {
			browser.Request{Headers: with("a b")}, answer(200),
			browser.Change{}, `Headers[0].Name: "a b" is not a header name`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verdict := browser.Explain(fromApp(c.call), []browser.Response{c.answer})
			if verdict.Change == nil {
				t.Fatalf("no change: %+v", verdict)
			}
			got := *verdict.Change
			advice := got.Advice
			got.Advice = nil
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("change %+v, want %+v", got, c.want)
			}
			if len(advice) > 1 || (len(advice) == 1) != (c.advice != "") || !strings.HasPrefix(strings.Join(advice, ""), c.advice) {
				t.Errorf("advice %q, want %q", advice, c.advice)
			}
		})
	}
}

func TestExplainOpaqueOrigin(t *testing.T) {
	t.Parallel()
	verdict := browser.Explain(browser.Request{Origin: "null", URL: fhirURL}, []browser.Response{answer(200)})
	c := verdict.Change
	if c == nil || c.Origins != nil || len(c.Advice) != 1 || !strings.Contains(c.Advice[0], "no server should allow it") {
		t.Errorf("change %+v, want advice only: settings cannot name null", verdict.Change)
	}
}

// TestExplainOtherBrowsers: what the standard blocks, browsers may let pass, and then they say nothing.
func TestExplainOtherBrowsers(t *testing.T) {
	t.Parallel()
	call := fromApp(browser.Request{Headers: with("Authorization")})
	star := []browser.Response{answer(200, "AC-Allow-Origin: *", "AC-Allow-Headers: *")}
	verdict := browser.Explain(call, star)
	if verdict.Step != browser.StepPreflightHeader || verdict.Chromium != "" || verdict.Firefox != "" {
		t.Errorf("%+v, want it blocked by the standard alone", verdict)
	}
	for name, profile := range browser.Profiles() {
		call.Browser = profile
		if verdict := browser.Explain(call, star); name != "fetch" && verdict.Outcome != browser.Unfinished {
			t.Errorf("%s: %+v, want it to pass", name, verdict)
		}
	}
	// Firefox would have made another preflight before this answer, so that nobody knows what it would say.
	call = fromApp(browser.Request{Method: "PUT"})
	verdict = browser.Explain(call, []browser.Response{
		answer(200, "AC-Allow-Origin: *", "AC-Allow-Methods: PUT"),
		answer(303, "AC-Allow-Origin: *", "Location: /2"), answer(200),
	})
	if verdict.Step != browser.StepCORSCheck || verdict.Chromium == "" || verdict.Firefox != "" {
		t.Errorf("%+v, want a sentence of Chromium's alone", verdict)
	}
}
