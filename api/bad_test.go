// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// badCase is one request in testdata/bad and what it must come to. By default it is a PUT of CORS settings by a
// contributor.
type badCase struct {
	Name   string `json:"name"`
	Method string `json:"method"`
	// Path may begin with {group}, {workspace} or {service}.
	Path   string      `json:"path"`
	Query  *string     `json:"query"`
	Header http.Header `json:"header"`
	Role   auth.Role   `json:"role"`
	Token  string      `json:"token"` // the name of one in badTokens
	// The body: properties, a list as the only property, text, or bytes.
	Settings   json.RawMessage `json:"settings"`
	List       *listOfSame     `json:"list"`
	Body       string          `json:"body"`
	BodyBase64 []byte          `json:"bodyBase64"`
	// Repeat stands where the body has @@.
	Repeat struct {
		Text  string `json:"text"`
		Count int    `json:"count"`
	} `json:"repeat"`

	Status int      `json:"status"`
	Code   arm.Code `json:"code"`
	// Target is the failure's; * is any that is not long.
	Target  string    `json:"target"`
	Details []finding `json:"details"`
}

type listOfSame struct {
	Field, Entry string
	Count        int
}

type finding struct {
	Code   arm.Code `json:"code"`
	Target string   `json:"target"`
}

// TestBadInput: each bad request gets its code and target, no answer is a 5xx, and nothing is changed.
func TestBadInput(t *testing.T) {
	t.Parallel()
	// The files, and how many cases each has at least.
	for name, atLeast := range map[string]int{"origins": 20, "headers-methods": 10, "settings": 20, "bodies": 8, "ids": 8,
		"versions-verbs-media": 6, "tokens": 8} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cases := readCases(t, filepath.Join("testdata", "bad", name+".json"))
			if len(cases) < atLeast {
				t.Fatalf("%d cases, want at least %d", len(cases), atLeast)
			}
			w := newWorld(t)
			w.put(serviceID, withSettings(`{"origins":["https://seed.example"]}`)).want(http.StatusOK, "")
			before := w.state()
			for _, c := range cases {
				t.Run(c.Name, func(t *testing.T) {
					w := w.with(t)
					c.send(w).wantBad(c)
					if after := w.state(); after != before {
						t.Errorf("a refused request changed something: %+v, was %+v", after, before)
					}
				})
			}
		})
	}
}

func readCases(t *testing.T, file string) []badCase {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	var cases []badCase
	if err := d.Decode(&cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

// state is what must not change.
type state struct {
	service, settings string
	revision          int64
}

func (w *world) state() state {
	w.t.Helper()
	snapshot, err := w.store.Snapshot(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return state{w.get(serviceID).want(http.StatusOK, "").etag(), w.get(corsID).want(http.StatusOK, "").etag(),
		int64(snapshot.Cursor.Revision)}
}

func (c badCase) send(w *world) *reply {
	w.t.Helper()
	method, target, role := c.Method, corsID, auth.Contributor
	if method == "" {
		method = http.MethodPut
	}
	if c.Path != "" {
		target = strings.NewReplacer("{group}", groupID, "{workspace}", workspaceID, "{service}", serviceID).Replace(c.Path)
	}
	if c.Query != nil {
		target += "?" + *c.Query
	}
	if c.Role != "" {
		role = c.Role
	}
	options := []option{as(role)}
	for name, values := range c.Header {
		options = append(options, header(name, values...))
	}
	if c.Token != "" {
		options = append(options, w.badToken(c.Token))
	}
	return w.do(method, target, c.text(w.t), options...)
}

func (c badCase) text(t testing.TB) string {
	t.Helper()
	body := c.Body
	switch {
	case c.BodyBase64 != nil:
		body = string(c.BodyBase64)
	case c.List != nil:
		entry, err := json.Marshal(c.List.Entry)
		if err != nil {
			t.Fatal(err)
		}
		list := strings.TrimSuffix(strings.Repeat(string(entry)+",", c.List.Count), ",")
		body = `{"properties":{"` + c.List.Field + `":[` + list + `]}}`
	case c.Settings != nil:
		body = `{"properties":` + string(c.Settings) + `}`
	}
	return strings.ReplaceAll(body, "@@", strings.Repeat(c.Repeat.Text, c.Repeat.Count))
}

func (r *reply) wantBad(c badCase) {
	r.t.Helper()
	failure := r.want(c.Status, c.Code).failure()
	if c.Target == "*" {
		if len(failure.Target) > 1000 {
			r.t.Errorf("a target of %d bytes", len(failure.Target))
		}
	} else if failure.Target != c.Target {
		r.t.Errorf("target %q, want %q", failure.Target, c.Target)
	}
	var details []finding
	for _, d := range failure.Details {
		details = append(details, finding{d.Code, d.Target})
		if len(d.Message) < 20 || len(d.Message) > 1000 {
			r.t.Errorf("message %q", d.Message)
		}
	}
	sameValue(r.t, details, c.Details)
	if len(r.body) > 8192 {
		r.t.Errorf("an answer of %d bytes", len(r.body))
	}
}

// base64URL is how parts of a JWT are written.
func base64URL(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
