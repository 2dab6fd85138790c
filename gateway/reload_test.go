// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/internal/teststore"
	"github.com/corsgate/corsgate/repository"
)

const (
	flips        = 200
	clients      = 32
	wantRequests = 20_000
)

// twoSettings differ in all five fields.
func twoSettings() [2]cors.Settings {
	ages, yes, no := [2]int{100, 200}, true, false
	return [2]cors.Settings{
		{Origins: []string{app}, Headers: []string{"x-a", "x-both"}, Methods: []string{"GET", "PUT"}, MaxAge: &ages[0], AllowCredentials: &yes},
		{Origins: []string{"*"}, Headers: []string{"x-both", "x-b"}, Methods: []string{"GET", "PUT", "PATCH"}, MaxAge: &ages[1], AllowCredentials: &no},
	}
}

// probe is a request and its answers under the two settings.
type probe struct {
	method, origin, asks, names string
	want                        [2]string // the CORS fields
}

func probes() []probe {
	const a, b, star = allowApp, stranger, allowAll
	lines := func(l ...string) string { return strings.Join(l, "\n") }
	return []probe{
		{"OPTIONS", app, "PUT", "x-both", [2]string{
			lines(credentials, carries("x-both"), grants("PUT"), a, "Access-Control-Max-Age: 100", preflightVary),
			lines(carries("x-both"), grants("PUT"), star, "Access-Control-Max-Age: 200", preflightVary)}},
		{"OPTIONS", app, "PATCH", "x-a,x-b,x-both", [2]string{
			lines(credentials, carries("x-a,x-both"), a, denied("MethodNotAllowed"), preflightVary),
			lines(carries("x-b,x-both"), grants("PATCH"), star, denied("HeaderNotAllowed"), preflightVary)}},
		{"GET", app, "", "", [2]string{lines(credentials, a, exposes, varyOrigin), lines(star, exposes, varyOrigin)}},
		{"GET", b, "", "", [2]string{lines(denied("OriginNotAllowed"), varyOrigin), lines(star, exposes, varyOrigin)}},
	}
}

// flipping is what the writer and the clients tell each other.
type flipping struct {
	begun, applied atomic.Int64 // numbers of flips; the settings are those of number modulo 2
	answers        atomic.Int64
	between        atomic.Int64 // answers between two flips, whose settings are therefore known
	done           atomic.Bool
}

// TestHotReloadNeverHalf flips a service in a real store while clients ask: each answer is wholly of one setting, and
// once a flip counts as applied none is of an older one.
func TestHotReloadNeverHalf(t *testing.T) {
	r := newRig(t, text("ok"))
	store, service := newStore(t, r.upstream)
	follower := NewFollower(store, r.table, FollowerOptions{Metrics: r.metrics})
	ctx, stop := context.WithCancel(t.Context())
	var following sync.WaitGroup
	following.Go(func() { follower.Run(ctx) })
	defer following.Wait()
	defer stop()

	f := &flipping{}
	apply := func(number int64) {
		f.begun.Store(number)
		revision := service(twoSettings()[number%2])
		poll(t, "a flip is not applied", func() bool { return follower.Status().Applied >= revision })
		f.applied.Store(number)
	}
	apply(0)
	var asking sync.WaitGroup
	for i := range clients {
		asking.Go(func() { f.ask(t, r.address, i) })
	}
	for number := range int64(flips) {
		apply(number + 1)
		enough := f.between.Load() + wantRequests/flips
		poll(t, "the clients do not ask", func() bool { return f.between.Load() >= enough || t.Failed() })
	}
	f.done.Store(true)
	asking.Wait()
	if total, known := f.answers.Load(), f.between.Load(); known < wantRequests || total == known {
		t.Errorf("%d answers, of them %d between flips", total, known)
	}
}

// ask sends one probe after the other until the flipping is done.
func (f *flipping) ask(t *testing.T, address string, offset int) {
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	all := probes()
	for i := offset; !f.done.Load(); i++ {
		p := all[i%len(all)]
		applied := f.applied.Load()
		got, err := p.send(t.Context(), transport, address)
		stable := f.begun.Load() == applied
		f.answers.Add(1)
		switch {
		case err != nil:
			t.Errorf("%s: %v", p.method, err)
			return
		case stable && got != p.want[applied%2]:
			t.Errorf("after flip %d %s %s got the older\n%s", applied, p.method, p.origin, got)
			return
		case got != p.want[0] && got != p.want[1]:
			t.Errorf("%s %s got neither settings' answer:\n%s", p.method, p.origin, got)
			return
		}
		if stable {
			f.between.Add(1)
		}
	}
}

func (p *probe) send(ctx context.Context, transport *http.Transport, address string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, p.method, "http://"+address+"/Patient", nil)
	if err != nil {
		return "", err
	}
	request.Host = host
	request.Header.Set("Origin", p.origin)
	if p.asks != "" {
		request.Header.Set("Access-Control-Request-Method", p.asks)
		request.Header.Set("Access-Control-Request-Headers", p.names)
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	if response.StatusCode >= 300 {
		return response.Status, err
	}
	return strings.Join(corsFields(response.Header), "\n"), err
}

// newStore opens a store with one service. The function puts its settings and returns the revision.
func newStore(t testing.TB, upstream string) (repository.Store, func(cors.Settings) repository.Revision) {
	t.Helper()
	ctx, scope, audit := t.Context(), repository.Scope{Tenant: "tenant-a"}, repository.Audit{Principal: "someone", At: time.Now()}
	store := teststore.New(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	group, key := repository.NewKey("sub", "group"), repository.NewKey("sub", "group", "demo", "records")
	_, err := store.ChangeGroup(ctx, scope, group, audit, func(*repository.Group) (*repository.Group, error) {
		return &repository.Group{ID: "/group", Location: "westeurope", Document: []byte("{}")}, nil
	})
	must(err)
	_, err = store.ChangeWorkspace(ctx, scope, key.WorkspaceKey(), audit, func(*repository.Workspace) (*repository.Workspace, error) {
		return &repository.Workspace{ID: "/demo", Location: "westeurope", Document: []byte("{}")}, nil
	})
	must(err)
	return store, func(settings cors.Settings) repository.Revision {
		change, err := store.ChangeService(ctx, scope, key, audit, func(*repository.Service) (*repository.Service, error) {
			return &repository.Service{ID: "/demo/records", Location: "westeurope", Document: []byte("{}"),
				CORS: &repository.Part[cors.Settings]{Value: settings}, Upstream: &repository.Part[repository.Upstream]{Value: repository.Upstream{URL: upstream}}}, nil
		})
		must(err)
		return change.Revision
	}
}

// poll waits for a condition.
func poll(t testing.TB, otherwise string, condition func() bool) {
	t.Helper()
	tick := time.NewTicker(200 * time.Microsecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !condition(); <-tick.C {
		if time.Now().After(end) {
			t.Fatal(otherwise)
		}
	}
}
