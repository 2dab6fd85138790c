// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// measuredCall is a call that was made in Chromium 156 and in Firefox 153, the answers that a server had ready for it,
// by kind and hop, and what became of it.
type measuredCall struct {
	Name        string
	Method, URL string
	Headers     [][2]string
	Credentials bool
	XHR, Upload bool
	Answers     map[string]wireAnswer
	Chromium    measuredEnd
	Firefox     measuredEnd
}

// measuredEnd has a status where the page could read the answer; else the first sentence on the console, if any.
type measuredEnd struct {
	Status   int
	Sentence string
}

// wireAnswer is an answer as the tables write it.
type wireAnswer struct {
	Status  int
	Headers [][2]string
}

func (a wireAnswer) response() browser.Response {
	return browser.Response{Status: a.Status, Headers: headers(a.Headers)}
}

func headers(pairs [][2]string) []browser.Header {
	var list []browser.Header
	for _, pair := range pairs {
		list = append(list, browser.Header{Name: pair[0], Value: pair[1]})
	}
	return list
}

func readTable(t testing.TB, path string, table any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, table); err != nil {
		t.Fatal(err)
	}
}

func TestMeasuredCalls(t *testing.T) {
	t.Parallel()
	var calls []measuredCall
	readTable(t, "testdata/measured.json", &calls)
	for _, call := range calls {
		for _, in := range []struct {
			profile browser.Profile
			want    measuredEnd
			said    func(browser.Verdict) string
		}{
			{browser.Chromium(), call.Chromium, func(v browser.Verdict) string { return v.Chromium }},
			{browser.Firefox(), call.Firefox, func(v browser.Verdict) string { return v.Firefox }},
		} {
			t.Run(in.profile.Name+"/"+call.Name, func(t *testing.T) {
				t.Parallel()
				verdict := call.run(t, in.profile)
				if verdict.Status != in.want.Status {
					t.Errorf("status %d, want %d: %+v", verdict.Status, in.want.Status, verdict)
				}
				if said := in.said(verdict); !sameSentence(said, in.want.Sentence, verdict) {
					t.Errorf("sentence\n%s, want\n%s", said, in.want.Sentence)
				}
			})
		}
	}
}

// sameSentence compares sentences. Which of several missing headers Chromium names is up to its hash table.
func sameSentence(got, want string, verdict browser.Verdict) bool {
	const named = "Request header field "
	if _, rest, ok := strings.Cut(got, named); ok {
		name, _, _ := strings.Cut(rest, " ")
		for _, missing := range verdict.Missing {
			want = strings.Replace(want, named+missing.Name+" ", named+name+" ", 1)
		}
	}
	return got == want
}

// run makes the call as a browser does, answered as the browsers were.
func (c measuredCall) run(t *testing.T, profile browser.Profile) browser.Verdict {
	t.Helper()
	r := browser.Request{
		Browser: profile, Origin: "http://app.example.org:8080", URL: c.URL, Method: c.Method, Headers: headers(c.Headers),
		Credentials: c.Credentials, XHR: c.XHR, AlwaysPreflight: c.Upload,
	}
	var answers []browser.Response
	verdict := browser.Explain(r, answers)
	for verdict.Outcome == browser.Unfinished {
		kind := "actual"
		if verdict.Next.Preflight {
			kind = "preflight"
		}
		_, hop, _ := strings.Cut(verdict.Next.URL, "/N/")
		hop, _, _ = strings.Cut(hop, "?")
		answer, ready := c.Answers[fmt.Sprintf("%s/%s", kind, hop)]
		if !ready {
			t.Fatalf("asks for %s/%s, for which no browser asked", kind, hop)
		}
		answers = append(answers, answer.response())
		verdict = browser.Explain(r, answers)
	}
	return verdict
}
