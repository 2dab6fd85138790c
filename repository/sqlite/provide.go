// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// private is the mode of every file of the store: upstream addresses and who changed what are nobody else's business.
// SQLite gives the write-ahead log and the shared memory file the mode of the database.
const private = 0o600

// provide makes sure that there is a file of the present schema at path.
func provide(path string, options Options) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return create(path, options)
	}
	if err != nil {
		return fmt.Errorf("open store: %w", err)
	}
	if info.Mode().Perm() != private {
		if err := tighten(path); err != nil {
			return fmt.Errorf("open store: %w", err)
		}
	}
	return upgrade(path, options)
}

// tighten repairs the modes of a file that was, for instance, copied back from a backup.
func tighten(path string) error {
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Chmod(file, private); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// create builds the database beside its place and then moves it there. So a process that is killed meanwhile leaves no
// half-made schema behind, which golang-migrate would refuse to touch for ever after.
func create(path string, options Options) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*") // with mode 0600
	if err != nil {
		return fmt.Errorf("create store: %w", err)
	}
	draft := file.Name()
	defer removeAll(draft)
	if err := file.Close(); err != nil {
		return fmt.Errorf("create store: %w", err)
	}
	if err := upgrade(draft, options); err != nil {
		return err
	}
	return place(draft, path)
}

func removeAll(path string) {
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		_ = os.Remove(file) // what is left over is only untidy
	}
}

// place gives the draft its name, durably. A link fails where the name is taken, so of two processes that create the
// store at once none replaces what the other one has begun to use.
func place(draft, path string) error {
	err := os.Link(draft, path)
	switch {
	case err == nil, errors.Is(err, fs.ErrExist):
	default: // a file system without hard links
		if err := os.Rename(draft, path); err != nil {
			return fmt.Errorf("create store: %w", err)
		}
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("create store: %w", err)
	}
	_ = dir.Sync() // not every file system can; the schema is made anew if the name is lost
	return dir.Close()
}
