// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// BenchmarkCORS is the table: engines beside each other in each cell, in an order that is another each time.
func BenchmarkCORS(b *testing.B) {
	for _, pattern := range patterns() {
		for _, entries := range sizes() {
			made := make(map[string]http.Handler)
			for _, engine := range engines() {
				made[engine] = build(b, engine, setupOf(pattern, entries))
			}
			for _, c := range cellsOf(pattern, entries) {
				for _, i := range rand.Perm(len(engines())) {
					engine := engines()[i]
					b.Run(fmt.Sprintf("%v/impl=%s", c, engine), func(b *testing.B) { measure(b, made[engine], c.asked()) })
				}
			}
		}
	}
}

// BenchmarkNoCORS is what the cells contain besides an engine: the clearing of the response, the header fields of request
// and response, and Gin where it is needed.
func BenchmarkNoCORS(b *testing.B) {
	for _, request := range []string{actual, preflight} {
		r := cell{request, allowed, exact, 1}.asked()
		for engine, h := range map[string]http.Handler{
			"none": http.HandlerFunc(nothing), "fields": http.HandlerFunc(fieldsAlone), viaGin: ginEngine(),
		} {
			b.Run(fmt.Sprintf("request=%s/impl=%s", request, engine), func(b *testing.B) { measure(b, h, r) })
		}
	}
}

func measure(b *testing.B, h http.Handler, r *http.Request) {
	w := newWriter()
	report := countCPU(b)
	for b.Loop() {
		w.reset()
		h.ServeHTTP(w, r)
	}
	report()
}

// BenchmarkDecide is our engine without the header fields of an http.Request and of a response.
func BenchmarkDecide(b *testing.B) {
	for _, c := range cells() {
		b.Run(c.String(), func(b *testing.B) {
			p, request := decider(b, c)
			report := countCPU(b)
			for b.Loop() {
				p.Decide(&request)
			}
			report()
		})
	}
}

func decider(t testing.TB, c cell) (*cors.Policy, cors.Request) {
	t.Helper()
	p, err := cors.Compile(setupOf(c.pattern, c.entries).settings())
	if err != nil {
		t.Fatal(err)
	}
	r := c.asked()
	return p, cors.NewRequest(r.Method, r.Header)
}

// BenchmarkCompile turns settings into an engine.
func BenchmarkCompile(b *testing.B) {
	for _, pattern := range patterns() {
		for _, entries := range sizes() {
			s := setupOf(pattern, entries)
			for _, engine := range []string{ours, jub, byRS} { // Gin leaves its work to the requests
				b.Run(fmt.Sprintf("pattern=%s/origins=%d/impl=%s", pattern, entries, engine), func(b *testing.B) {
					report := countCPU(b)
					for b.Loop() {
						build(b, engine, s)
					}
					report()
				})
			}
		}
	}
}
