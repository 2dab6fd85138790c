// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

func TestOpenFails(t *testing.T) {
	t.Parallel()
	broken := newPath(t)
	if err := os.WriteFile(broken, []byte("this is no database, and longer than the header of one is: "+
		"a hundred bytes, which takes one more line"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"no directory": filepath.Join(t.TempDir(), "none", "corsgate.db"),
		"a directory":  t.TempDir(),
		"no database":  broken,
	} {
		if store, err := Open(t.Context(), path, Options{}); err == nil {
			t.Errorf("%s: opened", name)
			_ = store.Close()
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ended, newPath(t), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
}

// lockOut holds the write lock as another process may.
func lockOut(t *testing.T, path string) {
	t.Helper()
	other, err := connect(writerDSN(path, Options{}.withDefaults()), 1)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := other.BeginTx(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(lock.Rollback(), other.Close()); err != nil {
			t.Error(err)
		}
	})
}

func TestBusyIsUnavailable(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	store, err := Open(t.Context(), path, Options{BusyTimeout: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	furnish(t, store)
	lockOut(t, path)
	if err := putHome(t.Context(), store, "there"); !errors.Is(err, repository.ErrUnavailable) {
		t.Errorf("a write while another process writes: %v", err)
	}
	if _, err := store.Workspace(t.Context(), tenant, home); err != nil {
		t.Errorf("a read while another process writes: %v", err)
	}
}

// TestContextBeatsBusy: waiting for another process ends with the context, long before the busy timeout.
func TestContextBeatsBusy(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	store, err := Open(t.Context(), path, Options{BusyTimeout: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	furnish(t, store)
	lockOut(t, path)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if err := putHome(ctx, store, "there"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if waited := time.Since(begin); waited > 2*time.Second {
		t.Errorf("waited %v", waited)
	}
}

func TestClosedIsUnavailable(t *testing.T) {
	t.Parallel()
	store := open(t, newPath(t))
	furnish(t, store)
	cursor := cursorOf(t, store)
	awaiting := make(chan error, 1)
	go func() { awaiting <- store.Await(context.Background(), cursor) }()
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	_, readErr := store.Workspace(t.Context(), tenant, home)
	for name, err := range map[string]error{
		"Await": <-awaiting, "Ping": store.Ping(t.Context()), "read": readErr, "write": putHome(t.Context(), store, "there"),
	} {
		if !errors.Is(err, repository.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBadRecords: what cannot be kept exactly is refused whole.
func TestBadRecords(t *testing.T) {
	t.Parallel()
	store := opened(t, newPath(t))
	furnish(t, store)
	key := repository.NewKey("sub", "group", "home", "records")
	for name, service := range map[string]*repository.Service{
		"a document that is no JSON": {Document: []byte(`{"a":`)},
		"a URL that is not UTF-8":    {Upstream: &repository.Part[repository.Upstream]{Value: repository.Upstream{URL: "\xff"}}},
	} {
		_, err := store.ChangeService(t.Context(), tenant, key, repository.Audit{}, func(*repository.Service) (*repository.Service, error) {
			return service, nil
		})
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
		if _, err := store.Service(t.Context(), tenant, key); !errors.Is(err, repository.ErrNotFound) {
			t.Errorf("%s: the read gives %v", name, err)
		}
	}
	if got := cursorOf(t, store).Revision; got != 2 {
		t.Errorf("the revision went to %d", got)
	}
}
