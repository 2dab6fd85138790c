// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"github.com/corsgate/corsgate/repository/postgres"
	"github.com/corsgate/corsgate/telemetry"
)

// Times of a schemaWatch. A part of each pause is random, so that a hundred processes do not ask at the same moment.
const (
	checkEvery   = 5 * time.Second
	checkAgain   = time.Second // after a failure
	checkTimeout = 5 * time.Second
)

// schemaWatch asks the database again and again whether it has the schema that this program works on, so that /readyz
// can say so at once. It holds no request back: the store itself does, until it has seen the schema.
type schemaWatch struct {
	check func(context.Context) error // nil if the schema fits
	log   *slog.Logger
	state atomic.Pointer[schemaState]
}

type schemaState struct {
	reason string // why there is no work to be done with the database; empty if there is
	misfit bool   // the schema is to blame, and none has fitted since the start
	fitted bool   // one has fitted since the start
}

func newSchemaWatch(check func(context.Context) error, log *slog.Logger) *schemaWatch {
	w := &schemaWatch{check: check, log: log}
	w.state.Store(&schemaState{reason: "the database has not answered yet"})
	return w
}

// run asks until ctx ends.
func (w *schemaWatch) run(ctx context.Context) {
	for {
		pause := checkEvery
		if w.ask(ctx) != nil {
			pause = checkAgain
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause/2 + rand.N(pause/2)):
		}
	}
}

// ask asks once, and reports what is different from the time before.
func (w *schemaWatch) ask(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	err := w.check(limited)
	before, state := w.state.Load(), &schemaState{fitted: true}
	if err != nil {
		state.reason, state.fitted = strings.Join(strings.Fields(err.Error()), " "), before.fitted
		state.misfit = !state.fitted && errors.Is(err, postgres.ErrSchema)
	}
	if ctx.Err() != nil {
		return err // it says nothing of the database
	}
	w.state.Store(state)
	switch {
	case state.reason == before.reason:
	case err != nil:
		w.log.Error("cannot work with the database", slog.Any("error", err))
	default:
		w.log.Info("the database has a schema that fits")
	}
	return err
}

// amend completes what a server says of itself. An API is as ready as its database. A gateway is ready as long as it has
// a table, also while the database is away; but not where it has met no schema that fits, whatever table it has kept: an
// upgrade without the migration shall not go on to the next gateway.
func (w *schemaWatch) amend(r telemetry.Readiness, hasTable bool) telemetry.Readiness {
	state := w.state.Load()
	if state.reason == "" {
		return r
	}
	r.Ready = r.Ready && hasTable && !state.misfit
	if !r.Ready {
		r.Reason = state.reason
	}
	return r
}
