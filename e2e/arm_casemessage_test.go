// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// armMessage is an HTTP message as it stands in a file.
type armMessage struct {
	file   string
	start  armLine // the request line or the status line
	fields []armLine
	body   armLine // its first line; "" is no body
}

// armLine is text with the line where it begins.
type armLine struct {
	number int
	text   string
}

func (m armMessage) wrong(l armLine, why string) error { return &malformed{m.file, l.number, why} }

// readMessage cuts a file up. Lines in front of the first that begin with # are for the reader.
func readMessage(files fs.FS, file string) (armMessage, error) {
	text, err := fs.ReadFile(files, file)
	if err != nil {
		return armMessage{}, err
	}
	m := armMessage{file: file}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	at := 0
	for at < len(lines) && strings.HasPrefix(lines[at], "#") {
		at++
	}
	if at == len(lines) || lines[at] == "" {
		return m, &malformed{file, at + 1, "a message starts with a request line or a status line"}
	}
	m.start = armLine{at + 1, lines[at]}
	for at++; at < len(lines) && lines[at] != ""; at++ {
		m.fields = append(m.fields, armLine{at + 1, lines[at]})
	}
	if at+1 < len(lines) {
		m.body = armLine{at + 2, strings.Join(lines[at+1:], "\n")}
	}
	return m, nil
}

var (
	requestLine = regexp.MustCompile(`^([A-Za-z]+) ((?:/|\{\{)\S*) HTTP/1\.1$`)
	statusLine  = regexp.MustCompile(`^HTTP/1\.1 ([2-5][0-9]{2})(?: [A-Za-z -]+)?$`)
	fieldLine   = regexp.MustCompile(`^([!#$%&'*+.^_|~0-9A-Za-z-]+):[ ]?(.*)$`)
	absentLine  = regexp.MustCompile(`^!([0-9A-Za-z-]+)$`)
)

// armRequest is a request whose placeholders are still to be filled in.
type armRequest struct {
	armMessage
	method, target string
	as             string      // who sends it
	header         [][2]string // pairs of name and value
}

// callers are whom X-As can name.
func callers() []string {
	return []string{"reader", "contributor", "operator", "none", "other-tenant"}
}

func readRequest(files fs.FS, file string, names []string) (armRequest, error) {
	m, err := readMessage(files, file)
	if err != nil {
		return armRequest{}, err
	}
	match := requestLine.FindStringSubmatch(m.start.text)
	if match == nil {
		return armRequest{}, m.wrong(m.start, "a request line is METHOD /path?query HTTP/1.1")
	}
	r := armRequest{armMessage: m, method: match[1], target: match[2], as: "contributor"}
	for _, line := range m.fields {
		match := fieldLine.FindStringSubmatch(line.text)
		switch {
		case match == nil:
			return r, m.wrong(line, "a header line is Name: value")
		case !strings.EqualFold(match[1], "X-As"):
			r.header = append(r.header, [2]string{match[1], match[2]})
		case !slices.Contains(callers(), match[2]):
			return r, m.wrong(line, "nobody is called "+match[2]+"; X-As is one of "+strings.Join(callers(), ", "))
		default:
			r.as = match[2]
		}
	}
	for _, line := range slices.Concat([]armLine{m.start}, m.fields, []armLine{m.body}) {
		if err := m.checkKnown(line, names); err != nil {
			return r, err
		}
	}
	return r, nil
}

// armResponse is what must be answered.
type armResponse struct {
	armMessage
	status int
	header map[string][]armLine // by canonical name: the values, in order
	absent []armLine            // names of header fields that must not be there
	json   any                  // the body, placeholders and all; nil is none
}

// readResponse also returns names with those that the response gives to values.
func readResponse(files fs.FS, file string, names []string) (armResponse, []string, error) {
	m, err := readMessage(files, file)
	if err != nil {
		return armResponse{}, nil, err
	}
	match := statusLine.FindStringSubmatch(m.start.text)
	if match == nil {
		return armResponse{}, nil, m.wrong(m.start, "a status line is HTTP/1.1 STATUS, perhaps with a reason")
	}
	r := armResponse{armMessage: m, header: map[string][]armLine{}}
	r.status, _ = strconv.Atoi(match[1]) // the expression admits nothing else
	for _, line := range m.fields {
		if match := absentLine.FindStringSubmatch(line.text); match != nil {
			r.absent = append(r.absent, armLine{line.number, match[1]})
			continue
		}
		match := fieldLine.FindStringSubmatch(line.text)
		if match == nil {
			return r, nil, m.wrong(line, "a header line is Name: value, or !Name for one that must not be there")
		}
		name := canonical(match[1])
		r.header[name] = append(r.header[name], armLine{line.number, match[2]})
	}
	if names, err = m.checkPatterns(m.fields, names); err != nil {
		return r, nil, err
	}
	if m.body.text == "" {
		return r, names, nil
	}
	if r.json, err = m.decode(); err != nil {
		return r, nil, err
	}
	names, err = m.checkPatterns([]armLine{m.body}, names)
	return r, names, err
}

// decode reads the body as JSON.
func (m armMessage) decode() (any, error) {
	d := json.NewDecoder(strings.NewReader(m.body.text))
	d.UseNumber()
	var value any
	err := d.Decode(&value)
	if err == nil && strings.TrimSpace(m.body.text[d.InputOffset():]) != "" {
		err = errors.New("there is something behind the JSON value")
	}
	if err == nil {
		return value, nil
	}
	at := d.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = syntax.Offset
	}
	before := []byte(m.body.text)[:min(at, int64(len(m.body.text)))]
	return nil, &malformed{m.file, m.body.number + bytes.Count(before, []byte("\n")), "the body is not JSON: " + err.Error()}
}
