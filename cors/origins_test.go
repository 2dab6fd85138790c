// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// originTable is testdata/origins.json: entries of Settings.Origins and what becomes of them.
type originTable struct {
	Refused []struct {
		Name, Entry, Reason, Fix string
	}
	Accepted []struct {
		Name, Entry, Sent string
		Warnings          []cors.Code
	}
}

func TestRefusedOrigins(t *testing.T) {
	t.Parallel()
	var table originTable
	load(t, "origins.json", &table)
	for _, row := range table.Refused {
		t.Run(row.Name, func(t *testing.T) {
			t.Parallel()
			// A good entry before it, so that the index is seen to be the entry's own.
			s := with(func(s *cors.Settings) { s.Origins = []string{app, row.Entry} })
			_, err := cors.Validate(s)
			found := problems(t, err)
			if len(found) != 1 {
				t.Fatalf("%q: %d problems, want 1: %v", row.Entry, len(found), err)
			}
			want := cors.Problem{Code: cors.InvalidOrigin, Field: "origins", Index: 1,
				Reason: strconv.Quote(row.Entry) + " " + row.Reason, Fix: row.Fix}
			if found[0] != want {
				t.Errorf("%q\n got %+v\nwant %+v", row.Entry, found[0], want)
			}
			if p, err := cors.Compile(s); p != nil || err == nil {
				t.Errorf("Compile = %v, %v; want the same problems", p, err)
			}
		})
	}
}

// TestFixesAreAccepted applies each fix that says what to write: it must not be refused in turn.
func TestFixesAreAccepted(t *testing.T) {
	t.Parallel()
	var table originTable
	load(t, "origins.json", &table)
	for _, row := range table.Refused {
		quoted, found := strings.CutPrefix(row.Fix, `Write "`)
		if !found {
			continue
		}
		fixed := strings.TrimSuffix(quoted, `".`)
		warnings, err := cors.Validate(with(func(s *cors.Settings) { s.Origins = []string{fixed} }))
		if err != nil || len(warnings) > 0 {
			t.Errorf("%s: the fix %q: %v, %v", row.Name, fixed, warnings, err)
		}
	}
}

func TestAcceptedOrigins(t *testing.T) {
	t.Parallel()
	var table originTable
	load(t, "origins.json", &table)
	for _, row := range table.Accepted {
		t.Run(row.Name, func(t *testing.T) {
			t.Parallel()
			s := with(func(s *cors.Settings) { s.Origins = []string{row.Entry} })
			warnings, err := cors.Validate(s)
			if err != nil {
				t.Fatalf("%q: %v", row.Entry, err)
			}
			var codes []cors.Code
			for _, w := range warnings {
				codes = append(codes, w.Code)
				if w.Target() != "origins[0]" || w.Reason == "" {
					t.Errorf("warning %+v: want target origins[0] and a reason", w)
				}
			}
			if !slices.Equal(codes, row.Warnings) {
				t.Errorf("%q: warnings %v, want %v", row.Entry, codes, row.Warnings)
			}
			checkOnlySpelling(t, s, row.Entry, row.Sent)
		})
	}
}

// checkOnlySpelling wants the policy to know what browsers send, and the operator's own spelling only if it is that.
func checkOnlySpelling(t *testing.T, s cors.Settings, entry, sent string) {
	t.Helper()
	if !cors.IsSerializedOrigin(sent) {
		t.Errorf("IsSerializedOrigin(%q) is false", sent)
	}
	p := compile(t, s)
	request := actual("GET", sent)
	if d := p.Decide(&request); d.Reason != cors.AllowedExact || d.AllowOrigin != sent {
		t.Errorf("%q compiled: %q gets %v, %q", entry, sent, d.Reason, d.AllowOrigin)
	}
	if entry == sent {
		return
	}
	request = actual("GET", entry)
	if d := p.Decide(&request); d.Reason != cors.OriginMalformed || d.AllowOrigin != "" {
		t.Errorf("%q compiled: itself gets %v, %q", entry, d.Reason, d.AllowOrigin)
	}
}
