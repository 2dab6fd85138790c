// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// TestCutConnection cuts the connection in each part of a write. Only where nothing can have happened it is made again;
// what may have happened is neither repeated nor called a success.
func TestCutConnection(t *testing.T) {
	t.Parallel()
	p, url := newProxy(t, newDatabase(t), appUser)
	store := opened(t, url, Options{MaxConnections: 1})
	furnish(t, store)
	warm := func() { // so that each statement is prepared, and one message is all
		mustPut(t, store, records, "first")
		mustPut(t, store, records, "second")
	}
	cases := []struct {
		name          string
		before, while int32 // what happens before the call, and while the mutation decides
		fails         bool
		commits       repository.Revision
	}{
		{"as it begins", cutRequest, forward, false, 1},
		{"before the record is read", cutAnswer, forward, false, 1},
		{"before the commit", forward, cutRequest, true, 0},
		{"before the answer to the commit", forward, cutAnswer, true, 1},
	}
	for _, c := range cases {
		warm()
		before, calls := cursorOf(t, store).Revision, 0
		p.next.Store(c.before)
		change, err := store.ChangeService(t.Context(), tenant, records, audit(), func(old *repository.Service) (*repository.Service, error) {
			calls++
			p.next.Store(c.while)
			return locating("third")(old)
		})
		if c.fails != errors.Is(err, repository.ErrUnavailable) || !c.fails && (err != nil || change.Revision != before+1) {
			t.Errorf("%s: %v, %v", c.name, change.Revision, err)
		}
		if calls != 1 {
			t.Errorf("%s: the mutation was called %d times", c.name, calls)
		}
		if now := cursorOf(t, store).Revision; now != before+c.commits {
			t.Errorf("%s: the revision went from %d to %d", c.name, before, now)
		}
		got, err := store.Service(t.Context(), tenant, records)
		if err != nil || (got.Location == "third") != (c.commits == 1) {
			t.Errorf("%s: the record is %v, %v", c.name, got, err)
		}
	}
	entries, err := store.History(t.Context(), tenant, records, 0, 100)
	if err != nil || int(entries[len(entries)-1].Revision) != len(entries)+2 {
		t.Errorf("%d entries up to revision %d, %v", len(entries), entries[len(entries)-1].Revision, err)
	}
}

// TestReadsSurviveCuts: a read is made again on another connection.
func TestReadsSurviveCuts(t *testing.T) {
	t.Parallel()
	p, url := newProxy(t, newDatabase(t), appUser)
	store := opened(t, url, Options{MaxConnections: 1})
	furnish(t, store)
	mustPut(t, store, records, "here")
	for range 5 {
		for _, fault := range []int32{cutRequest, cutAnswer} {
			p.next.Store(fault)
			if got, err := store.Service(t.Context(), tenant, records); err != nil || got.Location != "here" {
				t.Errorf("Service: %v, %v", got, err)
			}
			p.next.Store(fault)
			if snapshot, err := store.Snapshot(t.Context()); err != nil || len(snapshot.Routes) != 1 {
				t.Errorf("Snapshot: %v, %v", snapshot, err)
			}
		}
	}
}
