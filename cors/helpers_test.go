// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// The origins that most tests use.
const (
	app   = "https://app.example.org"
	other = "https://evil.example"
	self  = "https://demo-records.fhir.example"
)

// usual is what an operator of one application writes.
func usual() cors.Settings {
	return cors.Settings{
		Origins: []string{app},
		Headers: []string{"authorization", "Content-Type", "x-fhir-starter", "x-tempo-*"},
		Methods: []string{"GET", "POST", "PUT", "DELETE", "PATCH"},
		MaxAge:  new(600),
	}
}

// with is the usual settings, changed.
func with(change func(*cors.Settings)) cors.Settings {
	s := usual()
	change(&s)
	return s
}

// open is the settings of a service for everybody.
func open() cors.Settings {
	return cors.Settings{Origins: []string{"*"}, Headers: []string{"*"}, Methods: []string{"*"}}
}

func actual(method, origin string) cors.Request {
	return cors.Request{Method: method, Origin: []string{origin}}
}

func preflight(method, origin string, headers ...string) cors.Request {
	return cors.Request{Method: "OPTIONS", Origin: []string{origin}, RequestMethod: []string{method}, RequestHeaders: headers}
}

func compile(t testing.TB, s cors.Settings) *cors.Policy {
	t.Helper()
	p, err := cors.Compile(s)
	if err != nil {
		t.Fatalf("Compile(%v): %v", s, err)
	}
	return p
}

// answer is a Decision with its list of headers written out, so that two can be compared.
type answer struct {
	Reason                                          cors.Reason
	Preflight                                       bool
	Status                                          int
	AllowOrigin, AllowMethods, AllowHeaders, MaxAge string
	AllowCredentials, OriginAllowed                 bool
}

func (a answer) Denied() bool { return a.Reason.Denied() }

func answerOf(d cors.Decision) answer {
	return answer{Reason: d.Reason, Preflight: d.Preflight, Status: d.Status, AllowOrigin: d.AllowOrigin,
		AllowMethods: d.AllowMethods, AllowHeaders: d.AllowHeaders.String(), MaxAge: d.MaxAge,
		AllowCredentials: d.AllowCredentials, OriginAllowed: d.OriginAllowed}
}

// decision is one row of a table: what the settings answer to the request.
type decision struct {
	name     string
	settings cors.Settings
	request  cors.Request
	want     answer
}

func check(t *testing.T, rows []decision) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := answerOf(compile(t, row.settings).Decide(&row.request))
			if got != row.want {
				t.Errorf("Decide(%+v) under %v\n got %+v\nwant %+v", row.request, row.settings, got, row.want)
			}
		})
	}
}

// problems is the list inside an error of this package.
func problems(t testing.TB, err error) []cors.Problem {
	t.Helper()
	if err == nil {
		return nil
	}
	found, ok := errors.AsType[*cors.Problems](err)
	if !ok {
		t.Fatalf("error is %T (%v), want *cors.Problems", err, err)
	}
	return found.List
}

func load(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
