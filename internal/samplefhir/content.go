// SPDX-License-Identifier: Apache-2.0

package samplefhir

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"strconv"
	"time"
)

const (
	typeFHIR       = "application/fhir+json"
	typeJSON       = "application/json"
	typeMergePatch = "application/merge-patch+json"
)

type (
	object  = map[string]any
	rawJSON = json.RawMessage
)

func mediaType(r *http.Request) string {
	name, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return name
}

// readResource reads the resource that a request brings for a place.
func readResource(r *http.Request, at place) (object, *failure) {
	if name := mediaType(r); name != typeFHIR && name != typeJSON {
		return nil, unsupported("Send a resource as " + typeFHIR + ".")
	}
	content, problem := readObject(r)
	if problem != nil {
		return nil, problem
	}
	return content, checkIdentity(content, at)
}

func readObject(r *http.Request) (object, *failure) {
	body, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &failure{http.StatusRequestEntityTooLarge, "too-long", "The body is larger than 1 MiB."}
	case err != nil:
		return nil, invalid("The body did not arrive in full.")
	}
	return parseObject(body)
}

// parseObject keeps numbers as they were written: in FHIR 1.0 and 1.00 differ.
func parseObject(text []byte) (object, *failure) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var content object
	if err := decoder.Decode(&content); err != nil || content == nil {
		return nil, invalid("The body is not a JSON object.")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, invalid("The body goes on after the JSON object.")
	}
	return content, nil
}

// checkIdentity refuses content that says that it is something else than its place. A missing id is added later.
func checkIdentity(content object, at place) *failure {
	if content["resourceType"] != at.typeName {
		return invalid("The resourceType is not the one of the path.")
	}
	if id, given := content["id"]; at.id != "" && given && id != at.id {
		return invalid("The id is not the one of the path.")
	}
	if meta, given := content["meta"]; given {
		if _, ok := meta.(object); !ok {
			return invalid("meta is not an object.")
		}
	}
	return nil
}

// stamp encodes content with the id and version that the server gave it.
func stamp(content object, as *resource) ([]byte, *failure) {
	content = maps.Clone(content)
	meta, _ := content["meta"].(object)
	if meta = maps.Clone(meta); meta == nil {
		meta = object{}
	}
	meta["versionId"] = strconv.Itoa(as.version)
	meta["lastUpdated"] = as.updated.Format(time.RFC3339)
	content["meta"], content["id"] = meta, as.key.id
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(content); err != nil {
		return nil, invalid("The resource cannot be stored.")
	}
	return text.Bytes(), nil
}
