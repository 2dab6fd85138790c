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

// TestExamplesAreReplayed sends the examples of openapi.yaml to an empty installation: every request example comes to
// every success that its operation describes, and what is answered is the response example.
func TestExamplesAreReplayed(t *testing.T) {
	t.Parallel()
	r := &replay{t: t, w: newEmptyWorld(t), left: map[string]bool{}}
	operations := sorted(described(t)) // resources above come before those below
	for _, o := range operations {
		for status := range o.Responses.Map() {
			if status < "300" {
				r.left[o.OperationID+" "+status] = true
			}
		}
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
	for _, get := range with(operations, http.MethodGet) {
		r.send(get)
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

func (r *replay) send(o *operation) {
	r.t.Helper()
	target := o.path
	for _, p := range o.shared {
		if example, ok := p.Value.Example.(string); ok && p.Value.In == openapi3.ParameterInPath {
			target = strings.ReplaceAll(target, "{"+p.Value.Name+"}", example)
		}
	}
	version := o.shared.GetByInAndName(openapi3.ParameterInQuery, "api-version").Example.(string)
	body := ""
	if o.RequestBody != nil {
		body = example(r.t, o.OperationID, o.RequestBody.Value.Content)
	}
	answer := r.w.do(o.method, target+"?api-version="+version, body, as(auth.Operator))
	status := strconv.Itoa(answer.status)
	response := o.Responses.Value(status)
	if response == nil || answer.status >= 300 {
		r.t.Fatalf("%s: %s %s", o.OperationID, status, answer.body)
	}
	delete(r.left, o.OperationID+" "+status)
	if len(response.Value.Content) > 0 {
		sameJSON(r.t, withoutETags(r.t, string(answer.body)), withoutETags(r.t, example(r.t, o.OperationID+" "+status, response.Value.Content)))
	}
}

// example is the one example of a body.
func example(t *testing.T, where string, content openapi3.Content) string {
	t.Helper()
	examples := content["application/json"].Examples
	if len(examples) != 1 {
		t.Fatalf("%s has %d examples", where, len(examples))
	}
	for _, e := range examples {
		text, err := json.Marshal(e.Value.Value)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	return ""
}

// withoutETags drops what is different each time: ETags are random.
func withoutETags(t *testing.T, body string) string {
	t.Helper()
	members := object(t, []byte(body))
	delete(members, "etag")
	if list, ok := members["value"].([]any); ok {
		for _, item := range list {
			delete(item.(map[string]any), "etag")
		}
	}
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
