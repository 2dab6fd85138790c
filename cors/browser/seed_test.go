// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// seedServers are five FHIR servers of 2014 and what a page's calls to them come to today.
type seedServers struct {
	PageOrigin string
	Servers    []struct {
		Name, Base        string
		PreflightResponse wireAnswer
	}
	BrowserVerdictsWithoutGateway map[string]map[string]struct {
		Allowed  bool
		Chromium string
		Missing  []string
	}
}

func TestServersOf2014(t *testing.T) {
	t.Parallel()
	var seed seedServers
	readTable(t, "testdata/seed-servers.json", &seed)
	cells := 0
	for _, server := range seed.Servers {
		for method, want := range seed.BrowserVerdictsWithoutGateway[server.Name] {
			cells++
			for name, profile := range browser.Profiles() {
				t.Run(server.Name+"/"+method+"/"+name, func(t *testing.T) {
					t.Parallel()
					r := fhirStarter(seed.PageOrigin, server.Base+"/Organization/1", method)
					r.Browser = profile
					verdict := browser.Explain(r, []browser.Response{server.PreflightResponse.response()})
					if want.Allowed {
						if verdict.Outcome != browser.Unfinished || verdict.Next.Method != method {
							t.Fatalf("%v, want the call itself next", verdict)
						}
						return
					}
					text := "Access to fetch at '" + r.URL + "' from origin '" + r.Origin +
						"' has been blocked by CORS policy: " + want.Chromium
					if verdict.Outcome != browser.Blocked || verdict.Chromium != text {
						t.Errorf("%v, in Chromium\n%s, want\n%s", verdict.Outcome, verdict.Chromium, text)
					}
					if got := texts(verdict.Missing); !slices.Equal(got, want.Missing) {
						t.Errorf("missing %q, want %q", got, want.Missing)
					}
				})
			}
		}
	}
	if cells != 25 {
		t.Errorf("%d cells, want 25", cells)
	}
}

// fhirStarter is the call that the page of 2014 makes.
func fhirStarter(origin, url, method string) browser.Request {
	r := browser.Request{Origin: origin, URL: url, Method: method, Headers: []browser.Header{
		{Name: "Accept", Value: "application/json+fhir, application/json, text/plain, */*"},
		{Name: "X-FHIR-Starter", Value: "urn:fhir.starter"},
	}}
	if method == "POST" || method == "PUT" || method == "PATCH" {
		r.Headers = append(r.Headers, browser.Header{Name: "Content-Type", Value: "application/json+fhir"})
	}
	return r
}

func texts(items []browser.Missing) []string {
	var list []string
	for _, item := range items {
		list = append(list, item.String())
	}
	return list
}

// TestSeedIsTheSame keeps this copy equal to the one with which real browsers are tested.
func TestSeedIsTheSame(t *testing.T) {
	t.Parallel()
	ours, err := os.ReadFile("testdata/seed-servers.json")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.ReadFile("../../e2e/testdata/seed-servers.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(ours, theirs) {
		t.Error("testdata/seed-servers.json differs from e2e's")
	}
}
