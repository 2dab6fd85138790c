// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// Kept is what is stored of a body that Check has passed: without what is the server's, and without null where it stands
// for absence. Everything else stays as it is spelt.
func Kept(body jsontext.Value, s *Shape) jsontext.Value {
	return rewrite(body, s, func(f *Field, value jsontext.Value) bool {
		return !f.ReadOnly && !(f.Nullable && isNull(value))
	})
}

// View is what a caller of the version sees of what is stored.
func View(stored jsontext.Value, s *Shape, v Version) jsontext.Value {
	return rewrite(stored, s, func(f *Field, _ jsontext.Value) bool { return v.has(f) })
}

// rewrite keeps those properties of an object that keep wants, down through objects, in the order of the shape: so two
// bodies that say the same are stored alike. Properties that the shape does not know come last: they were stored when
// it did.
func rewrite(object jsontext.Value, s *Shape, keep func(*Field, jsontext.Value) bool) jsontext.Value {
	if object.Kind() != '{' {
		return object
	}
	given := take(object)
	var out builder
	for i := range s.Fields {
		f := &s.Fields[i]
		value, there := given.take(f.Name)
		switch {
		case !there || !keep(f, value):
		case f.Kind == Object && !isEmpty(value):
			if value = rewrite(value, &f.Shape, keep); !isEmpty(value) { // nothing of it is for this reader
				out.add(f.Name, value)
			}
		default:
			out.add(f.Name, value)
		}
	}
	return out.rest(given)
}

// Carry is what is to be stored when a caller of the version replaces old by next: next with those properties of old
// that the version lacks, wherever they are. What the caller cannot say shall not be lost when he says something else.
func Carry(old, next jsontext.Value, s *Shape, v Version) jsontext.Value {
	if old.Kind() != '{' || next.Kind() != '{' {
		return next
	}
	before, given := take(old), take(next)
	var out builder
	for i := range s.Fields {
		f := &s.Fields[i]
		value, there := given.take(f.Name)
		kept, was := before.take(f.Name)
		switch {
		case there && was && f.Kind == Object:
			out.add(f.Name, Carry(kept, value, &f.Shape, v))
		case there:
			out.add(f.Name, value)
		case was && !v.has(f):
			out.add(f.Name, kept)
		case was && f.Kind == Object:
			if kept = Carry(kept, jsontext.Value("{}"), &f.Shape, v); !isEmpty(kept) {
				out.add(f.Name, kept)
			}
		}
	}
	return out.rest(given)
}

// properties are those of an object that nobody has taken yet, in its order.
type properties struct {
	names  []string
	values []jsontext.Value
}

func take(object jsontext.Value) *properties {
	p := &properties{}
	for name, value := range members(object) {
		p.names, p.values = append(p.names, name), append(p.values, value.Clone())
	}
	return p
}

func (p *properties) take(name string) (jsontext.Value, bool) {
	i := slices.Index(p.names, name)
	if i < 0 {
		return nil, false
	}
	value := p.values[i]
	p.names, p.values = slices.Delete(p.names, i, i+1), slices.Delete(p.values, i, i+1)
	return value, true
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

// rest adds what nobody has taken and ends the object.
func (b *builder) rest(p *properties) jsontext.Value {
	for i, name := range p.names {
		b.add(name, p.values[i])
	}
	if b.buffer.Len() == 0 {
		return jsontext.Value("{}")
	}
	b.buffer.WriteByte('}')
	return b.buffer.Bytes()
}
