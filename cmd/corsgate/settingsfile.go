// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/cors"
)

// settingsFile is what a file says about CORS.
type settingsFile struct {
	settings cors.Settings
	warnings []cors.Problem
	problems *cors.Problems
	// prefix is the path of the settings inside the file, such as "properties.".
	prefix string
}

// readSettings reads settings in Azure's JSON: corsConfiguration itself, corsSettings, or a whole FHIR service.
func readSettings(path string) (settingsFile, error) {
	content, err := readBounded(path)
	if err != nil {
		return settingsFile{}, err
	}
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")) // PowerShell writes a byte order mark
	if err := checkSettingsJSON(content); err != nil {
		return settingsFile{}, err
	}
	file := settingsFile{}
	part, err := file.find(content)
	if err != nil || part == nil { // a service without corsConfiguration
		return file, err
	}
	file.settings, file.warnings, err = cors.Decode(part)
	if err != nil && !errors.As(err, &file.problems) {
		return file, err
	}
	return file, nil
}

// checkSettingsJSON wants one JSON value as the management API does (RFC 7493), and says where it is none.
func checkSettingsJSON(content []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(content))
	if len(bytes.TrimSpace(content)) == 0 {
		return errors.New("there is nothing in it")
	}
	err := d.SkipValue()
	if err == nil {
		if _, err = d.ReadToken(); errors.Is(err, io.EOF) {
			return nil
		}
	}
	what := "this is not valid JSON (RFC 8259), or not valid Unicode"
	offset := d.InputOffset()
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		what = "an object has the same name twice"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		what = "the JSON ends too early"
	case err == nil:
		what = "there is something behind the end of the JSON value"
	}
	if errors.As(err, &syntax) {
		offset = syntax.ByteOffset
	}
	return fmt.Errorf("line %d: %s", 1+bytes.Count(content[:min(int(offset), len(content))], []byte("\n")), what)
}

// resource are the members by which the forms of a file are told apart.
type resource struct {
	Type       string
	Properties jsontext.Value
	CORS       jsontext.Value
	// hasKind says that the resource is a FHIR service: corsSettings have neither kind nor location.
	hasKind bool
}

func readResource(content []byte) (r resource, err error) {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(content, &members); err != nil {
		return r, errors.New("it is no JSON object")
	}
	var name string
	if json.Unmarshal(members["type"], &name) == nil {
		r.Type = strings.ToLower(name)
	}
	_, kind := members["kind"]
	_, location := members["location"]
	r.Properties, r.CORS, r.hasKind = members["properties"], members["corsConfiguration"], kind || location
	return r, nil
}

// isService reports whether it is a whole FHIR service.
func (r *resource) isService() bool { return r.hasKind || strings.HasSuffix(r.Type, "/fhirservices") }

// isNull is how the Azure CLI prints what a service does not have.
func isNull(value jsontext.Value) bool { return string(value) == "null" }

// find is the part of the file that holds the five settings; nil if a service has none.
func (f *settingsFile) find(content []byte) (jsontext.Value, error) {
	outer, err := readResource(content)
	if err != nil {
		return nil, err
	}
	switch {
	case outer.isService() && isNull(outer.CORS):
		return nil, nil
	case outer.CORS != nil: // what the Azure CLI prints
		f.prefix = "corsConfiguration."
		return outer.CORS, nil
	case outer.Properties == nil && outer.isService():
		return nil, nil
	case outer.Properties == nil:
		return content, nil
	}
	inner, err := readResource(outer.Properties)
	if err != nil {
		return nil, errors.New("properties is no JSON object")
	}
	switch {
	case outer.isService() && isNull(inner.CORS):
		return nil, nil
	case inner.CORS != nil:
		f.prefix = "properties.corsConfiguration."
		return inner.CORS, nil
	case outer.isService():
		return nil, nil
	}
	f.prefix = "properties."
	return outer.Properties, nil
}
