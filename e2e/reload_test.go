// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
)

const (
	flips           = 200
	reloadClients   = 32
	requestsPerFlip = 110 // so more than 20 000 in all
)

// Under 200 changes between settings that differ in all five fields, each answer is of the one or of the other; and
// once /readyz shows a revision, no request that is sent later gets the answer of an older one.
func TestReload(t *testing.T) {
	t.Parallel()
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/fhir+json")
		w.Header().Set("ETag", `W/"1"`)
		fmt.Fprint(w, `{"resourceType":"Patient"}`)
	}))
	t.Cleanup(upstream.Close)
	p := serve(t, initialize(t), inProduction()...)
	api := p.client(t, p.token(t, "operator"))
	api.createGroup(t)
	api.createService(t, "reload", "records", upstream.URL)
	p.waitRevision(t, api.putSettings(t, "reload", "records", settingsOf(0)))

	var traffic traffic
	stop := make(chan struct{})
	var clients sync.WaitGroup
	for i := range reloadClients {
		client, base := p.gatewayClient(t), p.gatewayURL(t, "reload-records")
		clients.Go(func() { traffic.run(t, client, base, i, stop) })
	}
	for flip := int64(1); flip <= flips && !t.Failed(); flip++ {
		traffic.sent.Store(flip)
		p.waitRevision(t, api.putSettings(t, "reload", "records", settingsOf(flip)))
		traffic.shown.Store(flip)
		enough := traffic.answered.Load() + requestsPerFlip
		eventually(t, "traffic under unchanged settings", func() bool { return traffic.answered.Load() >= enough || t.Failed() })
	}
	close(stop)
	clients.Wait()
	t.Logf("%d requests: %d answers of A only, %d of B only", traffic.answered.Load(), traffic.of[0].Load(), traffic.of[1].Load())
	if t.Failed() {
		return
	}
	if n := traffic.answered.Load(); n < 20_000 || traffic.of[0].Load() < n/4 || traffic.of[1].Load() < n/4 {
		t.Error("that is not enough traffic under each of the settings")
	}
}

// traffic is what the clients and the one who flips the settings tell each other. Flips are numbered; even ones bring
// the settings A, odd ones B.
type traffic struct {
	sent  atomic.Int64 // the last flip whose PUT has begun
	shown atomic.Int64 // the last flip that /readyz has shown

	answered atomic.Int64
	of       [2]atomic.Int64
}

// run sends requests one after the other until stop is closed.
func (s *traffic) run(t *testing.T, client *http.Client, base string, first int, stop <-chan struct{}) {
	probes := reloadProbes()
	for i := first; ; i++ {
		select {
		case <-stop:
			return
		default:
		}
		probe := probes[i%len(probes)]
		oldest := s.shown.Load()
		got, err := probe.send(t.Context(), client, base)
		newest := s.sent.Load()
		if err != nil {
			t.Errorf("%s: %v", probe.name, err)
			return
		}
		which := probe.recognize(got)
		if which < 0 {
			t.Errorf("%s: an answer of neither settings: %d %v", probe.name, got.Status, got.Header)
			return
		}
		if oldest == newest && int64(which) != oldest%2 {
			t.Errorf("%s: flip %d was shown before the request, and the answer is of an older one: %d %v", probe.name, oldest,
				got.Status, got.Header)
			return
		}
		s.of[which].Add(1)
		s.answered.Add(1)
	}
}
