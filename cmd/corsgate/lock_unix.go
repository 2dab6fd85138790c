// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lockDataDir makes sure that one server works on a data directory. On SQLite a second one would not learn of the first
// one's changes, and go on enforcing settings that are revoked; two gateways would overwrite each other's last table. The
// lock ends with the process, however it ends.
func lockDataDir(dir string) (unlock func() error, err error) {
	file, err := os.OpenFile(filepath.Join(dir, "corsgate.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("--data-dir: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("--data-dir %s: another corsgate serves from it; each needs a directory of its own, and SQLite "+
			"is for one process", dir)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file.Close, nil
}
