// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// index finds the properties of an object by name.
func index(object jsontext.Value) map[string]jsontext.Value {
	found := map[string]jsontext.Value{}
	for name, value := range members(object) {
		found[name] = value
	}
	return found
}

// builder puts an object together.
type builder struct{ buffer bytes.Buffer }

func (b *builder) add(name string, value jsontext.Value) {
	b.separate()
	quoted, _ := jsontext.AppendQuote(nil, name) // names come out of valid JSON
	b.buffer.Write(quoted)
	b.buffer.WriteByte(':')
	b.buffer.Write(value)
}

func (b *builder) separate() {
	if b.buffer.Len() == 0 {
		b.buffer.WriteByte('{')
	} else {
		b.buffer.WriteByte(',')
	}
}

func (b *builder) object() jsontext.Value {
	if b.buffer.Len() == 0 {
		return jsontext.Value("{}")
	}
	b.buffer.WriteByte('}')
	return b.buffer.Bytes()
}
