// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
)

// reply is what the API answered.
type reply struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

// want fails the test unless the reply has the status and, for a failure, the code.
func (r *reply) want(status int, code arm.Code) *reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	if code == "" {
		return r
	}
	if got := r.failure().Code; got != code {
		r.t.Fatalf("code %q, want %q: %s", got, code, r.body)
	}
	if got := r.header.Get("x-ms-error-code"); got != string(code) {
		r.t.Errorf("x-ms-error-code is %q, want %q", got, code)
	}
	if got := r.header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		r.t.Errorf("Content-Type of a failure is %q", got)
	}
	return r
}

func (r *reply) failure() arm.Error {
	r.t.Helper()
	var envelope arm.ErrorBody
	if err := json.Unmarshal(r.body, &envelope); err != nil {
		r.t.Fatalf("not an error body: %v: %s", err, r.body)
	}
	return envelope.Error
}

func (r *reply) etag() string { return r.header.Get("ETag") }

func (r *reply) revision() int {
	r.t.Helper()
	number, err := strconv.Atoi(r.header.Get("Corsgate-Revision"))
	if err != nil {
		r.t.Fatalf("no revision on the answer: %v", err)
	}
	return number
}

// object is the body as JSON; numbers keep their text.
func (r *reply) object() map[string]any {
	r.t.Helper()
	return object(r.t, r.body)
}

// at is the JSON text at a path of names in the body, "absent" if there is none.
func (r *reply) at(path ...string) string {
	r.t.Helper()
	raw := json.RawMessage(r.body)
	for _, name := range path {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(raw, &members); err != nil {
			r.t.Fatalf("no object above %s: %v: %s", name, err, r.body)
		}
		var ok bool
		if raw, ok = members[name]; !ok {
			return "absent"
		}
	}
	return string(raw)
}

// text is the string at a path of names in the body.
func (r *reply) text(path ...string) string {
	r.t.Helper()
	var text string
	if err := json.Unmarshal([]byte(r.at(path...)), &text); err != nil {
		r.t.Fatalf("no string at %s: %s", strings.Join(path, "."), r.body)
	}
	return text
}

func object(t testing.TB, text []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var members map[string]any
	if err := d.Decode(&members); err != nil {
		t.Fatalf("not a JSON object: %v: %s", err, text)
	}
	return members
}

// sameJSON fails the test unless both texts are the same JSON value.
func sameJSON(t testing.TB, got, want string) {
	t.Helper()
	var a, b any
	for text, into := range map[string]*any{got: &a, want: &b} {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(into); err != nil {
			t.Fatalf("not JSON: %v: %s", err, text)
		}
	}
	if got == want {
		return
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("JSON differs\n got %s\nwant %s", got, want)
	}
}

func sameValue(t testing.TB, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("JSON differs\n got %v\nwant %v", got, want)
	}
}
