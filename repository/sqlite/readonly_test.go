// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"errors"
	"os"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

func TestReadOnlyBesideWriter(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	writer := opened(t, path)
	furnish(t, writer)
	reader, err := OpenReadOnly(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	expectEntries(t, reader, 1)
	if err := putHome(t.Context(), writer, "elsewhere"); err != nil {
		t.Fatal(err)
	}
	expectEntries(t, reader, 2)
	if err := putHome(t.Context(), reader, "nowhere"); !errors.Is(err, errReadOnly) {
		t.Errorf("a write: %v", err)
	}
	if owner, err := reader.TenantOf(t.Context(), home); err != nil || owner != tenant.Tenant {
		t.Errorf("TenantOf: %q, %v", owner, err)
	}
	if _, err := reader.TenantOf(t.Context(), repository.NewKey("none")); !errors.Is(err, repository.ErrNotFound) {
		t.Errorf("TenantOf none: %v", err)
	}
}

// TestReadOnlyAlone: also after the writer has gone, and without a change of the file.
func TestReadOnlyAlone(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	writer := open(t, path)
	furnish(t, writer)
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := OpenReadOnly(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	expectEntries(t, reader, 1)
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(before) != string(after) {
		t.Errorf("the file changed, or %v", err)
	}
	furnish(t, opened(t, path)) // and the next writer finds nothing in its way
}

func TestReadOnlyFails(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	if store, err := OpenReadOnly(t.Context(), path, Options{}); !errors.Is(err, repository.ErrUnavailable) {
		t.Errorf("no file: %v, %v", store, err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file was created")
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if store, err := OpenReadOnly(t.Context(), path, Options{}); err == nil {
		t.Errorf("an empty file was opened: %v", store)
	}
}

func expectEntries(t *testing.T, store *Store, want int) {
	t.Helper()
	entries, err := store.History(t.Context(), tenant, home, 0, 100)
	if err != nil || len(entries) != want {
		t.Errorf("history has %d entries, want %d; %v", len(entries), want, err)
	}
}
