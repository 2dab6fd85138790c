// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// faulty makes temporary files that fail on demand, and remembers when they were made.
type faulty struct {
	mu    sync.Mutex
	made  []time.Time
	step  string // what fails: create, write, sync, close; empty: nothing
	err   error
	takes time.Duration // how long a writing takes
}

func (f *faulty) create(dir, pattern string) (tempFile, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.made = append(f.made, time.Now())
	if f.step == "create" {
		return nil, f.err
	}
	file, err := os.CreateTemp(dir, pattern)
	return &faultyFile{file, f}, err
}

func (f *faulty) set(step string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.step, f.err = step, err
}

func (f *faulty) slow(takes time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.takes = takes
}

// writings are how often it has been tried.
func (f *faulty) writings() []time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.made)
}

func (f *faulty) fails(step string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.step == step {
		return f.err
	}
	return nil
}

type faultyFile struct {
	*os.File
	faults *faulty
}

// Write writes half before it fails.
func (f *faultyFile) Write(p []byte) (int, error) {
	f.faults.mu.Lock()
	takes := f.faults.takes
	f.faults.mu.Unlock()
	time.Sleep(takes)
	if err := f.faults.fails("write"); err != nil {
		n, _ := f.File.Write(p[:len(p)/2])
		return n, err
	}
	return f.File.Write(p)
}

func (f *faultyFile) Sync() error { return errors.Join(f.faults.fails("sync"), f.File.Sync()) }

func (f *faultyFile) Close() error { return errors.Join(f.File.Close(), f.faults.fails("close")) }

// TestSaveFails at each step: the file before it stays, and nothing else.
func TestSaveFails(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"create", "write", "sync", "close"} {
		faults, before := &faulty{step: step, err: &os.PathError{Op: step, Err: syscall.ENOSPC}}, fewRoutes()
		saved := savedFile(t, encoded(t, before))
		saved.create = faults.create
		if err := saved.Save(repository.Cursor{Epoch: "new"}, pointers(nil)); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: %v", step, err)
		}
		if got, err := saved.Load(); err != nil || got.Cursor != before.Cursor {
			t.Errorf("%s: %v, %v", step, err, got.Cursor)
		}
		onlyTheFile(t, saved)
	}
	saved := NewSaved(filepath.Join(t.TempDir(), "table.jsonl"))
	if err := os.Mkdir(saved.path, 0o700); err != nil { // no file can take its place
		t.Fatal(err)
	}
	if err := saved.Save(repository.Cursor{Epoch: "new"}, pointers(nil)); err == nil {
		t.Error("a directory was replaced")
	}
	onlyTheFile(t, saved)
}
