// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/corsgate/corsgate/repository/postgres"
	"github.com/corsgate/corsgate/telemetry"
)

// What /readyz says of a server, by what its database has said one time after the other, and by what its gateway says.
func TestReadinessByDatabase(t *testing.T) {
	t.Parallel()
	old, away := fmt.Errorf("version 1: %w", postgres.ErrSchema), errors.New("no answer\n\tfrom anywhere")
	unasked, api := "the database has not answered yet", telemetry.Readiness{Ready: true}
	noTable := telemetry.Readiness{Reason: "waiting"}
	table := telemetry.Readiness{Ready: true, AppliedRevision: 7, Reason: "as saved"}
	for name, c := range map[string]struct {
		said     []error
		from     telemetry.Readiness
		hasTable bool
		want     telemetry.Readiness
	}{
		"API, nothing said yet":    {nil, api, false, telemetry.Readiness{Reason: unasked}},
		"API, fits":                {[]error{nil}, api, false, api},
		"API, old":                 {[]error{old}, api, false, telemetry.Readiness{Reason: old.Error()}},
		"API, away":                {[]error{nil, away}, api, false, telemetry.Readiness{Reason: "no answer from anywhere"}},
		"API, back":                {[]error{away, nil}, api, false, api},
		"no table, nothing said":   {nil, noTable, true, telemetry.Readiness{Reason: unasked}},
		"no table, fits":           {[]error{nil}, noTable, true, noTable},
		"no table, old":            {[]error{old}, noTable, true, telemetry.Readiness{Reason: old.Error()}},
		"table, fits":              {[]error{nil}, table, true, table},
		"saved table, away":        {[]error{away}, table, true, table},
		"saved table, old":         {[]error{old}, table, true, telemetry.Readiness{AppliedRevision: 7, Reason: old.Error()}},
		"saved table, old, away":   {[]error{old, away}, table, true, table},
		"saved table, migrated":    {[]error{old, nil}, table, true, table},
		"table, migrated downward": {[]error{nil, old}, table, true, table},
		"table, twice downward":    {[]error{nil, old, old}, table, true, table},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said error
			w := newSchemaWatch(func(context.Context) error { return said }, slog.New(slog.DiscardHandler))
			for _, said = range c.said {
				if err := w.ask(t.Context()); err != said {
					t.Fatal(err)
				}
			}
			if got := w.amend(c.from, c.hasTable); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// A database that is not well is asked again soon, one that is well now and then, and never at the same intervals.
func TestSchemaWatchPauses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		said        error
		least, most time.Duration
	}{
		"well":     {nil, checkEvery / 2, checkEvery},
		"not well": {errors.New("no"), checkAgain / 2, checkAgain},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, end := context.WithCancel(t.Context())
				asked := make(chan time.Time)
				w := newSchemaWatch(func(context.Context) error { asked <- time.Now(); return c.said }, slog.New(slog.DiscardHandler))
				ended := make(chan struct{})
				go func() { w.run(ctx); close(ended) }()
				pauses := map[time.Duration]bool{}
				for last := <-asked; len(pauses) < 3; {
					now := <-asked
					pause := now.Sub(last)
					if pause < c.least || pause > c.most {
						t.Errorf("a pause of %v, want %v to %v", pause, c.least, c.most)
					}
					pauses[pause], last = true, now
				}
				end()
				<-ended
			})
		})
	}
}

// Whoever asks a database that hangs is answered nevertheless.
func TestSchemaWatchHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hang := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		w := newSchemaWatch(hang, slog.New(slog.DiscardHandler))
		begun := time.Now()
		if err := w.ask(t.Context()); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != checkTimeout {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
		ctx, end := context.WithCancel(t.Context())
		end()
		before := w.state.Load()
		if err := w.ask(ctx); err == nil || w.state.Load() != before {
			t.Errorf("the end of the process says %+v of the database: %v", *w.state.Load(), err)
		}
	})
}
