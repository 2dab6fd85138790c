// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Kept is what is stored of a body that Check has passed: without what is the server's, and without null where it stands
// for absence. Everything else stays as it is spelt.
func Kept(body jsontext.Value, s *Shape) jsontext.Value {
	return rewrite(body, s, func(f *Field, value jsontext.Value) bool {
		return !f.ReadOnly && !(f.Nullable && isNull(value))
	})
}

// View is what a caller of the version sees of what is stored: nearly always all of it.
func View(stored jsontext.Value, s *Shape, v Version) jsontext.Value {
	if !v.mayHide(stored, s) {
		return stored
	}
	return rewrite(stored, s, func(f *Field, _ jsontext.Value) bool { return v.has(f) })
}

// mayHide reports whether the text has, anywhere, the name of a property that the version lacks. Kept has written those
// names without escapes.
func (v Version) mayHide(text []byte, s *Shape) bool {
	for i := range s.Fields {
		f := &s.Fields[i]
		if !v.has(f) && bytes.Contains(text, []byte(f.Name)) || v.mayHide(text, &f.Shape) {
			return true
		}
	}
	return false
}

// Sendable is what is stored, less what was stored before there were shapes and no client could send back: properties
// that are in none, and null.
func Sendable(stored jsontext.Value, s *Shape) jsontext.Value {
	return rewrite(stored, s, func(f *Field, value jsontext.Value) bool { return f.Kind == Any || !isNull(value) })
}

// rewrite keeps those properties of an object that the shape has and keep wants, down through objects, in the order of
// the shape: so two bodies that say the same are stored alike.
func rewrite(object jsontext.Value, s *Shape, keep func(*Field, jsontext.Value) bool) jsontext.Value {
	if object.Kind() != '{' {
		return object
	}
	given := index(object)
	var out builder
	for i := range s.Fields {
		f := &s.Fields[i]
		value, there := given[f.Name]
		switch {
		case !there || !keep(f, value):
		case f.Kind == Object && !isEmpty(value):
			if value = rewrite(value, &f.Shape, keep); !isEmpty(value) { // nothing of it is for this reader
				out.add(f.Name, value)
			}
		case f.Kind == Map && f.Item.Kind == Object:
			out.add(f.Name, rewriteEach(value, f.Item, keep))
		case f.Kind == Array && f.Item.Kind == Object:
			out.add(f.Name, rewriteItems(value, f.Item, keep))
		default:
			out.add(f.Name, value)
		}
	}
	return out.object()
}

func rewriteEach(table jsontext.Value, item *Shape, keep func(*Field, jsontext.Value) bool) jsontext.Value {
	var out builder
	for name, value := range members(table) {
		out.add(name, rewrite(value, item, keep))
	}
	return out.object()
}

func rewriteItems(array jsontext.Value, item *Shape, keep func(*Field, jsontext.Value) bool) jsontext.Value {
	if array.Kind() != '[' {
		return array
	}
	list := []byte{'['}
	for value := range items(array) {
		if len(list) > 1 {
			list = append(list, ',')
		}
		list = append(list, rewrite(value, item, keep)...)
	}
	return append(list, ']')
}

// Carry is what is to be stored when a caller of the version replaces old by next: next with those properties of old
// that the version lacks, wherever they are. What the caller cannot say shall not be lost when he says something else,
// unless it contradicts that.
func Carry(old, next jsontext.Value, s *Shape, v Version) jsontext.Value {
	if old.Kind() != '{' || next.Kind() != '{' {
		return next
	}
	before, given := index(old), index(next)
	var out builder
	for i := range s.Fields {
		f := &s.Fields[i]
		value, there := given[f.Name]
		kept, was := before[f.Name]
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
	carried := out.object()
	if s.Rule != nil {
		if _, reason, _ := s.Rule(carried); reason != "" {
			return next
		}
	}
	return carried
}
