// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// everything is all that the store tells of the fixture's records, as JSON in which documents can be read.
func everything(t testing.TB, store *Store, version int) string {
	t.Helper()
	var list []any
	for _, key := range keysOfFixture(version) {
		list = append(list, recordAt(t, store, key))
		entries, err := store.History(t.Context(), scopeOf(key), key, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			list = append(list, readableEntry{e, string(e.Before), string(e.After)})
		}
	}
	snapshot, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(snapshot.Routes, func(a, b repository.Route) int { return strings.Compare(a.Label, b.Label) })
	now := snapshot.Cursor
	_, old := store.Changes(t.Context(), repository.Cursor{Epoch: now.Epoch})
	changes, err := store.Changes(t.Context(), repository.Cursor{Epoch: now.Epoch, Revision: now.Revision - 3})
	if err != nil || !errors.Is(old, repository.ErrCompacted) {
		t.Fatalf("changes: %v; from the beginning: %v", err, old)
	}
	snapshot.Cursor.Epoch, changes.Cursor.Epoch = "", "" // of this server
	text, err := json.MarshalIndent(append(list, snapshot, changes), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

type readableWorkspace struct {
	repository.Workspace
	Document string
}

type readableService struct {
	repository.Service
	Document string
}

type readableEntry struct {
	repository.Entry
	Before, After string
}

// recordAt reads one record, nil if it is not there.
func recordAt(t testing.TB, store *Store, key repository.Key) (record any) {
	t.Helper()
	var err error
	switch {
	case key.Group == "":
		var s *repository.Subscription
		if s, err = store.Subscription(t.Context(), scopeOf(key), key); err == nil {
			record = readableWorkspace{repository.Workspace(*s), string(s.Document)}
		}
	case key.Workspace == "":
		var g *repository.Group
		if g, err = store.Group(t.Context(), scopeOf(key), key); err == nil {
			record = readableWorkspace{repository.Workspace(*g), string(g.Document)}
		}
	case key.Service == "":
		var w *repository.Workspace
		if w, err = store.Workspace(t.Context(), scopeOf(key), key); err == nil {
			record = readableWorkspace{*w, string(w.Document)}
		}
	default:
		var s *repository.Service
		if s, err = store.Service(t.Context(), scopeOf(key), key); err == nil {
			record = readableService{*s, string(s.Document)}
		}
	}
	if err != nil && !errors.Is(err, repository.ErrNotFound) {
		t.Fatal(err)
	}
	return record
}
