// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

func (r *rig) history(t testing.TB, key repository.Key, after repository.Revision, limit int) []repository.Entry {
	t.Helper()
	entries, err := r.store.History(t.Context(), tenantA, key, after, limit)
	expectNil(t, "History", err)
	return entries
}

func history(t *testing.T, r *rig) {
	key := at("records")
	changes := []repository.Change[repository.Service]{
		r.put(t, "records"),
		r.edit(t, key, func(s *repository.Service) {
			s.CORS = &repository.Part[cors.Settings]{Value: cors.Settings{Origins: []string{"https://<a>.example"}, Headers: []string{}}}
			s.Upstream = &repository.Part[repository.Upstream]{Value: repository.Upstream{URL: "https://u.example"}}
			s.Gateway = &repository.Part[repository.GatewaySettings]{}
		}),
		r.remove(t, "records"),
		r.edit(t, key, move(1)), // the history outlives the record
	}
	r.put(t, "records2")
	entries := r.history(t, key, 0, 100)
	if len(entries) != len(changes) {
		t.Fatalf("got %d entries, want %d", len(entries), len(changes))
	}
	for i, entry := range entries {
		expectSame(t, "revision", entry.Revision, changes[i].Revision)
		expectRecorded(t, "before", entry.Before, changes[i].Before)
		expectRecorded(t, "after", entry.After, changes[i].After)
		if entry.At.IsZero() || time.Since(entry.At) > time.Hour {
			t.Errorf("at: %v", entry.At)
		}
		want := repository.Entry{Audit: someAudit(), Tenant: tenantA.Tenant, Scope: key.String(), Outcome: repository.Succeeded}
		entry.At, entry.Revision, entry.Before, entry.After = want.At, 0, nil, nil
		expectSame(t, "who and what", entry, want)
	}
}

func historyByPage(t *testing.T, r *rig) {
	var revisions []repository.Revision
	for i := range 5 {
		revisions = append(revisions, r.edit(t, at("records"), move(i)).Revision)
		r.edit(t, at("other"), move(i))
	}
	pages := []struct {
		name  string
		after repository.Revision
		limit int
		want  []repository.Revision
	}{
		{"the first page", 0, 2, revisions[:2]},
		{"the second page", revisions[1], 2, revisions[2:4]},
		{"the last page", revisions[3], 2, revisions[4:]},
		{"after the end", revisions[4], 2, nil},
		{"between two", revisions[1] + 1, 1, revisions[2:3]},
		{"no room", 0, 0, nil},
	}
	for _, page := range pages {
		var got []repository.Revision
		for _, entry := range r.history(t, at("records"), page.after, page.limit) {
			got = append(got, entry.Revision)
		}
		expectSame(t, page.name, got, page.want)
	}
}

func historyOfGroup(t *testing.T, r *rig) {
	_, err := r.store.ChangeGroup(t.Context(), tenantA, groupA2, someAudit(), removing[repository.Group])
	expectNil(t, "delete", err)
	entries := r.history(t, groupA2, 0, 10)
	if len(entries) != 2 || entries[0].Before != nil || entries[1].After != nil {
		t.Fatalf("got %s", show(entries))
	}
	expectSame(t, "before the deletion", string(entries[1].Before), string(entries[0].After))
	var got recorded
	expectNil(t, "after", json.Unmarshal(entries[0].After, &got))
	want := newGroup(groupA2)
	expectSame(t, "after", []string{got.ID, got.Location, string(got.Document)}, []string{want.ID, want.Location, string(want.Document)})
	if entries[1].Revision <= entries[0].Revision || entries[1].Scope != groupA2.String() {
		t.Errorf("got %s", show(entries))
	}
	r.put(t, "below")
	expectSame(t, "what is below is not in it", len(r.history(t, groupA1, 0, 10)), 1)
}

func historyOfWorkspace(t *testing.T, r *rig) {
	entries := r.history(t, home, 0, 10)
	if len(entries) != 1 || entries[0].Before != nil {
		t.Fatalf("got %s", show(entries))
	}
	var got recorded
	expectNil(t, "after", json.Unmarshal(entries[0].After, &got))
	want, err := r.store.Workspace(t.Context(), tenantA, home)
	expectNil(t, "Workspace", err)
	found := repository.Workspace{Key: home, Tenant: tenantA.Tenant, ID: got.ID, Location: got.Location,
		Document: got.Document, Meta: got.Meta, Revision: entries[0].Revision}
	expectSame(t, "after", plainWorkspace(&found), plainWorkspace(want))
	r.put(t, "below")
	expectSame(t, "services are not in it", len(r.history(t, home, 0, 10)), 1)
}

// revisionsWithoutGaps: one number a commit, also where calls between them were refused or changed nothing.
func revisionsWithoutGaps(t *testing.T, r *rig) {
	const writers, commits = 4, 20
	ctx := t.Context()
	start := r.state(t, at("x")).cursor.Revision
	var mu sync.Mutex
	seen := map[repository.Revision]bool{}
	var all sync.WaitGroup
	for writer := range writers {
		all.Go(func() {
			key := at([]string{"a", "b"}[writer%2])
			for i := range commits {
				c, err := r.store.ChangeService(ctx, tenantA, key, someAudit(), editing(key, move(i*writers+writer)))
				_, unchanged := r.store.ChangeService(ctx, tenantA, key, someAudit(), keeping[repository.Service])
				taken := r.tryWorkspace(tenantB, repository.NewKey("sub-b", "one", "home"))
				_, occupied := r.store.ChangeWorkspace(ctx, tenantA, home, someAudit(), removing[repository.Workspace])
				if err != nil || unchanged != nil || !errors.Is(taken, repository.ErrTaken) || !errors.Is(occupied, repository.ErrNotEmpty) {
					t.Errorf("got %v, %v, %v and %v", err, unchanged, taken, occupied)
				}
				mu.Lock()
				seen[c.Revision] = true
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for revision := start + 1; revision <= start+writers*commits; revision++ {
		if !seen[revision] {
			t.Errorf("revision %d is missing", revision)
		}
	}
	expectSame(t, "the last revision", r.state(t, at("x")).cursor.Revision, start+writers*commits)
}
