// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recordedChromium is the major version of the browser in which the verdicts of the data were measured. The wording
// of the console is compared in this version only: it changes between versions, the verdicts do not.
const recordedChromium = 156

// seedData is testdata/seed-servers.json: five FHIR servers of 2014 as they answered one preflight, and what a
// browser makes of each answer.
type seedData struct {
	PageOrigin string                        `json:"pageOrigin"`
	Preflight  seedRequest                   `json:"preflightRequest"`
	Actual     seedRequest                   `json:"actualRequest"`
	Servers    []seedServer                  `json:"servers"`
	Verdicts   map[string]map[string]verdict `json:"browserVerdictsWithoutGateway"`
}

type seedRequest struct {
	Method  string      `json:"method"`
	Target  string      `json:"target"`
	Headers [][2]string `json:"headers"`
}

type seedServer struct {
	Name     string `json:"name"`
	Base     string `json:"base"`
	Response struct {
		Status  int         `json:"status"`
		Headers [][2]string `json:"headers"`
	} `json:"preflightResponse"`

	// Reflecting marks the model of the live SPARK, which built its answer from each request.
	Reflecting bool `json:"-"`
}

// verdict is what the browser said of one request. Missing is in the order in which a browser checks: the status,
// then the method, then the header names sorted; the first one is what the browser reports.
type verdict struct {
	Allowed  bool     `json:"allowed"`
	Sentence string   `json:"chromium"`
	Missing  []string `json:"missing"`
}

// loadSeed reads the data and adds the sixth server: SPARK as it was live. ASP.NET built the answer from the request,
// and the transcript shows one such answer only.
func loadSeed(t testing.TB) seedData {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "seed-servers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var seed seedData
	if err := json.Unmarshal(text, &seed); err != nil {
		t.Fatalf("seed-servers.json: %v", err)
	}
	if len(seed.Servers) != 5 || len(seed.Verdicts) != 5 {
		t.Fatalf("the data names %d servers and verdicts on %d, want 5 and 5", len(seed.Servers), len(seed.Verdicts))
	}
	live := seed.server(t, "SPARK")
	live.Name, live.Reflecting = "SPARK reflecting", true
	seed.Servers = append(seed.Servers, live)
	return seed
}

func (s seedData) server(t testing.TB, name string) seedServer {
	t.Helper()
	for _, server := range s.Servers {
		if server.Name == name {
			return server
		}
	}
	t.Fatalf("the data names no server %q", name)
	return seedServer{}
}

// slug is the name of the server as a FHIR service can bear it.
func (s seedServer) slug() string { return strings.ReplaceAll(strings.ToLower(s.Name), " ", "-") }

// basePath is the path of the server's base: "/fhir", or "" where the server stood at the root.
func (s seedServer) basePath(t testing.TB) string {
	t.Helper()
	base, err := url.Parse(s.Base)
	if err != nil {
		t.Fatal(err)
	}
	return base.Path
}

// header returns the value of a header in a recorded list, or "".
func header(list [][2]string, name string) string {
	for _, line := range list {
		if strings.EqualFold(line[0], name) {
			return line[1]
		}
	}
	return ""
}
