// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"syscall"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// Times of saving. A hundred thousand routes are some thirty megabytes, so not every change is written. After a crash the
// changes of the last seconds are missing, until the store can be read.
const (
	saveAfter = 5 * time.Second
	saveAgain = 30 * time.Second // after a failure
	// saveShare is how many times as long as a writing the pause after it is at least: a large table takes a twentieth of
	// one core, however often it changes.
	saveShare = 20
)

// recall begins with the saved table. It is not ready yet: the store is asked first, see firstTry.
func (f *Follower) recall() {
	log := f.Logger.With(slog.String("path", f.Saved.path))
	if err := f.Saved.sweep(); err != nil {
		log.Warn("cannot remove unfinished copies of the settings", slog.Any("error", err))
	}
	snapshot, err := f.Saved.Load()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		log.Info("no settings are saved yet")
		return
	case errors.Is(err, errDamaged), errors.Is(err, errNewer):
		log.Error("the saved settings are not used; there is nothing to serve before the store can be reached, whose settings "+
			"will replace them", slog.Any("error", err))
		return
	case err != nil:
		log.Error("cannot read the saved settings; let this process read and write the file", slog.Any("error", err))
		return
	}
	f.moving.Lock()
	defer f.moving.Unlock()
	f.fill(snapshot.Routes)
	f.cursor, f.recalled = snapshot.Cursor, true
	f.away = fmt.Sprintf("serving the settings saved at revision %d; the store could not be read yet", f.cursor.Revision)
	f.Metrics.saved.Set(float64(f.cursor.Revision))
	status := f.inForce()
	status.Ready, status.Reason = false, "asking the store whether the saved settings are still in force"
	f.publish(status)
	log.Info("begun with the saved settings", slog.Int64("revision", int64(f.cursor.Revision)), slog.Int("routes", f.table.size()))
}

// saving is what keepSaved remembers.
type saving struct {
	*Follower
	onDisk repository.Cursor
	failed string // why the last writing failed; empty if it did not
}

// keepSaved writes the table a while after it has moved, until ctx ends; what is unsaved then is written at once.
func (f *Follower) keepSaved(ctx context.Context, onDisk repository.Cursor) {
	s := &saving{Follower: f, onDisk: onDisk}
	for pause := saveAfter; ctx.Err() == nil; pause = s.save() {
		select {
		case <-ctx.Done():
		case <-f.moved:
			sleep(ctx, pause)
		}
	}
}

// save writes the table if it has moved, and returns for how long no other writing shall begin.
func (s *saving) save() time.Duration {
	cursor, routes := s.still()
	if cursor == s.onDisk || cursor == (repository.Cursor{}) {
		return saveAfter
	}
	begun := time.Now()
	if err := s.Saved.Save(cursor, routes); err != nil {
		s.fail(err)
		return saveAgain
	}
	if s.failed != "" {
		s.Logger.Info("the settings are saved again", slog.String("path", s.Saved.path))
	}
	s.onDisk, s.failed = cursor, ""
	s.Metrics.saved.Set(float64(cursor.Revision))
	return max(saveAfter, saveShare*time.Since(begun))
}

// fail logs a failure once, for as long as its cause stays the same.
func (s *saving) fail(err error) {
	s.hint()
	s.Metrics.unsaved.Inc()
	cause := err.Error()
	// The temporary file has another name each time.
	if number := syscall.Errno(0); errors.As(err, &number) {
		cause = number.Error()
	}
	if cause != s.failed {
		s.Logger.Error("cannot save the settings: a start without the store would serve older ones, or none; make room, and "+
			"let this process write in the file's directory", slog.String("path", s.Saved.path), slog.Any("error", err))
	}
	s.failed = cause
}

// still returns the table as it is at one cursor. Shards are never changed, only replaced, so this takes less than a tenth
// of a millisecond, and whatever happens later does not show. The cursor is neither too new, which would lose changes, nor
// too old, which would hide that the store went back to a backup between it and the routes.
//
// A label whose last change does not compile comes twice: what is served of it, and then that change. So a restart ends
// with the same routes and the same status, and asks for nothing again.
func (f *Follower) still() (repository.Cursor, iter.Seq[*repository.Route]) {
	f.moving.Lock()
	defer f.moving.Unlock()
	served, unfit := f.table.all(), slices.Collect(maps.Values(f.unfit))
	return f.cursor, func(yield func(*repository.Route) bool) {
		for route := range served {
			if !yield(route.record) {
				return
			}
		}
		for i := range unfit {
			if !yield(&unfit[i]) {
				return
			}
		}
	}
}
