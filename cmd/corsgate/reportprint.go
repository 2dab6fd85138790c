// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// errBlocked ends a command whose answer, printed already, is that the call is blocked.
var errBlocked = errors.New("blocked")

// unknownError is why a command cannot tell what it was asked.
type unknownError struct{ error }

// finish prints the report and returns what decides the exit code.
func (r *report) finish(format string, io streams) error {
	text := ""
	if format == "json" {
		var encoded bytes.Buffer
		encoder := json.NewEncoder(&encoded)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(r); err != nil {
			return &unknownError{err}
		}
		text = plainJSON(encoded.Bytes())
	} else {
		text = r.text(hasColours(io.out))
	}
	if _, err := fmt.Fprint(io.out, text); err != nil {
		return &unknownError{err}
	}
	switch r.Outcome {
	case allowed:
		return nil
	case blocked:
		return errBlocked
	}
	return &unknownError{errors.New(plain(r.Reason))}
}
