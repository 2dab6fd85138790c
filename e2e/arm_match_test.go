// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// more in an object (as a member's name) or at the end of an array allows for more than is listed.
const more = "..."

// differences compares an answer with what it must be. known gets the values that the response gives names to.
func (r armResponse) differences(got answer, known values) []string {
	var found []string
	if got.Status != r.status {
		found = append(found, fmt.Sprintf("%s:%d: the status is %d, want %d", r.file, r.start.number, got.Status, r.status))
	}
	for _, name := range slices.Sorted(maps.Keys(r.header)) {
		lines, have := r.header[name], got.Header.Values(name)
		for i, line := range lines {
			if len(have) != len(lines) || !known.match(line.text, have[i]) {
				found = append(found, fmt.Sprintf("%s:%d: %s is %q", r.file, line.number, name, have))
				break
			}
		}
	}
	for _, name := range r.absent {
		if have := got.Header.Values(name.text); len(have) > 0 {
			found = append(found, fmt.Sprintf("%s:%d: %s is %q, want none", r.file, name.number, name.text, have))
		}
	}
	for _, difference := range r.bodyDifferences(got, known) {
		found = append(found, fmt.Sprintf("%s:%d: %s", r.file, max(r.body.number, r.start.number), difference))
	}
	return found
}

func (r armResponse) bodyDifferences(got answer, known values) []string {
	switch {
	case r.body.text == "" && len(got.Body) == 0:
		return nil
	case r.body.text == "":
		return []string{"there is a body, want none"}
	case len(got.Body) == 0:
		return []string{"there is no body"}
	}
	have, err := decodeJSON(got.Body)
	if err != nil {
		return []string{"the body is not JSON: " + err.Error()}
	}
	return known.compare("", r.json, have)
}

func decodeJSON(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var value any
	err := d.Decode(&value)
	return value, err
}

// compare says where JSON differs from what is wanted: exactly, but for placeholders and where more is allowed.
func (v values) compare(at string, want, have any) []string {
	switch want := want.(type) {
	case map[string]any:
		if have, ok := have.(map[string]any); ok {
			return v.compareObjects(at, want, have)
		}
	case []any:
		if have, ok := have.([]any); ok {
			return v.compareArrays(at, want, have)
		}
	case string:
		if v.matchScalar(want, have) {
			return nil
		}
	default:
		if want == have {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s is %s, want %s", strings.TrimPrefix(at, "."), asJSON(have), asJSON(want))}
}

func (v values) compareObjects(at string, want, have map[string]any) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value, there := have[name]
		switch {
		case name == more:
		case !there:
			found = append(found, fmt.Sprintf("%s.%s is missing", at, name))
		default:
			found = append(found, v.compare(at+"."+name, want[name], value)...)
		}
	}
	if _, allowed := want[more]; allowed {
		return found
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if _, wanted := want[name]; !wanted {
			found = append(found, fmt.Sprintf("%s.%s is too much: %s", at, name, asJSON(have[name])))
		}
	}
	return found
}

func (v values) compareArrays(at string, want, have []any) []string {
	open := len(want) > 0 && want[len(want)-1] == any(more)
	if open {
		want = want[:len(want)-1]
	}
	if len(have) < len(want) || len(have) > len(want) && !open {
		return []string{fmt.Sprintf("%s has %d elements, want %d: %s", at, len(have), len(want), asJSON(have))}
	}
	var found []string
	for i := range want {
		found = append(found, v.compare(fmt.Sprintf("%s[%d]", at, i), want[i], have[i])...)
	}
	return found
}

// matchScalar compares with a string that may have placeholders. {{any}} alone stands for any value, and other
// matchers alone for numbers too.
func (v values) matchScalar(want string, have any) bool {
	switch have := have.(type) {
	case string:
		return v.match(want, have) || want == "{{any}}"
	case json.Number:
		return strings.HasPrefix(want, "{{") && v.match(want, have.String())
	}
	return want == "{{any}}" && have != nil
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}
