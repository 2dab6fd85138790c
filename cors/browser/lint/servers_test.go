// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
	"github.com/corsgate/corsgate/cors/browser/lint"
)

// server is one of the five FHIR servers of 2014, as it answered a preflight.
type server struct {
	Name, Base string
	Response   struct {
		Status  int
		Headers [][2]string
	} `json:"preflightResponse"`
}

func servers(t *testing.T) []server {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "e2e", "testdata", "seed-servers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var data struct{ Servers []server }
	if err := json.Unmarshal(text, &data); err != nil || len(data.Servers) != 5 {
		t.Fatalf("%d servers, %v", len(data.Servers), err)
	}
	return data.Servers
}

// preflight is what a browser of today asks before the POST of 2014.
func (s server) preflight() browser.Outgoing {
	return browser.Outgoing{Preflight: true, Method: "OPTIONS", URL: s.Base + "/Organization", Headers: []browser.Header{
		{Name: "Accept", Value: "*/*"}, {Name: "Origin", Value: "http://www.fhir-starter.com"},
		{Name: "Access-Control-Request-Method", Value: "POST"}, {Name: "Access-Control-Request-Headers", Value: "content-type,x-fhir-starter"}}}
}

func (s server) answer() lint.Answer {
	a := lint.Answer{Request: s.preflight(), Response: browser.Response{Status: s.Response.Status}}
	for _, line := range s.Response.Headers {
		a.Response.Headers = append(a.Response.Headers, browser.Header{Name: line[0], Value: line[1]})
	}
	return a
}

func codes(defects []lint.Defect) []lint.Code {
	var list []lint.Code
	for _, d := range defects {
		list = append(list, d.Code)
	}
	return list
}

// TestServersOf2014 wants exactly the known defects of each. What one server is blamed for is found in every other that
// has it too.
func TestServersOf2014(t *testing.T) {
	t.Parallel()
	want := map[string][]lint.Code{
		"SPARK":                {lint.NoAllowMethods, lint.NoMaxAge},
		"HAPI":                 {lint.PatchMissing, lint.NoAllowHeaders, lint.ExposeOnPreflight, lint.NoMaxAge, lint.NotExposed},
		"Health Intersections": {lint.RequestHeaderInResponse, lint.PatchMissing, lint.NoAllowHeaders, lint.ExposeOnPreflight, lint.NoMaxAge, lint.NotExposed},
		"SMART":                {lint.InsecureOriginWithCredentials, lint.NoVaryOrigin, lint.ForbiddenMethod, lint.PatchMissing, lint.HeaderMissing},
		"Blaze":                {lint.PreflightStatus, lint.ExposeOnPreflight},
	}
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			if got := codes(lint.Check([]lint.Answer{s.answer()}, nil)); !slices.Equal(got, want[s.Name]) {
				t.Errorf("got  %v\nwant %v", got, want[s.Name])
			}
		})
	}
}

// TestDefectsAreExplained wants a sentence for each part of each finding on real servers.
func TestDefectsAreExplained(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		for _, d := range lint.Check([]lint.Answer{s.answer()}, nil) {
			for _, sentence := range []string{d.What, d.Why, d.Fix} {
				if len(sentence) < 10 || sentence[len(sentence)-1] != '.' {
					t.Errorf("%s: %s: %q is no sentence", s.Name, d.Code, sentence)
				}
			}
		}
	}
}

// TestServersOf2014ByGET wants the defects of their preflights though the call has none.
func TestServersOf2014ByGET(t *testing.T) {
	t.Parallel()
	want := map[string][]lint.Code{
		"SPARK":                {lint.NoAllowMethods, lint.HeaderMissing, lint.NoMaxAge},
		"HAPI":                 {lint.PatchMissing, lint.NoAllowHeaders, lint.ExposeOnPreflight, lint.NoMaxAge},
		"Health Intersections": {lint.RequestHeaderInResponse, lint.PatchMissing, lint.NoAllowHeaders, lint.ExposeOnPreflight, lint.NoMaxAge},
		"SMART":                {lint.InsecureOriginWithCredentials, lint.NoVaryOrigin, lint.ForbiddenMethod, lint.PatchMissing},
		"Blaze":                {lint.PreflightStatus, lint.ExposeOnPreflight},
	}
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			call := []lint.Answer{{Request: browser.Outgoing{Method: "GET", URL: s.Base, Headers: fields("Origin: http://www.fhir-starter.com")},
				Response: browser.Response{Status: 200}}}
			probe := s.answer()
			probe.Request = lint.Probes(call)[0]
			got := codes(lint.Check(call, []lint.Answer{probe}))
			got = slices.DeleteFunc(got, func(c lint.Code) bool { return c == lint.AnswerWithoutCORS })
			if !slices.Equal(got, want[s.Name]) {
				t.Errorf("got  %v\nwant %v", got, want[s.Name])
			}
		})
	}
}
