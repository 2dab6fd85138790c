// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"flag"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// away is how long Postgres is away in TestPostgresAway. `make soak` has a minute.
var away = flag.Duration("away", 5*time.Second, "how long Postgres is away under load")

// back is how soon after its return everything has to work again.
const back = 10 * time.Second

// While Postgres is away the gateways serve and the APIs say so. Afterwards nothing needs a restart.
func TestPostgresAway(t *testing.T) {
	t.Parallel()
	in := install(t)
	operator, revision := in.furnish(t)
	for _, gateway := range in.gateways {
		gateway.waitRevision(t, revision)
	}
	var asked, failed atomic.Int64
	over := make(chan struct{})
	var load sync.WaitGroup
	for _, gateway := range in.gateways {
		load.Go(func() { keepAsking(t, gateway, over, &asked, &failed) })
	}

	in.database.Stop(t)
	gone := time.Now()
	settings := serviceID("clinic", "records") + corsSettingsOf + corsgateVersion
	for first := true; first || time.Since(gone) < *away; first = false {
		for _, api := range in.apis {
			client := api.client(t, operator.token)
			checkUnavailable(t, "GET", client.get(t, settings))
			checkUnavailable(t, "PUT", client.put(t, settings, `{"properties":{"origins":["https://other.example.org"]}}`))
			if state, err := api.readiness(t.Context()); err != nil {
				t.Errorf("/readyz: %v", err)
			} else if !first && time.Since(gone) > back && state.Ready {
				t.Errorf("an API without its database is ready: %+v", state)
			}
		}
		for _, gateway := range in.gateways {
			if state, err := gateway.readiness(t.Context()); err != nil || !state.Ready || state.AppliedRevision != revision {
				t.Errorf("/readyz of a gateway: %+v, %v", state, err)
			}
		}
	}

	in.database.Start(t)
	returned := time.Now()
	in.awaitChange(t, operator, revision)
	if took := time.Since(returned); took > back {
		t.Errorf("it took %v until everything worked again", took)
	} else {
		t.Logf("away for %v; %d requests to the gateways; everything worked again after %v", returned.Sub(gone), asked.Load(), took)
	}
	close(over)
	load.Wait()
	if failed.Load() > 0 || asked.Load() == 0 {
		t.Errorf("%d of %d requests to the gateways failed", failed.Load(), asked.Load())
	}
}

// keepAsking sends one request after the other until the test is over, and counts those that are not answered as they
// should be.
func keepAsking(t *testing.T, gateway *program, over <-chan struct{}, asked, failed *atomic.Int64) {
	client, url := gateway.gatewayClient(t), gateway.gatewayURL(t, "clinic-records")+"/Patient/example"
	for {
		select {
		case <-over:
			return
		default:
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Error(err)
			return
		}
		request.Header.Set("Origin", allowedOrigin)
		got, err := receive(client, request)
		asked.Add(1)
		if err != nil || got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Access-Control-Allow-Origin"), "https://") {
			failed.Add(1)
		}
	}
}

// awaitChange wants every API to write, and every gateway to enforce what the last one wrote.
func (in *installation) awaitChange(t *testing.T, operator *apiClient, before int64) {
	t.Helper()
	settings, last := serviceID("clinic", "records")+corsSettingsOf+corsgateVersion, before
	for i, api := range in.apis {
		client, changed := api.client(t, operator.token), allowed()
		changed.MaxAge = i
		eventually(t, "an API that can write again", func() bool {
			got := client.put(t, settings, properties(t, changed))
			if got.Status != http.StatusOK {
				checkUnavailable(t, "PUT", got)
				return false
			}
			last++
			if revision := got.revision(t); revision != last {
				t.Errorf("the next revision is %d, want %d: a refused write left something behind", revision, last)
			}
			return true
		})
	}
	for _, p := range append(in.apis, in.gateways...) {
		p.waitRevision(t, 0)
	}
	for _, gateway := range in.gateways {
		gateway.waitRevision(t, last)
	}
}

// checkUnavailable wants an answer that says that the store is away, and when to ask again.
func checkUnavailable(t *testing.T, what string, got answer) {
	t.Helper()
	if got.Status != http.StatusServiceUnavailable || got.Header.Get("Retry-After") == "" ||
		got.Header.Get("X-Ms-Error-Code") != "ServiceUnavailable" {
		t.Errorf("%s: %d %v\n%s", what, got.Status, got.Header, got.Body)
	}
}
