// SPDX-License-Identifier: Apache-2.0

package history

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Read reads a directory. A line that is cut, or has a member that is not known, is an error.
func Read(dir string) (*History, error) {
	h := &History{Writers: map[string][]Write{}, Followers: map[string][]Step{}}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		path, name := filepath.Join(dir, entry.Name()), strings.TrimSuffix(entry.Name(), suffix)
		writer, writes := strings.CutPrefix(name, writerPrefix)
		follower, steps := strings.CutPrefix(name, followerPrefix)
		switch {
		case entry.Name() == driverFile:
			h.Events, err = readLines[Event](path)
		case !strings.HasSuffix(entry.Name(), suffix):
		case writes:
			h.Writers[writer], err = readLines[Write](path)
		case steps:
			h.Followers[follower], err = readLines[Step](path)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(h.Events) == 0 {
		return nil, fmt.Errorf("%s: there is no history in it", dir)
	}
	return h, nil
}

func readLines[T any](path string) (records []T, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := bufio.NewReader(file)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return records, nil
		}
		var record T
		if err == nil {
			decoder := json.NewDecoder(bytes.NewReader(line))
			decoder.DisallowUnknownFields()
			err = decoder.Decode(&record)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, number, err)
		}
		records = append(records, record)
	}
}
