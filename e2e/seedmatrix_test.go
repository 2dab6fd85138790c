// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
)

// cell is one request of the matrix: the page of 2014 calls a server with a method.
type cell struct {
	name    string
	method  string
	starter bool // with the header X-FHIR-Starter
}

// cells are the columns of the matrix. The last one is the request that every server of 2014 let through.
func cells() []cell {
	var list []cell
	for _, method := range []string{"GET", "POST", "PUT", "DELETE", "PATCH"} {
		list = append(list, cell{name: method, method: method, starter: true})
	}
	return append(list, cell{name: "plain GET", method: http.MethodGet})
}

// path is another one for each cell: the browser keeps what a preflight said by URL, SMART's for an hour.
func (c cell) path() string {
	return "/Organization/" + strings.ReplaceAll(strings.ToLower(c.name), " ", "-")
}

// request is the cell as the page's script sends it, with the headers of the recording.
func (c cell) request(seed seedData, base string) pageRequest {
	request := pageRequest{URL: base + c.path(), Method: c.method, Headers: map[string]string{}}
	take := func(name string) { request.Headers[name] = header(seed.Actual.Headers, name) }
	take("Accept")
	if c.starter {
		take("X-FHIR-Starter")
	}
	if c.method == http.MethodPost || c.method == http.MethodPut || c.method == http.MethodPatch {
		take("Content-Type")
		body := resourceBody
		request.Body = &body
	}
	return request
}

// want is what the browser says of the cell without a gateway.
func (c cell) want(t *testing.T, seed seedData, server seedServer) verdict {
	t.Helper()
	if !c.starter || server.Reflecting {
		return verdict{Allowed: true}
	}
	want, known := seed.Verdicts[server.Name][c.method]
	if !known || want.Allowed == (len(want.Missing) > 0) {
		t.Fatalf("the data has no verdict on %s %s: %+v", server.Name, c.method, want)
	}
	return want
}

// corsError is the machine-readable form of the verdict: what Chromium names first.
func (v verdict) corsError(t *testing.T) network.CorsErrorStatus {
	t.Helper()
	kind, parameter, _ := strings.Cut(v.Missing[0], " ")
	switch kind {
	case "method":
		return network.CorsErrorStatus{CorsError: network.CorsErrorMethodDisallowedByPreflightResponse, FailedParameter: parameter}
	case "header":
		return network.CorsErrorStatus{CorsError: network.CorsErrorHeaderDisallowedByPreflightResponse, FailedParameter: parameter}
	case "status":
		return network.CorsErrorStatus{CorsError: network.CorsErrorPreflightInvalidStatus}
	}
	t.Fatalf("the data misses %q: of an unknown kind", v.Missing[0])
	return network.CorsErrorStatus{}
}

// Without a gateway the servers of 2014 fail as the data says: for the same cells and the same reasons.
func TestSeedMatrixDirect(t *testing.T) {
	t.Parallel()
	seed := loadSeed(t)
	page := openPage(t, seed.PageOrigin)
	if page.major != recordedChromium {
		t.Logf("Chromium %d is not the recorded %d: its sentences are not compared", page.major, recordedChromium)
	}
	for _, server := range seed.Servers {
		replay := startReplay(t, server)
		for _, cell := range cells() {
			t.Run(server.Name+"/"+cell.name, func(t *testing.T) {
				want := cell.want(t, seed, server)
				request := cell.request(seed, replay.base)
				answer := page.fetch(t, request)
				if want.Allowed {
					checkAllowed(t, page, request, answer)
				} else {
					checkBlocked(t, page, request, want)
					if answer.Error == "" {
						t.Errorf("the script read an answer all the same: %+v", answer)
					}
				}
				checkReached(t, replay, cell, want.Allowed)
			})
		}
	}
}

func checkAllowed(t *testing.T, page *page, request pageRequest, answer pageAnswer) {
	t.Helper()
	if status, blocked := page.reports.status(request.URL); blocked || answer.Error != "" {
		t.Fatalf("blocked: %q, %+v: %s", answer.Error, status, page.reports.sentence(request.URL))
	}
	if answer.Status == 0 {
		t.Errorf("the script got no status: %+v", answer)
	}
}

func checkBlocked(t *testing.T, page *page, request pageRequest, want verdict) {
	t.Helper()
	eventually(t, "the report of a failure at "+request.URL, func() bool {
		_, blocked := page.reports.status(request.URL)
		return blocked
	})
	if got, _ := page.reports.status(request.URL); got != want.corsError(t) {
		t.Errorf("blocked by %+v, want %+v", got, want.corsError(t))
	}
	if page.major != recordedChromium {
		return
	}
	eventually(t, "the console's sentence about "+request.URL, func() bool {
		return page.reports.sentence(request.URL) != ""
	})
	if got := page.reports.sentence(request.URL); got != want.Sentence {
		t.Errorf("the console says\n%s\nwant\n%s", got, want.Sentence)
	}
}

// checkReached compares with what the server itself saw: a blocked request never left the browser, and each cell but
// the plain GET asked before.
func checkReached(t *testing.T, replay *replay, cell cell, allowed bool) {
	t.Helper()
	var want, got []string
	if cell.starter {
		want = append(want, http.MethodOptions)
	}
	if allowed {
		want = append(want, cell.method)
	}
	for _, request := range replay.requestsFor(cell) {
		got = append(got, request.method)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the server saw %q, want %q", got, want)
	}
}
