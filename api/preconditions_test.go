// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
)

// TestPreconditions is the table of ARM's resource provider contract: a resource that is there or not, a precondition,
// and what becomes of a PUT, a DELETE and a GET. CURRENT is the ETag. A PATCH of what is absent is 404 whatever the
// preconditions, and else as a PUT.
//
// https://github.com/cloud-and-ai-microsoft/resource-provider-contract, RFC 9110 section 13.1
func TestPreconditions(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, header, value string
		there               bool
		put, del, get       int
	}{
		{"absent, none", "", "", false, 201, 204, 404},
		{"absent, If-Match any", "If-Match", "*", false, 412, 204, 404},
		{"absent, If-Match one", "If-Match", `"x"`, false, 412, 204, 404},
		{"absent, If-None-Match any", "If-None-Match", "*", false, 201, 204, 404},
		{"absent, If-None-Match one", "If-None-Match", `"x"`, false, 201, 204, 404},
		{"there, none", "", "", true, 200, 200, 200},
		{"there, If-Match any", "If-Match", "*", true, 200, 200, 200},
		{"there, If-Match current", "If-Match", "CURRENT", true, 200, 200, 200},
		{"there, If-Match stale", "If-Match", `"x"`, true, 412, 412, 200},
		{"there, If-Match a list", "If-Match", `"x", CURRENT`, true, 200, 200, 200},
		{"there, If-Match without quotes", "If-Match", `x`, true, 412, 412, 200},
		{"there, If-Match weak", "If-Match", `W/CURRENT`, true, 412, 412, 200},
		{"there, If-None-Match any", "If-None-Match", "*", true, 412, 412, 304},
		{"there, If-None-Match current", "If-None-Match", "CURRENT", true, 412, 412, 304},
		{"there, If-None-Match stale", "If-None-Match", `"x"`, true, 200, 200, 200},
		{"there, If-None-Match a list", "If-None-Match", `"x",CURRENT`, true, 412, 412, 304},
	}
	for kindName, kind := range kinds() {
		t.Run(kindName, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for _, c := range cases {
				t.Run(c.name, func(t *testing.T) {
					w, operator := w.with(t), kind.operator()
					prepare := func() option { // there or not, and the precondition
						w.delete(kind.id, operator)
						etag := ""
						if c.there {
							etag = w.put(kind.id, kind.first, operator).want(http.StatusCreated, "").etag()
						}
						return precondition(c.header, c.value, etag)
					}
					check(t, w.get(kind.id, operator, prepare()), c.get)
					check(t, w.put(kind.id, kind.second, operator, prepare()), c.put)
					if kind.patch != "" {
						check(t, w.patch(kind.id, kind.patch, operator, prepare()), patched(c.put, c.there))
					}
					check(t, w.delete(kind.id, operator, prepare()), c.del)
				})
			}
		})
	}
}

func patched(put int, there bool) int {
	if !there {
		return http.StatusNotFound
	}
	return put
}

func precondition(name, value, etag string) option {
	if name == "" {
		return func(*sender) {}
	}
	return header(name, strings.ReplaceAll(value, "CURRENT", etag))
}

func check(t *testing.T, r *reply, status int) {
	t.Helper()
	r.t = t
	switch status {
	case http.StatusPreconditionFailed:
		r.want(status, arm.PreconditionFailed)
	case http.StatusNotFound:
		r.want(status, arm.ResourceNotFound)
	case http.StatusNotModified:
		if r.want(status, ""); len(r.body) != 0 || r.etag() == "" {
			t.Errorf("304 with body %q and ETag %q", r.body, r.etag())
		}
	default:
		r.want(status, "")
	}
}

// A field on two lines is one list.
func TestPreconditionOnTwoLines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	etag := w.get(serviceID).etag()
	w.put(serviceID, located, header("If-Match", `"x"`, etag)).want(http.StatusOK, "")
	w.put(serviceID, located, header("If-None-Match", `"x"`, etag)).want(http.StatusPreconditionFailed, arm.PreconditionFailed)
}

// A refused write leaves no trace.
func TestRefusedWriteChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.put(serviceID, located).want(http.StatusOK, "")
	w.tick()
	w.put(serviceID, withSettings(`{"origins":["*"]}`), header("If-Match", `"x"`)).want(http.StatusPreconditionFailed, arm.PreconditionFailed)
	w.delete(serviceID, header("If-Match", `"x"`)).want(http.StatusPreconditionFailed, arm.PreconditionFailed)
	after := w.put(serviceID, located).want(http.StatusOK, "")
	if string(after.body) != string(before.body) || after.revision() != before.revision() {
		t.Errorf("refused writes changed something:\n%s\n%s", before.body, after.body)
	}
}
