// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/e2e/soak/history"
	"github.com/corsgate/corsgate/repository"
)

var (
	scope = repository.Scope{Tenant: "tenant-a"}
	// errAbsent refuses to delete what is not there.
	errAbsent = errors.New("there is nothing to delete")
)

const (
	// pause is how long a writer waits at most after a failure.
	pause = 100 * time.Millisecond
	// deletions is one in how many writes deletes.
	deletions = 4
)

// changer is what writers need of a store.
type changer interface {
	ChangeService(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
		mutate repository.Mutation[repository.Service]) (repository.Change[repository.Service], error)
}

// writer makes one write after the other, each with a mark of its own, and writes down what it was told.
type writer struct {
	crew   *crew
	number int
	store  changer
	log    *history.Log
	random *rand.Rand
	writes int
}

// write makes the next write and says whether it was acknowledged.
func (w *writer) write(ctx context.Context) bool {
	w.writes++
	name := w.crew.services[w.random.IntN(len(w.crew.services))]
	r := history.Write{ID: markOfWrite(w.number, w.writes), Label: serviceKey(name).Label(), Delete: w.random.IntN(deletions) == 0,
		Begin: w.crew.clock()}
	audit := repository.Audit{Principal: "writer", CorrelationID: r.ID, Action: "soak/write", At: time.Now()}
	change, err := w.store.ChangeService(ctx, scope, serviceKey(name), audit, w.mutation(name, r.Delete))
	r.End = w.crew.clock()
	switch {
	case err == nil:
		r.Outcome, r.Revision = history.Acknowledged, int64(change.Revision)
	case errors.Is(err, errAbsent):
		r.Outcome, r.Error = history.Refused, err.Error()
	default:
		r.Outcome, r.Error = history.Unknown, err.Error()
	}
	w.log.Add(r)
	if r.Outcome == history.Unknown && !errors.Is(err, repository.ErrUnavailable) && ctx.Err() == nil {
		w.crew.complain(fmt.Errorf("%s: an error that callers cannot tell: %w", r.ID, err))
	}
	return r.Outcome == history.Acknowledged
}

// mutation puts settings of this write, or deletes. It may be called more than once.
func (w *writer) mutation(name string, remove bool) repository.Mutation[repository.Service] {
	settings := settingsOf(w.number, w.writes)
	return func(old *repository.Service) (*repository.Service, error) {
		if remove && old == nil {
			return nil, errAbsent
		}
		if remove {
			return nil, nil
		}
		return &repository.Service{ID: "/" + name, Location: "westeurope", Document: []byte("{}"),
			CORS: &repository.Part[cors.Settings]{Value: settings}}, nil
	}
}

// run writes whenever there is a permit, until it is done or ctx ends. Only what was acknowledged uses a permit up.
func (w *writer) run(ctx context.Context, commits int) {
	for done := 0; done < commits && w.writes < maxWrites-1; {
		select {
		case <-ctx.Done():
			return
		case <-w.crew.permits:
		}
		if w.write(ctx) {
			done++
			w.crew.acknowledged()
			continue
		}
		w.crew.permits <- struct{}{}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(w.random.Int64N(int64(pause)))):
		}
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]int{{0, 1}, {3, 417}, {7, maxWrites - 1}} {
		s := settingsOf(c[0], c[1])
		if _, err := cors.Compile(s); err != nil {
			t.Errorf("%v: %v", s, err)
		}
		if got := markOf(s); got != markOfWrite(c[0], c[1]) {
			t.Errorf("the mark of %v is %s", s, got)
		}
		s.Origins = settingsOf(c[0], c[1]+1).Origins
		if got := markOf(s); got == markOfWrite(c[0], c[1]) || got == markOfWrite(c[0], c[1]+1) {
			t.Errorf("half of two writes has the mark %s", got)
		}
	}
}
