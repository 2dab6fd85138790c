// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// FuzzExplain: whatever servers answer, a verdict is whole, and its change mends what it blames.
func FuzzExplain(f *testing.F) {
	f.Add("PUT", fhirURL, "X-A: 1\nAuthorization: x", appOrigin, uint8(1), 204, "Access-Control-Allow-Origin: *", 200, "")
	f.Add("", "http://[::1]:80/?#x", "", "null", uint8(6),
		301, "Location: //u:p@x\nAccess-Control-Allow-Origin: *, null", 200, "")
	f.Add("patch", fhirURL, "Content-Type: a/b", appOrigin, uint8(3),
		200, "access-control-allow-methods: PATCH;\nAccess-Control-Allow-Headers: *", 302, "Location: x:")
	f.Add("0", "http://0", "*\n0", "a://a", uint8(0), 204, "0", 133, "")
	f.Fuzz(func(t *testing.T, method, url, fields, origin string, bits uint8, status int, lines string, status2 int,
		lines2 string) {
		r := browser.Request{
			Browser: profileOf(bits), Origin: origin, URL: url, Method: method, Headers: answer(0, split(fields)...).Headers,
			Credentials: bits&1 > 0, AlwaysPreflight: bits&8 > 0, XHR: bits&16 > 0,
		}
		first, second := answer(status, split(lines)...), answer(status2, split(lines2)...)
		checkVerdicts(t, r, []browser.Response{first, second, second, first})
	})
}

func split(lines string) []string { return strings.Split(lines, "\n") }

func profileOf(bits uint8) browser.Profile {
	return []browser.Profile{browser.Fetch(), browser.Chromium(), browser.Firefox(), {}}[bits>>1&3]
}

// TestExplainProperties is the same on answers that are near to right.
func TestExplainProperties(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(2014, 7))
	steps := map[browser.Step]int{}
	for range 8_000 {
		r := drawCall(random)
		r.URL = one(random, fhirURL, fhirURL, r.URL, appOrigin+"/x", "http://a.example/", "ftp://x.example/")
		var answers []browser.Response
		for range 5 {
			answers = append(answers, drawAnswer(random, r.Origin))
		}
		steps[checkVerdicts(t, r, answers).Step]++
	}
	for _, step := range []browser.Step{"", browser.StepScheme, browser.StepPreflightMoved, browser.StepPreflightCORS,
		browser.StepPreflightStatus, browser.StepPreflightList, browser.StepPreflightMethod, browser.StepPreflightHeader,
		browser.StepCORSCheck, browser.StepRedirect} {
		if steps[step] < 8 {
			t.Errorf("%d calls ended at %q: too few to prove anything", steps[step], step)
		}
	}
}

func drawAnswer(random *rand.Rand, origin string) browser.Response {
	r := browser.Response{}
	add := func(chance int, name string, values ...string) {
		if random.IntN(10) < chance {
			r.Headers = append(r.Headers, browser.Header{Name: name, Value: one(random, values...)})
		}
	}
	add(9, "Access-Control-Allow-Origin", "*", origin, origin, origin, "null", origin+"/", "https://b.example", origin+", *")
	add(1, "access-control-allow-origin", "*", origin)
	add(6, "Access-Control-Allow-Credentials", "true", "true", "true", "True")
	add(6, "Access-Control-Allow-Methods", "PUT, PATCH", "DELETE,,PUT", "*", "GET;PUT", "PROPFIND, *, OPTIONS", "patch")
	add(8, "Access-Control-Allow-Headers", "*", "content-type,Authorization", "x-fhir-starter, prefer, x-tempo-id", "a b",
		"*,authorization,range,accept")
	add(3, "Access-Control-Expose-Headers", "*", "etag")
	add(3, "Location", "/x", "https://b.example/", "http://b.example/", "//u:p@b.example/", "ftp://b.example/", "https://[", "",
		appOrigin+"/y")
	r.Status = []int{200, 204, 200, 204, 200, 204, 302, 307, 303, 401, 404}[random.IntN(11)]
	return r
}

// checkVerdicts looks at the verdict after each answer and mends the call where it is blocked. It returns the last one.
func checkVerdicts(t *testing.T, r browser.Request, answers []browser.Response) browser.Verdict {
	t.Helper()
	var before browser.Verdict
	for read := range len(answers) + 1 {
		v := browser.Explain(r, answers[:read])
		switch v.Outcome {
		case browser.Unfinished:
			if v.Next == nil || read > 0 && before.Next == nil {
				t.Fatalf("unfinished, but nothing to do next: %+v", v)
			}
		case browser.Allowed:
			if v.Next != nil || v.Step != "" || v.Missing != nil || v.Change != nil || v.Chromium+v.Firefox != "" {
				t.Fatalf("allowed, but: %+v", v)
			}
			return v
		case browser.Blocked:
			if v.Next != nil || v.Step == "" || len(v.Missing) == 0 || v.Change == nil || v.Status != 0 || v.Readable != nil {
				t.Fatalf("blocked, but: %+v", v)
			}
			if read > 0 {
				mend{r, answers[:read-1], before, answers[read-1]}.check(t, v)
			}
			return v
		}
		before = v
	}
	return before
}
