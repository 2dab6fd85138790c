// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bytes"
	"crypto/sha256"
	"io"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// sealOf is the last line for a text whose lines are a header and routes.
func sealOf(text string) []byte {
	sum := sha256.New()
	_, _ = io.WriteString(sum, text) // a hash takes everything
	return seal(strings.Count(text, "\n")-1, sum)
}

// FuzzLoadSaved: no content makes it panic, and what it accepts it would write so that it reads the same again. Each
// content is tried as it is and with the seal that it needs.
func FuzzLoadSaved(f *testing.F) {
	whole := encoded(f, fewRoutes())
	body := whole[:bytes.LastIndex(whole, []byte(sealPrefix))]
	f.Add(whole)
	f.Add(body)
	f.Add(body[:len(body)/2])
	f.Add([]byte(headerPrefix + "1}\n" + `{"label":"a","cors":{"origins":null,"maxAge":-1e3}}` + "\n"))
	f.Add([]byte(headerPrefix + "2}\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, content := range [][]byte{content, append(bytes.Clone(content), sealOf(string(content))...)} {
			got, err := decode(bytes.NewReader(content))
			if err != nil {
				continue
			}
			again, err := decode(bytes.NewReader(encoded(t, got)))
			if err != nil || !reflect.DeepEqual(again, got) {
				t.Errorf("%v, %+v, was %+v", err, again, got)
			}
			table := NewTable()
			NewFollower(nil, table, FollowerOptions{}).fill(got.Routes)
			if table.size() > len(got.Routes) || table.lookup("") != nil {
				t.Errorf("%d routes in the table, of %d", table.size(), len(got.Routes))
			}
		}
	})
}

// BenchmarkSaved is for 100 000 services with ordinary settings.
func BenchmarkSaved(b *testing.B) {
	const services = 100_000
	routes := make([]repository.Route, services)
	for i := range routes {
		routes[i] = (&rig{upstream: "https://fhir-" + strconv.Itoa(i) + ".upstream.example/fhir"}).route(named("workspace-" + strconv.Itoa(i)))
	}
	saved := NewSaved(filepath.Join(b.TempDir(), "table.jsonl"))
	cursor := repository.Cursor{Epoch: "first", Revision: services}
	b.Run("save", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(encoded(b, repository.Snapshot{Cursor: cursor, Routes: routes}))))
		for b.Loop() {
			if err := saved.Save(cursor, pointers(routes)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("load", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if got, err := saved.Load(); err != nil || len(got.Routes) != services {
				b.Fatal(err, len(got.Routes))
			}
		}
	})
	b.Run("copy", func(b *testing.B) {
		b.ReportAllocs()
		follower := NewFollower(nil, tableOf(b, services), FollowerOptions{Saved: saved})
		for b.Loop() {
			follower.still()
		}
	})
}
