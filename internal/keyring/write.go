// SPDX-License-Identifier: Apache-2.0

package keyring

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// writeNew makes a file that is there as a whole or not at all, even after a crash, and never replaces one.
func writeNew(path string, content []byte, mode fs.FileMode) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return fmt.Errorf("make %s: %w", path, err)
	}
	defer func() {
		// After a rename there is nothing left under this name.
		if gone := os.Remove(temp.Name()); err == nil && gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = fmt.Errorf("make %s: %w", path, gone)
		}
	}()
	if err := fill(temp, content, mode); err != nil {
		return fmt.Errorf("make %s: %w", path, err)
	}
	if err := publish(temp.Name(), path); err != nil {
		return fmt.Errorf("make %s: %w", path, err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("make %s: %w", path, err)
	}
	return nil
}

func fill(f *os.File, content []byte, mode fs.FileMode) error {
	_, err := f.Write(content)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// publish gives the file its name. A hard link fails if the name is taken, so that two processes that start together
// cannot replace each other's keys. File systems without hard links get a rename.
func publish(temp, path string) error {
	if os.Link(temp, path) == nil {
		return nil
	}
	if there, err := exists(path); err != nil {
		return err
	} else if there {
		return fs.ErrExist
	}
	return os.Rename(temp, path)
}

// syncDir makes the new name survive a crash.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
