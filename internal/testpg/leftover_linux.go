// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"os"
	"path/filepath"
	"syscall"
)

// ownerFile is locked while the test binary lives that a directory belongs to.
const ownerFile = "owner"

// claim marks a directory as that of this test binary. However the binary ends, the system lets go of the lock.
func claim(dir string) (*os.File, error) {
	path := filepath.Join(dir, ownerFile)
	file, err := os.Create(path + ".new")
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return nil, err
	}
	return file, os.Rename(path+".new", path) // nobody finds it unlocked
}

// sweep removes what test binaries left that died without their cleanups.
func sweep(base string) {
	owners, _ := filepath.Glob(filepath.Join(base, "testpg-*", ownerFile)) // the pattern is well-formed
	for _, owner := range owners {
		file, err := os.Open(owner)
		if err != nil {
			continue // just removed, or that of another user
		}
		dir := filepath.Dir(owner)
		if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil && os.RemoveAll(filepath.Join(dir, "data")) == nil {
			_ = os.RemoveAll(dir) // a temporary directory: the system removes what stays
		}
		_ = file.Close() // nothing was written
	}
}
