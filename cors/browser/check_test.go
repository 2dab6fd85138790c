// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// problemsOf are the problems that Check found.
func problemsOf(t *testing.T, err error) []*browser.Problem {
	t.Helper()
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("%v joins nothing", err)
	}
	var problems []*browser.Problem
	for _, one := range joined.Unwrap() {
		problem, ok := one.(*browser.Problem)
		if !ok || problem.Reason == "" || problem.Fix == "" || !strings.HasSuffix(problem.Fix, ".") {
			t.Fatalf("%#v has no reason or no fix", one)
		}
		problems = append(problems, problem)
	}
	return problems
}

func TestCheck(t *testing.T) {
	t.Parallel()
	request := func(change func(*browser.Request)) *browser.Request {
		r := crossGET([]browser.Header{{Name: "Accept", Value: "*/*"}})
		change(r)
		return r
	}
	header := func(name, value string) func(*browser.Request) {
		return func(r *browser.Request) { r.Headers = append(r.Headers, browser.Header{Name: name, Value: value}) }
	}
	for name, c := range map[string]struct {
		request *browser.Request
		fields  []string
	}{
		"nothing":               {request(func(*browser.Request) {}), nil},
		"no method is GET":      {request(func(r *browser.Request) { r.Method = "" }), nil},
		"opaque origin":         {request(func(r *browser.Request) { r.Origin = "null" }), nil},
		"origin of an app":      {request(func(r *browser.Request) { r.Origin = "capacitor://localhost" }), nil},
		"forbidden header":      {request(header("Cookie", "a=b")), nil},
		"line break around":     {request(header("x-a", "\r\n b\n")), nil},
		"no UTF-8":              {request(header("x-a", "\xff\xfe")), nil},
		"origin with slash":     {request(func(r *browser.Request) { r.Origin = here + "/" }), []string{"Origin"}},
		"no origin":             {request(func(r *browser.Request) { r.Origin = "" }), []string{"Origin"}},
		"relative URL":          {request(func(r *browser.Request) { r.URL = "/x" }), []string{"URL"}},
		"user information":      {request(func(r *browser.Request) { r.URL = "http://u:p@a.example/" }), []string{"URL"}},
		"empty user name":       {request(func(r *browser.Request) { r.URL = "http://:@a.example/" }), nil},
		"user information, XHR": {request(func(r *browser.Request) { r.URL, r.XHR = "http://u:p@a.example/", true }), nil},
		"no token":              {request(func(r *browser.Request) { r.Method = "A B" }), []string{"Method"}},
		"forbidden method":      {request(func(r *browser.Request) { r.Method = "trace" }), []string{"Method"}},
		"header name":           {request(header("x a", "1")), []string{"Headers[1].Name"}},
		"no header name":        {request(header("", "1")), []string{"Headers[1].Name"}},
		"header value":          {request(header("x-a", "1\n2")), []string{"Headers[1].Value"}},
		"above Latin-1":         {request(header("x-a", "€")), []string{"Headers[1].Value"}},
		"everything": {&browser.Request{Method: "TRACK", Headers: []browser.Header{{Name: "é", Value: "\x00"}}},
			[]string{"Origin", "URL", "Method", "Headers[0].Name", "Headers[0].Value"}},
	} {
		var fields []string
		for _, problem := range problemsOf(t, c.request.Check()) {
			fields = append(fields, problem.Field)
		}
		if !slices.Equal(fields, c.fields) {
			t.Errorf("%s: problems with %q, want %q", name, fields, c.fields)
		}
	}
}

// TestProblemTexts has the sentences for what people get wrong most often.
func TestProblemTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		request browser.Request
		want    string
	}{
		{browser.Request{Origin: "https://App.example.org/", URL: there},
			`Origin: "https://App.example.org/" has upper case, and browsers write origins in lower case. ` +
				`Write https://app.example.org.`},
		{browser.Request{Origin: here, URL: "fhir.example.org"},
			`URL: "fhir.example.org" is not absolute. ` +
				`Write it with its scheme and host, such as https://fhir.example.org/Patient.`},
		{browser.Request{Origin: here, URL: there, Method: "Trace"},
			`Method: "Trace" is a method that no page may use. Use another method.`},
		{browser.Request{Origin: here, URL: "ws://" + strings.Repeat("ü", 50)},
			`URL: "ws://` + strings.Repeat("ü", 37) + `…" has a scheme other than http and https. ` +
				`Use the http or https address of the server.`},
	} {
		if err := c.request.Check(); err == nil || err.Error() != c.want {
			t.Errorf("%v\nwant %s", err, c.want)
		}
	}
}
