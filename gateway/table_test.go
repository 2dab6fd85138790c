// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"strconv"
	"sync"
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

func TestTable(t *testing.T) {
	t.Parallel()
	table := NewTable()
	table.set(&Route{label: "a", revision: 1})
	table.set(&Route{label: "b", revision: 2})
	table.set(&Route{label: "a", revision: 3})
	table.remove("c")
	if a, b, c := table.lookup("a"), table.lookup("b"), table.lookup("c"); a.revision != 3 || b.revision != 2 || c != nil || table.size() != 2 {
		t.Errorf("a %v, b %v, c %v, size %d", a, b, c, table.size())
	}
	table.remove("a")
	if table.lookup("a") != nil || table.size() != 1 {
		t.Error("a was removed")
	}
	table.replace([]*Route{{label: "d"}, {label: "e"}})
	if table.lookup("b") != nil || table.lookup("d") == nil || table.lookup("e") == nil || table.size() != 2 {
		t.Error("only d and e shall be there")
	}
	table.replace(nil)
	if table.size() != 0 {
		t.Error("nothing shall be there")
	}
}

// TestTableLookupsBesideChanges: a route that stays is always found, revisions never go back, and none is another's.
func TestTableLookupsBesideChanges(t *testing.T) {
	t.Parallel()
	const labels, rounds = 50, 400
	table := NewTable()
	all := func(revision repository.Revision) []*Route {
		routes := make([]*Route, labels)
		for i := range routes {
			routes[i] = &Route{label: "kept" + strconv.Itoa(i), revision: revision}
		}
		return routes
	}
	table.replace(all(0))
	done := make(chan struct{})
	var reading, writing sync.WaitGroup
	for range 4 {
		reading.Go(func() {
			seen := make(map[string]repository.Revision)
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				name := "kept" + strconv.Itoa(i%labels)
				route := table.lookup(name)
				if route == nil || route.label != name || route.revision < seen[name] {
					t.Errorf("%s at %d: %v", name, seen[name], route)
					return
				}
				seen[name] = route.revision
				table.lookup("coming" + strconv.Itoa(i%labels))
				table.size()
			}
		})
	}
	writing.Go(func() { // one writer, as the follower is
		for round := range repository.Revision(rounds) {
			if round%10 == 0 {
				table.replace(all(round))
			}
			for _, route := range all(round) {
				table.set(route)
			}
		}
	})
	writing.Go(func() {
		for round := range rounds * labels {
			name := "coming" + strconv.Itoa(round%labels)
			table.set(&Route{label: name})
			table.remove(name)
		}
	})
	writing.Wait()
	close(done)
	reading.Wait()
}

// asked are the requests that the path of a request is measured with.
func asked() map[string]*Request {
	fields := func(lines ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(lines); i += 2 {
			h.Set(lines[i], lines[i+1])
		}
		return h
	}
	return map[string]*Request{
		"preflight": {Scheme: "https", Host: host, Method: "OPTIONS", Path: "/Patient/1", Fields: fields("Origin", app,
			"Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization,content-type")},
		"actual":    {Scheme: "https", Host: host + ":443", Method: "GET", Path: "/Patient/1/_history/2", Fields: fields("Origin", app, "Authorization", "x")},
		"denied":    {Scheme: "https", Host: host, Method: "GET", Path: "/Patient/1", Fields: fields("Origin", stranger)},
		"discovery": {Scheme: "https", Host: host, Method: "GET", Path: "/metadata", Fields: fields("Origin", stranger)},
		"no origin": {Scheme: "https", Host: host, Method: "GET", Path: "/Patient/1", Fields: fields()},
		"unknown":   {Scheme: "https", Host: "nobody." + domain, Method: "GET", Path: "/Patient/1", Fields: fields("Origin", app)},
	}
}

func tableOf(t testing.TB, routes int) *Table {
	t.Helper()
	route, err := compile((&rig{upstream: "http://up.example/fhir"}).route(), repository.Advise, cors.NewPool())
	if err != nil {
		t.Fatal(err)
	}
	list := []*Route{route}
	for i := range routes - 1 {
		list = append(list, &Route{label: "demo-" + strconv.Itoa(i)})
	}
	table := NewTable()
	table.replace(list)
	return table
}

// TestDecideDoesNotAllocate. Not parallel: it counts what is allocated.
func TestDecideDoesNotAllocate(t *testing.T) {
	table := tableOf(t, 100)
	for name, request := range asked() {
		var plan Plan
		if n := testing.AllocsPerRun(100, func() { plan = table.Decide(domain, request) }); n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		if known := plan.Route != nil; known != (name != "unknown") {
			t.Errorf("%s: %+v", name, plan)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	table := tableOf(b, 100_000)
	for name, request := range asked() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				table.Decide(domain, request)
			}
		})
	}
}

func BenchmarkTable(b *testing.B) {
	table := tableOf(b, 100_000)
	b.Run("lookup", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			table.lookup(label)
		}
	})
	b.Run("set", func(b *testing.B) {
		b.ReportAllocs()
		route := table.lookup(label)
		for b.Loop() {
			table.set(route)
		}
	})
}
