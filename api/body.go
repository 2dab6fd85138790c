// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/arm/shape"
)

// The limits of a request body.
const (
	maxBodyBytes = 4 << 20
	maxJSONDepth = 64
)

// readBody reads the body of a resource. It is strict: one JSON value, no duplicate names, valid Unicode, and every fault
// that its shape in the caller's api-version finds.
func (c *call) readBody(s *shape.Shape) (jsontext.Value, error) {
	body, err := c.readJSON(false)
	if err != nil {
		return nil, err
	}
	if faults := shape.Check(body, s, c.version); len(faults) > 0 {
		return nil, invalidContent(faults)
	}
	return body, nil
}

// readPatch reads a merge patch of such a resource (RFC 7396). ARM's clients call it application/json.
func (c *call) readPatch(s *shape.Shape) (jsontext.Value, error) {
	body, err := c.readJSON(true)
	if err != nil {
		return nil, err
	}
	if faults := shape.CheckPatch(body, s, c.version); len(faults) > 0 {
		return nil, invalidContent(faults)
	}
	return body, nil
}

// readJSON reads a body that is JSON, and nothing of it yet.
func (c *call) readJSON(patch bool) (jsontext.Value, error) {
	kind, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" && (!patch || kind != "application/merge-patch+json") {
		return nil, newError(http.StatusUnsupportedMediaType, arm.UnsupportedMediaType, "Content-Type",
			"The body must be JSON. Send the header Content-Type: application/json.")
	}
	if coding := c.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, newError(http.StatusUnsupportedMediaType, arm.UnsupportedMediaType, "Content-Encoding",
			"The body must not be compressed. Send it without the header Content-Encoding.")
	}
	if c.ContentLength > maxBodyBytes {
		return nil, errTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.w, c.Body, maxBodyBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, errTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, errTooSlow
	case err != nil:
		return nil, badContent("", "The body could not be read to its end.")
	case len(bytes.TrimSpace(body)) == 0:
		return nil, badContent("", "The body is empty. Send the resource as a JSON object.")
	}
	return body, checkJSON(body)
}

// invalidContent lists every fault of a body; the one that is alone stands on top too.
func invalidContent(faults []arm.Error) *httpError {
	e := badContent("", "The body was not accepted. Each problem is listed in details, with the way to correct it.")
	if len(faults) == shape.MaxFaults {
		e = badContent("", "The body was not accepted. The first problems are listed in details, with the way to correct them; there may be more.")
	}
	if len(faults) == 1 {
		e = badContent(faults[0].Target, faults[0].Message)
	}
	e.body.Details = faults
	return e
}

func badContent(target, message string) *httpError {
	return newError(http.StatusBadRequest, arm.InvalidRequestContent, target, message)
}

// checkJSON reads body token by token: it must be one JSON value as RFC 7493 (I-JSON) wants it, not nested too deeply,
// and without NUL, which Postgres cannot store.
func checkJSON(body []byte) error {
	d := jsontext.NewDecoder(bytes.NewBuffer(body)) // which it reads where it is
	mayHaveNUL := bytes.Contains(body, []byte(`\u0000`))
	for first := true; first || d.StackDepth() > 0; first = false {
		token, err := d.ReadToken()
		if err != nil {
			return syntaxError(d, err)
		}
		if d.StackDepth() > maxJSONDepth {
			return badContent(jsonPath(d.StackPointer()), "The body is nested too deeply.")
		}
		if mayHaveNUL && token.Kind() == '"' && strings.Contains(token.String(), "\x00") {
			return badContent(jsonPath(d.StackPointer()), "A string contains the character NUL. Remove it.")
		}
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return badContent("", "There is something behind the end of the JSON value. Send one value only.")
	}
	return nil
}

// syntaxError says where JSON is wrong. The library's text is about the grammar; it does not quote the body.
func syntaxError(d *jsontext.Decoder, err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return badContent(jsonPath(d.StackPointer()), "An object has the same name twice. Keep one of them.")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return badContent(jsonPath(d.StackPointer()), "The JSON ends too early.")
	case errors.As(err, &syntax):
		return badContent(jsonPath(syntax.JSONPointer), "The body is not valid JSON (RFC 8259), or not valid Unicode.")
	}
	return badContent("", "The body is not valid JSON (RFC 8259).")
}

// jsonPath is a JSON Pointer as a path with dots and indexes, as targets are written: properties.origins[1].
func jsonPath(p jsontext.Pointer) string {
	var path strings.Builder
	for token := range p.Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			path.WriteString("[" + token + "]")
			continue
		case path.Len() > 0:
			path.WriteByte('.')
		}
		if len(token) > 64 {
			token = strings.ToValidUTF8(token[:64], "") + "…"
		}
		path.WriteString(token)
	}
	return path.String()
}
