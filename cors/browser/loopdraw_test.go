// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"math/rand/v2"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/cors/browser"
)

// service is the origin of the service that is called.
const service = "https://demo-records.fhir.example"

// drawLoop draws settings that compile, and a call that a page can make.
func drawLoop(random *rand.Rand) loop {
	for {
		l := loop{settings: drawSettings(random), discovery: random.IntN(8) == 0, call: drawCall(random)}
		policy, err := cors.Compile(l.settings)
		if err != nil || l.call.Check() != nil {
			continue
		}
		l.policy = policy
		return l
	}
}

func drawSettings(random *rand.Rand) cors.Settings {
	s := cors.Settings{
		Origins: some(random, "https://app.example.org", "https://other.example.org:8443", "http://localhost:3000", "HTTPS://Upper.example.org", service),
		Headers: some(random, "authorization", "Content-Type", "x-fhir-starter", "x-tempo-*", "prefer", "accept", "cookie", "range"),
		Methods: some(random, "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "PROPFIND"),
	}
	for _, list := range []*[]string{&s.Headers, &s.Methods} {
		if random.IntN(4) == 0 {
			*list = []string{"*"}
		}
	}
	switch random.IntN(4) {
	case 0:
		s.Origins = []string{"*"}
	case 1:
		s.OriginPatterns = some(random, "https://*.example.org", "http://localhost:*")
	}
	s.AllowCredentials = []*bool{nil, new(false), new(true)}[random.IntN(3)]
	if random.IntN(2) == 0 {
		s.MaxAge = new(random.IntN(90_000))
	}
	return s
}

func drawCall(random *rand.Rand) browser.Request {
	profiles := []browser.Profile{{}, browser.Fetch(), browser.Chromium(), browser.Firefox()}
	r := browser.Request{
		Browser: profiles[random.IntN(len(profiles))],
		Origin: one(random, "https://app.example.org", "https://app.example.org", "https://other.example.org:8443", "http://localhost:3000",
			"http://localhost:5173", "https://upper.example.org", "https://a.b.example.org", "https://example.org", "https://evil.example", "null", service),
		URL:             service + "/Patient/1",
		Method:          one(random, "GET", "POST", "PUT", "DELETE", "PATCH", "patch", "put", "HEAD", "OPTIONS", "PROPFIND", ""),
		Credentials:     random.IntN(3) == 0,
		AlwaysPreflight: random.IntN(8) == 0,
		XHR:             random.IntN(2) == 0,
	}
	for _, header := range []browser.Header{
		{Name: "Accept", Value: one(random, "application/fhir+json", `application/fhir+json; profile="x"`)},
		{Name: "Content-Type", Value: one(random, "application/fhir+json", "text/plain", "application/x-www-form-urlencoded")},
		{Name: "Authorization", Value: "Bearer t"}, {Name: "X-FHIR-Starter", Value: "urn:fhir.starter"}, {Name: "X-Tempo-Id", Value: "1"},
		{Name: "Prefer", Value: "return=minimal"}, {Name: "Cookie", Value: "a=b"}, {Name: "Range", Value: one(random, "bytes=0-9", "lines=1")},
	} {
		for random.IntN(4) == 0 { // now and then more than once
			r.Headers = append(r.Headers, header)
		}
	}
	return r
}

func one(random *rand.Rand, choices ...string) string { return choices[random.IntN(len(choices))] }

// some takes each choice or leaves it.
func some(random *rand.Rand, choices ...string) (taken []string) {
	for _, choice := range choices {
		if random.IntN(2) == 0 {
			taken = append(taken, choice)
		}
	}
	return taken
}
