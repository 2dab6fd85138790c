// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// fewRoutes use each field, and each way in which one can be absent.
func fewRoutes() repository.Snapshot {
	age, no := 0, false
	return repository.Snapshot{Cursor: repository.Cursor{Epoch: "first <&> \u2028", Revision: 1 << 60}, Routes: []repository.Route{
		{Label: "a", Tenant: "t1", Upstream: "https://up.example/fhir?a=<b>&c", Revision: 7, Enforcement: repository.Enforce,
			Discovery: repository.ConfiguredOrigins, Settings: cors.Settings{Origins: []string{app, app}, Headers: []string{"X-<é>\"\\\n"},
				Methods: []string{}, MaxAge: &age, AllowCredentials: &no}},
		{Label: "bare", Revision: 1 << 60},
		{Label: "empty", Settings: cors.Settings{Origins: []string{}, Headers: []string{}}},
	}}
}

// encoded is a snapshot as it is written.
func encoded(t testing.TB, s repository.Snapshot) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := encode(&file, s.Cursor, pointers(s.Routes)); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func pointers(routes []repository.Route) func(func(*repository.Route) bool) {
	return func(yield func(*repository.Route) bool) {
		for i := range routes {
			if !yield(&routes[i]) {
				return
			}
		}
	}
}

// savedFile is a file with some content.
func savedFile(t testing.TB, content []byte) *Saved {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.jsonl")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return NewSaved(path)
}

func TestSavedKeepsEverything(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]repository.Snapshot{
		"few": fewRoutes(), "none": {Cursor: repository.Cursor{Epoch: "e", Revision: 3}},
		"long": {Routes: []repository.Route{{Label: "a", Settings: cors.Settings{Origins: slices.Repeat([]string{app}, cors.MaxOrigins)}}}},
	} {
		saved := NewSaved(filepath.Join(t.TempDir(), "table.jsonl"))
		if _, err := saved.Load(); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v before there is a file", name, err)
		}
		for range 2 { // there is none, and there is one
			if err := saved.Save(want.Cursor, pointers(want.Routes)); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := saved.Load(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %+v", name, err, got)
		}
		if info, err := os.Stat(saved.path); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v, mode %v", name, err, info.Mode())
		}
		onlyTheFile(t, saved)
	}
}

// onlyTheFile wants nothing else in the file's directory.
func onlyTheFile(t *testing.T, saved *Saved) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(saved.path))
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(saved.path) {
		t.Errorf("%v, files: %v", err, entries)
	}
}

// TestSavedIsWholeOrIgnored: whatever one byte less or one bit else makes of a file, nothing of it is used.
func TestSavedIsWholeOrIgnored(t *testing.T) {
	t.Parallel()
	whole := encoded(t, fewRoutes())
	refuse := func(what string, at int, content []byte) {
		t.Helper()
		got, err := decode(bytes.NewReader(content))
		if !errors.Is(err, errDamaged) && !errors.Is(err, errNewer) {
			t.Errorf("%s at %d: %v, %d routes", what, at, err, len(got.Routes))
		}
	}
	for at := range whole {
		refuse("the end", at, whole[:at])
		refuse("a byte removed", at, slices.Delete(slices.Clone(whole), at, at+1))
		refuse("a byte added", at, slices.Insert(slices.Clone(whole), at, ' '))
		for bit := range 8 {
			flipped := slices.Clone(whole)
			flipped[at] ^= 1 << bit
			refuse("a bit", at, flipped)
		}
	}
	refuse("twice", 0, append(slices.Clone(whole), whole...))
	refuse("a byte added", len(whole), append(slices.Clone(whole), '\n'))
	lines := bytes.SplitAfter(whole, []byte("\n"))
	refuse("lines in another order", 1, slices.Concat(lines[0], lines[2], lines[1], lines[3], lines[4]))
	refuse("a line removed", 1, slices.Concat(lines[0], lines[2], lines[3], lines[4]))
}

// sealed is a file whose last line is right for what stands before it.
func sealed(lines ...string) []byte {
	text := strings.Join(lines, "\n") + "\n"
	return append([]byte(text), sealOf(text)...)
}

func TestSavedRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	const header, route = `{"corsgateTable":1,"epoch":"e","revision":5}`, `{"label":"a","tenant":"t","revision":5}`
	if got, err := decode(bytes.NewReader(sealed(header, route))); err != nil || len(got.Routes) != 1 {
		t.Fatalf("the right one: %v, %+v", err, got)
	}
	for _, c := range []struct {
		name    string
		content []byte
		want    error
	}{
		{"nothing", nil, errDamaged},
		{"another file", []byte("root:x:0:0:root:/root:/bin/bash\n"), errDamaged},
		{"zeros", make([]byte, 1<<20), errDamaged},
		{"a newer format", sealed(`{"corsgateTable":2,"epoch":["e"],"more":true}`, "?"), errNewer},
		{"no format", sealed(`{"corsgateTable":0,"epoch":"e","revision":5}`, route), errDamaged},
		{"a format that is no number", sealed(`{"corsgateTable":"1","epoch":"e","revision":5}`, route), errDamaged},
		{"a second header", sealed(header, header, route), errDamaged},
		{"no label", sealed(header, `{"tenant":"t","revision":5}`), errDamaged},
		{"null", sealed(header, `null`), errDamaged},
		{"a revision that is no number", sealed(header, `{"label":"a","revision":"5"}`), errDamaged},
		{"an empty line", sealed(header, "", route), errDamaged},
		{"only a header", sealed(header)[:len(header)+1], errDamaged},
	} {
		if got, err := savedFile(t, c.content).Load(); !errors.Is(err, c.want) || !reflect.DeepEqual(got, repository.Snapshot{}) {
			t.Errorf("%s: %v, %+v", c.name, err, got)
		}
	}
}
