// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/corsgate/corsgate/repository"
)

// Saved is a file that keeps the last good table, so that a gateway which starts while the store is away serves what was
// known last. It holds the routes as the store gave them: what they compile to, and which enforcement is the default, is
// for the program that reads them. One gateway has one file, and one file is of one store: the store is what a saved table
// is compared with, so a gateway that is to follow another one starts without the file.
type Saved struct {
	path string
	// create makes the temporary file; tests let it fail.
	create func(dir, pattern string) (tempFile, error)
}

// tempFile is what Save needs of an *os.File.
type tempFile interface {
	io.WriteCloser
	Name() string
	Sync() error
}

// NewSaved keeps the table in the file at path. It need not exist; its directory must.
func NewSaved(path string) *Saved {
	return &Saved{path: path, create: func(dir, pattern string) (tempFile, error) { return os.CreateTemp(dir, pattern) }}
}

// Load reads the file. It is whole, or there is an error: fs.ErrNotExist where there is none, errDamaged, errNewer, or
// that of reading. A label may stand there twice: as it was served, and then as it was wanted and did not compile.
func (s *Saved) Load() (repository.Snapshot, error) {
	file, err := os.Open(s.path)
	if err != nil {
		return repository.Snapshot{}, err
	}
	snapshot, err := decode(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return repository.Snapshot{}, err
	}
	return snapshot, nil
}

// Save replaces the file. Whenever the process or the machine stops, the old or the new one is there as a whole.
func (s *Saved) Save(cursor repository.Cursor, routes iter.Seq[*repository.Route]) error {
	dir := filepath.Dir(s.path)
	temp, err := s.create(dir, s.tempPrefix()+"*") // mode 0600
	if err != nil {
		return err
	}
	err = encode(temp, cursor, routes)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), s.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return syncDir(dir)
}

func (s *Saved) tempPrefix() string { return "." + filepath.Base(s.path) + "." }

// sweep removes what a process that was stopped while it saved has left behind.
func (s *Saved) sweep() error {
	dir := filepath.Dir(s.path)
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), s.tempPrefix()) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, entry.Name())))
		}
	}
	return err
}

// syncDir makes the new name survive a crash of the machine.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
