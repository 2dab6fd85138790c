// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"bytes"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// members yields the names and values of a JSON object, in its order. The values are parts of it, spelt as they are.
func members(object jsontext.Value) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewBuffer(object), jsontext.AllowDuplicateNames(true))
		if _, err := d.ReadToken(); err != nil {
			return
		}
		for d.PeekKind() == '"' {
			name, err := d.ReadToken()
			if err != nil {
				return
			}
			text := name.String()
			value, err := d.ReadValue()
			if err != nil || !yield(text, part(object, d, value)) {
				return
			}
		}
	}
}

// items yields the values of a JSON array.
func items(array jsontext.Value) iter.Seq[jsontext.Value] {
	return func(yield func(jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewBuffer(array), jsontext.AllowDuplicateNames(true))
		if _, err := d.ReadToken(); err != nil {
			return
		}
		for d.PeekKind() != ']' {
			value, err := d.ReadValue()
			if err != nil || !yield(part(array, d, value)) {
				return
			}
		}
	}
}

// part is the value that was just read, where it stands in the whole: what the decoder returns is its own.
func part(whole jsontext.Value, d *jsontext.Decoder, value jsontext.Value) jsontext.Value {
	end := d.InputOffset()
	return whole[end-int64(len(value)) : end]
}

// isEmpty reports whether an object has no members; what is none has none.
func isEmpty(object jsontext.Value) bool {
	inside, found := bytes.CutPrefix(bytes.TrimSpace(object), []byte("{"))
	return !found || bytes.HasPrefix(bytes.TrimSpace(inside), []byte("}"))
}

// member is a property of an object, or nothing.
func member(object jsontext.Value, name string) jsontext.Value {
	if object.Kind() != '{' {
		return nil
	}
	for found, value := range members(object) {
		if found == name {
			return value
		}
	}
	return nil
}

// entries are the items of an array that is a property of an object.
func entries(object jsontext.Value, name string) []jsontext.Value {
	var found []jsontext.Value
	if array := member(object, name); array.Kind() == '[' {
		for item := range items(array) {
			found = append(found, item)
		}
	}
	return found
}

// textOf is the text of a JSON string, and "" of any other value.
func textOf(raw jsontext.Value) string {
	if raw.Kind() != '"' {
		return ""
	}
	text, err := jsontext.AppendUnquote(nil, bytes.TrimSpace(raw))
	if err != nil {
		return ""
	}
	return string(text)
}

func isNull(raw jsontext.Value) bool { return raw.Kind() == 'n' }

// kindOf names a JSON value's type in a sentence.
func kindOf(raw jsontext.Value) string {
	switch raw.Kind() {
	case '{':
		return Object.article()
	case '[':
		return Array.article()
	case '"':
		return String.article()
	case 't', 'f':
		return Boolean.article()
	case 'n':
		return "null"
	}
	return "a number"
}

func (k Kind) article() string {
	return [...]string{"any value", "an object", "an object", "an array", "a string", "a boolean"}[k]
}

// join is the JSON path of a property. A name with a dot in it is put in quotes.
func join(path, name string) string {
	switch {
	case name == "" || strings.ContainsAny(name, ".[]'"):
		return path + "['" + name + "']"
	case path == "":
		return name
	}
	return path + "." + name
}

// short keeps a caller's own text short enough to stand in a message.
func short(text string) string {
	const most = 64
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
