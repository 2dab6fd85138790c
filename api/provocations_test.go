// SPDX-License-Identifier: Apache-2.0

package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/corsgate/corsgate/auth"
)

func (s *stage) unchanged(o *operation) *reply {
	if o.method != http.MethodGet && o.method != http.MethodHead {
		return nil
	}
	etag := o.send(s.full).etag()
	return o.send(s.full, header("If-None-Match", etag+`, "x"`))
}

func (s *stage) unversioned(o *operation) *reply {
	return s.full.do(o.method, o.target()+"?", o.body(), as(auth.Operator))
}

func (s *stage) anonymous(o *operation) *reply { return o.send(s.full, without("Authorization")) }

func (s *stage) stranger(o *operation) *reply { return o.send(s.full, of(sub2)) }

// absent asks where there is nothing; where that is no failure, by an id that cannot be.
func (s *stage) absent(o *operation) *reply {
	if r := o.send(s.empty); r.status == http.StatusNotFound || !o.isOn() {
		return r
	}
	return s.full.do(o.method, strings.Replace(o.target(), sub1, strings.Repeat("1", 2049), 1), o.body())
}

func (s *stage) conflicting(o *operation) *reply {
	if o.isOn() && o.path == "/subscriptions/{subscriptionId}" && o.method == http.MethodPut {
		return o.send(s.full.ofAnotherTenant())
	}
	if o.RequestBody != nil && o.method != http.MethodPost && !strings.Contains(o.path, "Corsgate.Fhir") {
		return o.sendBody(s.full, `{"location":"eastus"}`)
	}
	if o.method != http.MethodDelete {
		return nil
	}
	return o.send(newStage(s.full.t).full) // what is deleted is missed by others
}

func (s *stage) stale(o *operation) *reply {
	if o.method == http.MethodGet || o.method == http.MethodHead || o.method == http.MethodPost {
		return nil
	}
	return o.send(s.full, header("If-Match", `"stale"`))
}

func (s *stage) large(o *operation) *reply {
	if o.RequestBody == nil {
		return nil
	}
	return o.sendBody(s.full, strings.Repeat(" ", maxBodyBytes)+o.body())
}

// slow sends what does not come to its end before the server's deadline.
func (s *stage) slow(o *operation) *reply {
	return s.full.sendSlowly(o.method, versioned(o.target()))
}

func (w *world) sendSlowly(method, target string) *reply {
	w.t.Helper()
	r := httptest.NewRequest(method, target, io.MultiReader(strings.NewReader("{"), lateReader{}))
	r.Header.Set("Authorization", "Bearer "+w.token(auth.Operator, sub1))
	r.Header.Set("Content-Type", "application/json")
	return w.send(r)
}

// lateReader fails as a connection does after its deadline.
type lateReader struct{}

func (lateReader) Read([]byte) (int, error) { return 0, os.ErrDeadlineExceeded }

func (s *stage) text(o *operation) *reply {
	if o.RequestBody == nil {
		return nil
	}
	return o.send(s.full, header("Content-Type", "text/plain"))
}

func (s *stage) often(o *operation) *reply {
	limit := Limit{Burst: 1}
	w := s.empty.limited(Limits{Reads: limit, Writes: limit, Deletes: limit})
	o.send(w)
	return o.send(w)
}

func (s *stage) failing(o *operation) *reply {
	if r := o.send(s.full.broken()); r.status == http.StatusInternalServerError {
		return r
	}
	return o.send(s.full.unverifiable()) // it asks no store
}

func (s *stage) away(o *operation) *reply { return o.send(s.full.away()) }
