// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/corsgate/corsgate/internal/spelling"
)

// Decode reads settings in Azure's JSON, the value of corsConfiguration, and checks them. The error is nil or a
// *Problems that lists wrong types, unknown properties and everything that Validate finds, together.
//
// The caller vouches that data is one valid JSON value without duplicate keys.
func Decode(data []byte) (Settings, []Problem, error) {
	d := decoder{}
	s := d.settings(data)
	f := newFindings(d.problems)
	f.check(s)
	return s, f.warnings, asError(f.problems)
}

// decoder turns JSON into Settings. An entry of the wrong type becomes an empty string with a problem, so that the
// indexes of the others stay what the caller sees.
type decoder struct {
	problems []Problem
	unknowns int
}

func (d *decoder) refuse(field string, index int, wanted string, got []byte) {
	d.problems = append(d.problems, Problem{InvalidType, field, index,
		"Expected " + wanted + ", not " + kindOf(got) + ".", "Write " + wanted + ", or leave the field out."})
}

func (d *decoder) settings(data []byte) (s Settings) {
	var members map[string]json.RawMessage
	if kindOf(data) != "an object" || json.Unmarshal(data, &members) != nil {
		d.refuse("", -1, "an object", data)
		return Settings{}
	}
	for _, name := range slices.Sorted(maps.Keys(members)) { // a map has no order, an answer must have one
		value := members[name]
		switch name {
		case fieldOrigins:
			s.Origins = d.list(name, value, MaxOrigins)
		case fieldHeaders:
			s.Headers = d.list(name, value, MaxHeaders)
		case fieldMethods:
			s.Methods = d.list(name, value, MaxMethods)
		case fieldMaxAge:
			s.MaxAge = d.number(name, value)
		case fieldCredentials:
			s.AllowCredentials = d.boolean(name, value)
		default:
			d.unknown(name)
		}
	}
	return s
}

// maxUnknown bounds how many properties that do not exist are listed: a body can have hundreds of thousands.
const maxUnknown = 100

func (d *decoder) unknown(name string) {
	if d.unknowns++; d.unknowns > maxUnknown {
		return
	}
	fix := "Remove it."
	if near := spelling.Nearest(name, fields()); near != "" {
		fix = "Did you mean " + near + "?"
	}
	d.problems = append(d.problems, Problem{UnknownProperty, cut(name), -1,
		quote(name) + " is not a CORS setting; the settings are " + strings.Join(fields(), ", ") + ".", fix})
}

// cut keeps a caller's own name short enough to stand in a target.
func cut(name string) string {
	if len(name) > 64 {
		return strings.ToValidUTF8(name[:64], "")
	}
	return name
}

// list reads strings. Of a list above the limit only its length matters, as in Validate: a body of a million wrong
// entries gets one problem, not a million.
func (d *decoder) list(field string, value json.RawMessage, limit int) []string {
	if list, ok := stringsOf(value); ok {
		return list
	}
	var entries []json.RawMessage
	if kindOf(value) != "an array" || json.Unmarshal(value, &entries) != nil {
		d.refuse(field, -1, "an array of strings", value)
		return nil
	}
	list := make([]string, len(entries))
	if len(entries) > limit {
		return list
	}
	for i, entry := range entries {
		if kindOf(entry) != "a string" || json.Unmarshal(entry, &list[i]) != nil {
			d.refuse(field, i, "a string", entry)
		}
	}
	return list
}

// stringsOf reads a list of strings and nothing else. The library would take null for an empty one.
func stringsOf(value json.RawMessage) (list []string, ok bool) {
	if kindOf(value) != "an array" || bytes.Contains(value, []byte("null")) {
		return nil, false
	}
	return list, json.Unmarshal(value, &list) == nil
}

func (d *decoder) number(field string, value json.RawMessage) *int {
	if kindOf(value) != "a number" {
		d.refuse(field, -1, "a whole number of seconds", value)
		return nil
	}
	literal := string(value)
	number, err := strconv.Atoi(literal)
	if err == nil {
		return &number
	}
	if whole, inRange := wholeSeconds(literal); inRange {
		if whole == nil {
			d.problems = append(d.problems, Problem{InvalidType, field, -1,
				cut(literal) + " is not a whole number of seconds.", "Write a whole number, or leave the field out."})
		}
		return whole
	}
	d.problems = append(d.problems, maxAgeOutOfRange(cut(literal)))
	return nil
}

// wholeSeconds reads a number with a fraction or an exponent: 600.0 and 6e2 are the same JSON number as 600. It is nil
// for one that is in range but not whole.
func wholeSeconds(literal string) (seconds *int, inRange bool) {
	const longest, bits = 128, 512 // a number of that many digits is exact in so many bits
	float, _, err := big.ParseFloat(literal, 10, bits, big.ToZero)
	if err != nil || !strings.ContainsAny(literal, ".eE") || float.Sign() < 0 || float.Cmp(big.NewFloat(MaxMaxAge)) > 0 {
		return nil, false
	}
	digits, _, _ := strings.Cut(strings.ToLower(literal), "e")
	underflow := float.Sign() == 0 && strings.ContainsAny(digits, "123456789")
	whole, accuracy := float.Int64()
	if underflow || accuracy != big.Exact || len(literal) > longest {
		return nil, true
	}
	number := int(whole)
	return &number, true
}

func (d *decoder) boolean(field string, value json.RawMessage) *bool {
	switch string(value) {
	case "true", "false":
		answer := string(value) == "true"
		return &answer
	}
	d.refuse(field, -1, "true or false", value)
	return nil
}

// kindOf names a JSON value's type in a sentence.
func kindOf(value []byte) string {
	value = bytes.TrimLeft(value, " \t\r\n")
	if len(value) == 0 {
		return "nothing"
	}
	switch value[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}
