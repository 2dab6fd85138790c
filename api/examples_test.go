// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/corsgate/corsgate/auth"
)

// TestExamplesAreReplayed sends the examples of openapi.yaml to an empty installation: every request example comes to a
// success that its operation describes, each described success is seen, and what is answered is the response example. An
// example that is named as an api-version is of that one.
func TestExamplesAreReplayed(t *testing.T) {
	t.Parallel()
	r := &replay{t: t, w: newEmptyWorld(t), left: map[string]bool{}}
	operations := sorted(described(t)) // resources above come before those below
	for _, o := range operations {
		r.expect(o)
	}
	for _, put := range with(operations, http.MethodPut) {
		for _, del := range with(operations, http.MethodDelete) {
			if del.path == put.path {
				r.send(del) // 204, or 200 where a resource above brought it along
			}
		}
		r.send(put) // 201
		r.send(put) // 200
	}
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch} {
		for _, o := range with(operations, method) {
			r.send(o)
		}
	}
	deletes := with(operations, http.MethodDelete)
	slices.Reverse(deletes)
	for _, del := range append(deletes, deletes...) {
		r.send(del) // 200, then 204
	}
	for missed := range r.left {
		t.Errorf("%s was not replayed", missed)
	}
}

func sorted(operations map[string]*operation) []*operation {
	var list []*operation
	for _, o := range operations {
		list = append(list, o)
	}
	slices.SortFunc(list, func(a, b *operation) int {
		if a.path != b.path {
			return (len(a.path)-len(b.path))*1000 + strings.Compare(a.path, b.path)
		}
		return strings.Compare(a.method, b.method)
	})
	return list
}

func with(operations []*operation, method string) (list []*operation) {
	for _, o := range operations {
		if o.method == method {
			list = append(list, o)
		}
	}
	return list
}

type replay struct {
	t    *testing.T
	w    *world
	left map[string]bool
}

// expect notes what of an operation has to be seen.
func (r *replay) expect(o *operation) {
	for status, response := range o.successes() {
		r.left[o.OperationID+" "+status] = true
		for name := range examplesOf(response.Value) {
			r.left[o.OperationID+" "+status+" "+name] = true
		}
	}
}

// successes are the responses of an operation that are no failures.
func (o *operation) successes() map[string]*openapi3.ResponseRef {
	successes := map[string]*openapi3.ResponseRef{}
	for status, response := range o.Responses.Map() {
		if status < "300" {
			successes[status] = response
		}
	}
	return successes
}

func (r *replay) send(o *operation) {
	r.t.Helper()
	for _, s := range o.samples(r.t) {
		options := []option{as(auth.Operator)}
		if s.media != "" {
			options = append(options, header("Content-Type", s.media))
		}
		answer := r.w.do(o.method, in(s.version, o.target()), s.body, options...)
		status := strconv.Itoa(answer.status)
		response := o.Responses.Value(status)
		if response == nil || answer.status >= 300 {
			r.t.Fatalf("%s %s: %s %s", o.OperationID, s.name, status, answer.body)
		}
		delete(r.left, o.OperationID+" "+status)
		if examples := examplesOf(response.Value); examples != nil {
			example := examples[s.name]
			if example == nil {
				r.t.Fatalf("%s: %s has no example %q", o.OperationID, status, s.name)
			}
			delete(r.left, o.OperationID+" "+status+" "+s.name)
			sameJSON(r.t, withoutETags(r.t, string(answer.body)), withoutETags(r.t, asJSON(r.t, example.Value.Value)))
		}
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// withoutETags drops what is different each time: ETags are random.
func withoutETags(t *testing.T, body string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		t.Fatal(err)
	}
	if members, ok := value.(map[string]any); ok {
		delete(members, "etag")
		if list, ok := members["value"].([]any); ok {
			for _, item := range list {
				delete(item.(map[string]any), "etag")
			}
		}
	}
	return asJSON(t, value)
}
