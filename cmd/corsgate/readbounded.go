// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
)

// maxInput bounds a file that is read whole; it is the management API's limit too.
const maxInput = 4 << 20

// readBounded reads a file, or standard input for "-".
func readBounded(path string) ([]byte, error) {
	file := os.Stdin
	if path != "-" {
		var err error
		if file, err = os.Open(path); err != nil {
			return nil, err
		}
		defer file.Close()
	}
	content, err := io.ReadAll(io.LimitReader(file, maxInput+1))
	if err != nil {
		return nil, err
	}
	if len(content) > maxInput {
		return nil, fmt.Errorf("%s is larger than 4 MiB", path)
	}
	return content, nil
}
