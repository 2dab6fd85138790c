// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"errors"
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

var errRefused = errors.New("the mutation refuses")

func mutationSeesRecord(t *testing.T, r *rig) {
	key := at("seen")
	var seen []*repository.Service
	look := func(old *repository.Service) (*repository.Service, error) {
		seen = append(seen, old)
		return editing(key, move(len(seen)))(old)
	}
	var last repository.Change[repository.Service]
	for range 2 {
		var err error
		last, err = r.store.ChangeService(t.Context(), tenantA, key, someAudit(), look)
		expectNil(t, "ChangeService", err)
	}
	if len(seen) < 2 || seen[0] != nil {
		t.Fatalf("the mutation saw %s", show(seen))
	}
	expectSame(t, "what the mutation saw", plain(seen[len(seen)-1]), plain(last.Before))
}

// state is everything that a call which changes nothing has to leave alone.
type state struct {
	service repository.Service
	entries int
	cursor  repository.Cursor
}

func (r *rig) state(t testing.TB, key repository.Key) state {
	t.Helper()
	ctx := context.Background()
	entries, err := r.store.History(ctx, tenantA, key, 0, 1000)
	expectNil(t, "History", err)
	snapshot, err := r.store.Snapshot(ctx)
	expectNil(t, "Snapshot", err)
	service, err := r.store.Service(ctx, tenantA, key)
	if err != nil && !errors.Is(err, repository.ErrNotFound) {
		t.Fatal(err)
	}
	return state{plain(service), len(entries), snapshot.Cursor}
}

func failedMutation(t *testing.T, r *rig) {
	refuse := func(*repository.Service) (*repository.Service, error) { return newService(at("x")), errRefused }
	for _, name := range []string{"existing", "absent"} {
		if name == "existing" {
			r.put(t, name)
		}
		before := r.state(t, at(name))
		change, err := r.store.ChangeService(t.Context(), tenantA, at(name), someAudit(), refuse)
		expectError(t, name, err, errRefused)
		expectSame(t, name+": the change", change, repository.Change[repository.Service]{})
		expectSame(t, name+": the state", r.state(t, at(name)), before)
	}
	r.edit(t, at("existing"), move(1)) // and nobody holds a lock
}

func noOp(t *testing.T, r *rig) {
	key := at("still")
	r.edit(t, key, func(s *repository.Service) {
		s.CORS = &repository.Part[cors.Settings]{Value: cors.Settings{Origins: []string{}}}
	})
	same := map[string]repository.Mutation[repository.Service]{
		"old itself": keeping[repository.Service],
		"the same content elsewhere": editing(key, func(s *repository.Service) {
			s.CORS = &repository.Part[cors.Settings]{Value: cors.Settings{Origins: []string{}}}
			s.Document = append([]byte{}, s.Document...)
		}),
	}
	for name, mutate := range same {
		before := r.state(t, key)
		change, err := r.store.ChangeService(t.Context(), tenantA, key, someAudit(), mutate)
		expectNil(t, name, err)
		if change.Revision != 0 {
			t.Errorf("%s: took revision %d", name, change.Revision)
		}
		expectSame(t, name+": after", plain(change.After), before.service)
		expectSame(t, name+": the state", r.state(t, key), before)
	}
	before := r.state(t, at("none"))
	change, err := r.store.ChangeService(t.Context(), tenantA, at("none"), someAudit(), keeping[repository.Service])
	expectNil(t, "absent", err)
	expectSame(t, "absent: the change", change, repository.Change[repository.Service]{})
	expectSame(t, "absent: the state", r.state(t, at("none")), before)
}

// oneWriterWins: If-Match is a comparison in the mutation.
func oneWriterWins(t *testing.T, r *rig) {
	const rounds = 20
	key := at("contested")
	etag := r.put(t, "contested").After.Meta.ETag
	for round := range rounds {
		results := make(chan error, 2)
		for writer := range 2 {
			go func() {
				_, err := r.store.ChangeService(context.Background(), tenantA, key, someAudit(), func(old *repository.Service) (*repository.Service, error) {
					if old.Meta.ETag != etag {
						return nil, errRefused
					}
					return editing(key, move(2*round+writer))(old)
				})
				results <- err
			}()
		}
		first, second := <-results, <-results
		if (first == nil) == (second == nil) {
			t.Fatalf("round %d: the writers got %v and %v", round, first, second)
		}
		expectError(t, "the loser", errors.Join(first, second), errRefused)
		etag = r.read(t, key).Meta.ETag
	}
}

// callerKeepsValue: a mutation may return the same value for several records.
func callerKeepsValue(t *testing.T, r *rig) {
	mine := newService(at("mine"))
	mine.CORS = &repository.Part[cors.Settings]{}
	for _, name := range []string{"mine", "also-mine"} {
		_, err := r.store.ChangeService(t.Context(), tenantA, at(name), someAudit(), func(*repository.Service) (*repository.Service, error) {
			return mine, nil
		})
		expectNil(t, name, err)
	}
	want := newService(at("mine"))
	want.CORS = &repository.Part[cors.Settings]{}
	expectSame(t, "the caller's value", *mine, *want)
}
