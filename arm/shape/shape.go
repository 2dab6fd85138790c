// SPDX-License-Identifier: Apache-2.0

package shape

import "github.com/go-json-experiment/json/jsontext"

// Kind is what a JSON value may be.
type Kind int

// The kinds. A Map is an object whose names are the caller's own. Any is somebody else's to check.
const (
	Any Kind = iota
	Object
	Map
	Array
	String
	Boolean
)

// Shape says what a JSON value may be.
type Shape struct {
	Kind   Kind
	Fields []Field // of an Object
	// Item is the shape of each value of an Array or a Map, MinItems and MaxItems how many there may be.
	Item     *Shape
	MinItems int
	MaxItems int
	// MaxLength bounds a String, or each name of a Map, in Unicode characters.
	MaxLength int
	// Whole: a merge patch replaces the Map, it does not merge it.
	Whole bool
	// Enum lists the only values of a String; nil: any.
	Enum []string
	// Format says what is wrong with a String, or with a name of a Map, and how to put it right; "" is nothing.
	Format func(string) (reason, fix string)
	// Rule says what is wrong with an Object as a whole, and where below it.
	Rule func(object jsontext.Value) (at, reason, fix string)
}

// Field is a property of an Object.
type Field struct {
	Name string
	Shape
	// In is when the property exists; none: always.
	In []Span
	// ReadOnly properties are the server's. Clients send back what they have read, so they are accepted and ignored.
	ReadOnly bool
	Required bool
	// Lasting properties cannot be removed.
	Lasting bool
	// Nullable properties are null in what some clients send for none.
	Nullable bool
}

// Span is from one api-version on, until another one; "" is no bound. Versions are dates and compare as text.
type Span struct{ From, Until string }

// Version is the api-version that a caller speaks. The zero value has every property of every version.
type Version string

// has reports whether a field exists in the version.
func (v Version) has(f *Field) bool {
	if v == "" || len(f.In) == 0 {
		return true
	}
	for _, span := range f.In {
		if string(v) >= span.From && (span.Until == "" || string(v) < span.Until) {
			return true
		}
	}
	return false
}

// field finds a property of an Object. ARM's clients spell them exactly.
func (s *Shape) field(name string) *Field {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return &s.Fields[i]
		}
	}
	return nil
}

// names are those that a caller of the version may write.
func (s *Shape) names(v Version) []string {
	var names []string
	for i := range s.Fields {
		if f := &s.Fields[i]; v.has(f) && !f.ReadOnly {
			names = append(names, f.Name)
		}
	}
	return names
}
