// SPDX-License-Identifier: Apache-2.0

package history

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"
)

// The names of the files in a directory: those of writers and followers have the name of each in between.
const (
	driverFile     = "driver.jsonl"
	writerPrefix   = "writer-"
	followerPrefix = "follower-"
	suffix         = ".jsonl"
)

// Log is a file that is being written.
type Log struct {
	mu     sync.Mutex
	file   *os.File
	failed error
}

// LogEvents begins the driver's file.
func LogEvents(dir string) (*Log, error) { return create(dir, driverFile) }

// LogWrites begins the file of a writer.
func LogWrites(dir, name string) (*Log, error) { return create(dir, writerPrefix+name+suffix) }

// LogSteps begins the file of a follower.
func LogSteps(dir, name string) (*Log, error) { return create(dir, followerPrefix+name+suffix) }

func create(dir, name string) (*Log, error) {
	file, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &Log{file: file}, nil
}

// Add writes one record as a line. It may be called from several goroutines; Close tells whether all went well.
func (l *Log) Add(record any) {
	line, err := json.Marshal(record)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		_, err = l.file.Write(append(line, '\n'))
	}
	l.failed = errors.Join(l.failed, err)
}

// Close ends the file.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(l.failed, l.file.Close())
}
