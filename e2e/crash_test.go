// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/testpg"
)

const crashWriters = 8

// crashes are fewer on Postgres, which takes a second or two to recover from each; e2e/soak has more.
func crashes() int {
	if onPostgres() {
		return 8
	}
	return 20
}

// Each acknowledged write survives kill -9, with its audit row and its revision, and none was half done.
func TestCrash(t *testing.T) {
	t.Parallel()
	dir := initialize(t)
	database := durableStore(t, dir)
	p := serve(t, dir, inProduction()...)
	writers := furnish(t, p)
	for range crashes() {
		crash(t, p, database, writers)
		if database != nil {
			database.Start(t)
		}
		p = serve(t, dir, inProduction()...)
		reader := p.client(t, p.token(t, "reader"))
		for _, w := range writers {
			w.reconcile(t, reader)
		}
		if t.Failed() {
			return
		}
	}
	checkListed(t, p, writers)
	checkAudit(t, p, writers)
	lost, stored := 0, 0
	for _, w := range writers {
		lost, stored = lost+w.lost, stored+w.adopted
	}
	t.Logf("%d crashes; %d answers were lost, of which %d writes were stored", crashes(), lost, stored)
	if lost == 0 {
		t.Error("no crash came in the middle of a write")
	}
}

// furnish makes group and workspace, the first two revisions, and what each writer starts with.
func furnish(t *testing.T, p *program) []*crashWriter {
	t.Helper()
	operator := p.client(t, p.token(t, "operator"))
	operator.createGroup(t)
	operator.mustPut(t, workspaceID("crash")+azureVersion, `{"location":"westeurope"}`)
	writers := make([]*crashWriter, crashWriters)
	for i := range writers {
		writers[i] = &crashWriter{number: i, history: map[string][]crashWrite{}}
		for range 2 { // several services to change
			next := writers[i].create()
			if err := writers[i].send(t.Context(), operator, next); err != nil {
				t.Fatal(err)
			}
			writers[i].services = append(writers[i].services, next.service)
		}
	}
	return writers
}

// crash kills the program, and its database if it has one, while all writers write.
func crash(t *testing.T, p *program, database *testpg.Server, writers []*crashWriter) {
	t.Helper()
	token := p.token(t, "contributor")
	var acknowledged atomic.Int64
	enough := make(chan struct{})
	target := 10 + rand.Int64N(40)
	var writing sync.WaitGroup
	for _, w := range writers {
		client := p.client(t, token) // each with connections of its own
		writing.Go(func() {
			for w.write(t, client) {
				if acknowledged.Add(1) == target {
					close(enough)
				}
			}
		})
	}
	select {
	case <-enough:
	case <-p.exited:
		t.Fatalf("the program ended by itself: %v", p.err)
	case <-time.After(patience):
		t.Errorf("%d writes were acknowledged within %v, want %d", acknowledged.Load(), patience, target)
	}
	if database != nil {
		database.Kill(t)
	}
	p.kill(t)
	writing.Wait()
}

// checkListed compares the services that there are with those that somebody created.
func checkListed(t *testing.T, p *program, writers []*crashWriter) {
	t.Helper()
	var want, got []string
	for _, w := range writers {
		for service := range w.history {
			want = append(want, service)
		}
	}
	client := p.client(t, p.token(t, "reader"))
	next := workspaceID("crash") + "/fhirservices" + azureVersion
	for next != "" {
		page := client.get(t, next)
		var list struct {
			Value    []struct{ ID string }
			NextLink string
		}
		if err := json.Unmarshal(page.Body, &list); err != nil || page.Status != http.StatusOK {
			t.Fatalf("listing the services: %d %v", page.Status, err)
		}
		for _, service := range list.Value {
			got = append(got, service.ID)
		}
		next = strings.TrimPrefix(list.NextLink, client.base)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%d services are listed, want %d:\n%q\n%q", len(got), len(want), got, want)
	}
}

// errUnavailable is an answer that leaves open whether the write is stored, as no answer does.
var errUnavailable = errors.New("the store is not available")

// send makes a write and keeps what was acknowledged. An error means that the answer was lost.
func (w *crashWriter) send(ctx context.Context, client *apiClient, next crashWrite) error {
	w.pending = &next
	got, err := client.send(ctx, http.MethodPut, next.path(), next.body)
	if err != nil {
		return err
	}
	if got.Status == http.StatusServiceUnavailable {
		return errUnavailable
	}
	w.pending = nil
	return w.acknowledge(next, got)
}
