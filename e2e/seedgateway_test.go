// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// seedSettings are what the servers of 2014 would have needed.
func seedSettings(seed seedData) corsSettings {
	return corsSettings{
		Origins: []string{seed.PageOrigin},
		Headers: []string{"x-fhir-starter", "content-type"},
		Methods: []string{"GET", "POST", "PUT", "DELETE", "PATCH"},
		MaxAge:  600,
	}
}

// seedGateway is the program in front of the servers of 2014, with settings that were stored a moment before.
type seedGateway struct {
	*program
	replays map[string]*replay // by the server's name
}

// startSeedGateway makes each server a FHIR service of one workspace and waits until the last setting is enforced.
func startSeedGateway(t *testing.T, seed seedData) *seedGateway {
	t.Helper()
	g := &seedGateway{program: startProgram(t), replays: map[string]*replay{}}
	api := g.client(t, g.token(t, "operator"))
	var revision int64
	for _, server := range seed.Servers {
		replay := startReplay(t, server)
		g.replays[server.Name] = replay
		api.createService(t, "seed", server.slug(), replay.base)
		revision = api.putSettings(t, "seed", server.slug(), seedSettings(seed))
	}
	g.waitRevision(t, revision)
	return g
}

// publicBase is where the gateway serves a server.
func (g *seedGateway) publicBase(t testing.TB, server seedServer) string {
	return g.gatewayURL(t, "seed-"+server.slug())
}

// Behind the gateway every server of 2014 works for every request of the page, and the page can read the answers.
func TestSeedMatrixThroughGateway(t *testing.T) {
	t.Parallel()
	seed := loadSeed(t)
	page := openPage(t, seed.PageOrigin)
	gateway := startSeedGateway(t, seed)
	for _, server := range seed.Servers {
		for _, cell := range cells() {
			t.Run(server.Name+"/"+cell.name, func(t *testing.T) {
				request := cell.request(seed, gateway.publicBase(t, server))
				answer := page.fetch(t, request)
				checkAllowed(t, page, request, answer)
				checkReadable(t, request, answer, header(server.Response.Headers, "Allow"))
				checkForwarded(t, gateway.replays[server.Name], cell, request)
			})
		}
	}
}

// What a browser does not show: the bytes that the page of 2014 sent, and how often each header comes.
func TestSeedHeadersThroughGateway(t *testing.T) {
	t.Parallel()
	seed := loadSeed(t)
	gateway := startSeedGateway(t, seed)
	client := gateway.gatewayClient(t)
	for _, server := range seed.Servers {
		base, replay := gateway.publicBase(t, server), gateway.replays[server.Name]
		t.Run(server.Name+"/recorded preflight", func(t *testing.T) {
			host := strings.TrimPrefix(base, "http://")
			checkSeedPreflight(t, seed, exchange(t, gateway.gateway, seed.Preflight.bytes(host)))
			if seen := replay.requests(); slices.ContainsFunc(seen, received.preflight) {
				t.Errorf("the preflight reached the server: %+v", seen)
			}
		})
		t.Run(server.Name+"/one set of headers", func(t *testing.T) {
			checkOneSet(t, client, base, seed.PageOrigin, header(server.Response.Headers, "Vary"))
		})
	}
}

// checkReadable looks for what a FHIR client reads, with the public address in the place of the server's own. Where
// the server refuses all but GET (allow tells so), the page must be able to read that.
func checkReadable(t *testing.T, request pageRequest, answer pageAnswer, allow string) {
	t.Helper()
	status := http.StatusOK
	want := map[string]string{
		"etag":             resourceETag,
		"location":         request.URL + "/_history/1",
		"content-location": request.URL + "/_history/1",
	}
	switch {
	case allow != "" && request.Method != http.MethodGet:
		status, want = http.StatusMethodNotAllowed, map[string]string{"allow": allow}
	case request.Method == http.MethodPost:
		status = http.StatusCreated
	}
	if answer.Status != status {
		t.Errorf("the script read the status %d, want %d", answer.Status, status)
	}
	for name, value := range want {
		if got := answer.Headers[name]; got != value {
			t.Errorf("the script read %s %q, want %q", name, got, value)
		}
	}
	if status != http.StatusMethodNotAllowed && answer.Body != resourceBody {
		t.Errorf("the script read the body %q, want %q", answer.Body, resourceBody)
	}
}

// checkForwarded compares with what the server saw: the request alone, and nothing in it to decide CORS on.
func checkForwarded(t *testing.T, replay *replay, cell cell, sent pageRequest) {
	t.Helper()
	seen := replay.requestsFor(cell)
	if len(seen) != 1 || seen[0].method != cell.method {
		t.Fatalf("the server saw %+v, want one %s", seen, cell.method)
	}
	for name, value := range sent.Headers {
		if got := seen[0].header.Get(name); got != value {
			t.Errorf("the server saw %s %q, want %q", name, got, value)
		}
	}
	for name := range seen[0].header {
		if name == "Origin" || strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("the server saw %s: %q", name, seen[0].header[name])
		}
	}
}
