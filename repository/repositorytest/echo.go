// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"fmt"
	"testing"
	"time"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

type settingsCase struct {
	name     string
	settings cors.Settings
}

// oddSettings are settings that a store loses if it is careless.
func oddSettings() []settingsCase {
	return []settingsCase{
		{"nothing set", cors.Settings{}},
		{"absent lists", cors.Settings{MaxAge: new(600)}},
		{"empty lists", cors.Settings{Origins: []string{}, Headers: []string{}, Methods: []string{}}},
		{"one empty, others absent", cors.Settings{Headers: []string{}}},
		{"zero and false", cors.Settings{MaxAge: new(0), AllowCredentials: new(false)}},
		{"order", cors.Settings{Origins: []string{"https://z.example", "https://a.example", "https://m.example"}}},
		{"duplicates", cors.Settings{Methods: []string{"GET", "GET", "PUT", "GET"}, Headers: []string{"X-A", "x-a"}}},
		{"empty strings", cors.Settings{Origins: []string{"", " ", "\t"}}},
		{"quotes and slashes", cors.Settings{Origins: []string{`"`, `\`, `\u0041`, "/", "<>&", "'", "%00", "\x7f", "\x01\n\r"}}},
		{"unicode", cors.Settings{Origins: []string{"é", "e\u0301", "\u2028\u2029", "\U0001F600", "\uFEFF", "\uFFFD", "\u202E", "ſ", "İ", "ß"}}},
		{"large numbers", cors.Settings{MaxAge: new(1 << 31)}},
		{"many", cors.Settings{Origins: manyOrigins()}},
	}
}

func manyOrigins() []string {
	list := make([]string, cors.MaxOrigins)
	for i := range list {
		list[i] = fmt.Sprintf("https://origin-%05d.example", i)
	}
	return list
}

// echo: clients compare what they read with what they sent.
func echo(t *testing.T, r *rig) {
	for _, c := range oddSettings() {
		t.Run(c.name, func(t *testing.T) {
			key := at("echo")
			changed := r.edit(t, key, func(s *repository.Service) {
				s.CORS = &repository.Part[cors.Settings]{Value: c.settings}
			})
			expectSame(t, "the change", changed.After.CORS.Value, c.settings)
			expectSame(t, "a read", r.read(t, key).CORS.Value, c.settings)
			list, err := r.store.ListServices(t.Context(), tenantA, home, repository.Page{Limit: 1})
			expectNil(t, "ListServices", err)
			expectSame(t, "a list", list[0].CORS.Value, c.settings)
			entries, err := r.store.History(t.Context(), tenantA, key, changed.Revision-1, 1)
			expectNil(t, "History", err)
			expectRecorded(t, "the history", entries[0].After, changed.After)
		})
	}
	documents := []string{`{}`, "{ \"a\" :\n\t1 }", `{"b":1,"a":2}`, `{"a":"\u0041\/<>&é"}`, `{"n":1.0e2,"m":12345678901234567890}`}
	for _, document := range documents {
		t.Run(document, func(t *testing.T) {
			r.edit(t, at("echo"), func(s *repository.Service) { s.Document = []byte(document) })
			expectSame(t, "document", string(r.read(t, at("echo")).Document), document)
		})
	}
}

// stamps: times are kept to the microsecond, whatever their zone, and a change tells what a read tells.
func stamps(t *testing.T, r *rig) {
	zone := time.FixedZone("somewhere", -5*3600)
	when := time.Date(2026, 2, 28, 23, 59, 59, 123456789, zone)
	meta := repository.Meta{ETag: "the store's to choose",
		Created:  repository.Stamp{By: "creator ü", ByType: "User", At: when},
		Modified: repository.Stamp{By: "modifier", ByType: "Application", At: when.Add(time.Hour)}}
	changed := r.edit(t, at("stamps"), func(s *repository.Service) {
		s.Meta, s.Upstream = meta, &repository.Part[repository.Upstream]{Meta: meta}
	})
	got := r.read(t, at("stamps"))
	expectSame(t, "a read and the change", plain(got), plain(changed.After))
	for what, m := range map[string]repository.Meta{"service": got.Meta, "upstream": got.Upstream.Meta} {
		if m.ETag == meta.ETag || m.ETag == "" {
			t.Errorf("%s: the ETag is %q", what, m.ETag)
		}
		want := meta
		want.ETag = m.ETag
		want.Created.At, want.Modified.At = want.Created.At.Truncate(time.Microsecond), want.Modified.At.Truncate(time.Microsecond)
		expectSame(t, what, plainMeta(m), plainMeta(want))
	}
	updated := r.edit(t, at("stamps"), func(s *repository.Service) {
		move(1)(s)
		s.Meta.Modified = repository.Stamp{By: "another", ByType: "ManagedIdentity", At: when.Add(2 * time.Hour)}
		s.Location = "elsewhere"
	})
	expectSame(t, "who updated", updated.After.Meta.Modified.By, "another")
	expectSame(t, "a read after the update", plain(r.read(t, at("stamps"))), plain(updated.After))
}
