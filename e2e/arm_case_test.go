// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// armCase is a directory of cases/: what one client sends in turn, and what it must be answered. cases/README.md
// describes the format.
type armCase struct {
	dir   string // "fhirservices/put/03-azurerm-empty-cors"
	given string // what is there before the first request; "" is nothing
	steps []armStep
}

type armStep struct {
	request  armRequest
	response armResponse
}

// malformed is what is wrong with a case, with the line that it is wrong in.
type malformed struct {
	file string
	line int
	why  string
}

// Error has the form that editors jump to.
func (m *malformed) Error() string { return fmt.Sprintf("%s:%d: %s", m.file, m.line, m.why) }

var (
	caseDir  = regexp.MustCompile(`^[a-z]+/[a-z]+/[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$`)
	caseFile = regexp.MustCompile(`^([1-9][0-9]*)\.(request|response)$`)
)

// givens are what a case may start from; each includes those before it.
func givens() []string { return []string{"group", "workspace", "service"} }

// readCase reads one case, whose names besides those of its own are known.
func readCase(files fs.FS, dir string, known []string) (*armCase, error) {
	if !caseDir.MatchString(dir) {
		return nil, &malformed{dir, 0, "the name of a case is resource/verb/NN-words-in-lower-case"}
	}
	steps, err := countSteps(files, dir)
	if err != nil {
		return nil, err
	}
	c := &armCase{dir: dir}
	if c.given, err = readGiven(files, dir); err != nil {
		return nil, err
	}
	names := slices.Clone(known)
	for i := range steps {
		var s armStep
		number := path.Join(dir, strconv.Itoa(i+1))
		if s.request, err = readRequest(files, number+".request", names); err != nil {
			return nil, err
		}
		if s.response, names, err = readResponse(files, number+".response", names); err != nil {
			return nil, err
		}
		c.steps = append(c.steps, s)
	}
	return c, nil
}

// countSteps wants requests and responses in pairs, numbered from 1, and nothing else that could be meant as one.
func countSteps(files fs.FS, dir string) (int, error) {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return 0, err
	}
	have := map[string]bool{}
	steps := 0
	for _, entry := range entries {
		match := caseFile.FindStringSubmatch(entry.Name())
		switch {
		case match != nil:
			number, _ := strconv.Atoi(match[1]) // the expression admits nothing else
			steps = max(steps, number)
			have[entry.Name()] = true
		case entry.Name() != "given":
			return 0, &malformed{path.Join(dir, entry.Name()), 1, "a case has files N.request and N.response, and perhaps one named given"}
		}
	}
	if steps == 0 {
		return 0, &malformed{path.Join(dir, "1.request"), 1, "is missing"}
	}
	for i := range steps {
		for _, kind := range []string{".request", ".response"} {
			if name := strconv.Itoa(i+1) + kind; !have[name] {
				return 0, &malformed{path.Join(dir, name), 1, "is missing"}
			}
		}
	}
	return steps, nil
}

func readGiven(files fs.FS, dir string) (string, error) {
	file := path.Join(dir, "given")
	text, err := fs.ReadFile(files, file)
	if err != nil {
		return "", nil // most cases start from nothing
	}
	given := strings.TrimSpace(string(text))
	if !slices.Contains(givens(), given) {
		return "", &malformed{file, 1, fmt.Sprintf("%q is none of %q", given, givens())}
	}
	return given, nil
}
