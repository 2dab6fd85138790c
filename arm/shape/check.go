// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/internal/spelling"
)

// MaxFaults bounds an answer: a body can have hundreds of thousands of properties that do not exist. There may be more
// than that.
const MaxFaults = 100

// Check lists what is wrong with a body, in the order of the body. body is one valid JSON value without duplicate names.
func Check(body jsontext.Value, s *Shape, v Version) []arm.Error {
	c := checker{version: v}
	c.value("", s, body)
	return c.faults
}

// CheckPatch is Check for a merge patch: null removes a property, and what is required may be missing.
//
// RFC 7396.
func CheckPatch(body jsontext.Value, s *Shape, v Version) []arm.Error {
	c := checker{version: v, patch: true}
	c.value("", s, body)
	return c.faults
}

type checker struct {
	version Version
	patch   bool
	faults  []arm.Error
}

func (c *checker) fault(code arm.Code, path, reason, fix string) *arm.Error {
	if len(c.faults) == MaxFaults {
		return &arm.Error{}
	}
	c.faults = append(c.faults, arm.Error{Code: code, Target: path, Message: reason + " " + fix})
	return &c.faults[len(c.faults)-1]
}

func (c *checker) value(path string, s *Shape, raw jsontext.Value) {
	if s.Kind == Any {
		return
	}
	if got := kindOf(raw); got != s.Kind.article() {
		c.fault(arm.InvalidType, path, "Expected "+s.Kind.article()+", not "+got+".", "Write "+s.Kind.article()+".")
		return
	}
	switch s.Kind {
	case Object:
		c.object(path, s, raw)
	case Map:
		c.table(path, s, raw)
	case Array:
		c.array(path, s, raw)
	case String:
		c.text(path, s, textOf(raw))
	}
}

func (c *checker) object(path string, s *Shape, raw jsontext.Value) {
	given := map[string]bool{}
	for name, value := range members(raw) {
		f := s.field(name)
		switch {
		case len(c.faults) == MaxFaults:
			return
		case f == nil:
			c.unknown(path, name, s)
		case f.ReadOnly:
		case !c.version.has(f):
			c.otherVersion(join(path, name), f)
		case isNull(value) && (f.Nullable || c.patch && !f.Required && !f.Lasting): // absent; a merge patch removes it
		default:
			given[name] = true
			c.value(join(path, name), &f.Shape, value)
		}
	}
	if c.patch {
		return
	}
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Required && !given[f.Name] {
			c.fault(arm.MissingProperty, join(path, f.Name), "The property is required.", "Add it.")
		}
	}
	c.rule(path, s, raw)
}

// rule asks what no single property can tell. Its answer is worth something only if each of them is right.
func (c *checker) rule(path string, s *Shape, raw jsontext.Value) {
	if s.Rule == nil || len(c.faults) > 0 {
		return
	}
	if at, reason, fix := s.Rule(raw); reason != "" {
		c.fault(arm.InvalidValue, path+"."+at, reason, fix)
	}
}

func (c *checker) unknown(path, name string, s *Shape) {
	known := s.names(c.version)
	near := spelling.Nearest(name, known)
	fix := "Remove it; there are " + strings.Join(known, ", ") + "."
	switch {
	case near != "":
		fix = "Did you mean " + near + "?"
	case len(known) == 0:
		fix = "Remove it."
	}
	fault := c.fault(arm.UnknownProperty, join(path, short(name)), "There is no such property here.", fix)
	if near != "" {
		fault.AdditionalInfo = []arm.AdditionalInfo{{Type: arm.Suggestion, Info: map[string]any{"property": near}}}
	}
}

func (c *checker) otherVersion(path string, f *Field) {
	var spans []string
	for _, span := range f.In {
		text := ""
		if span.From != "" {
			text = "from " + span.From
		}
		if span.Until != "" {
			text = strings.TrimSpace(text + " until before " + span.Until)
		}
		spans = append(spans, text)
	}
	c.fault(arm.UnknownProperty, path, fmt.Sprintf("Api-version %s does not have this property.", c.version),
		"Remove it, or use an api-version "+strings.Join(spans, " or ")+".")
}

func (c *checker) table(path string, s *Shape, raw jsontext.Value) {
	count, seen := 0, map[string]string{}
	for name, value := range members(raw) {
		if count++; count > s.MaxItems {
			c.fault(arm.TooManyItems, path, fmt.Sprintf("There are more than %d entries.", s.MaxItems), "Send fewer.")
			return
		}
		at := join(path, short(name))
		folded := strings.ToLower(name)
		if first, twice := seen[folded]; twice {
			c.fault(arm.InvalidValue, at, "The name is there already as '"+short(first)+"'; case does not count.", "Keep one of them.")
		}
		seen[folded] = name
		c.text(at, &Shape{MaxLength: s.MaxLength, Format: s.Format}, name)
		if !isNull(value) || !c.patch || s.Whole {
			c.value(at, s.Item, value)
		}
	}
}

func (c *checker) array(path string, s *Shape, raw jsontext.Value) {
	whole := c.patch // a merge patch replaces a list as a whole
	c.patch = false
	defer func() { c.patch = whole }()
	i := 0
	for value := range items(raw) {
		if i == s.MaxItems {
			c.fault(arm.TooManyItems, path, fmt.Sprintf("There are more than %d items.", s.MaxItems), "Send fewer.")
			return
		}
		c.value(path+"["+strconv.Itoa(i)+"]", s.Item, value)
		i++
	}
	if i < s.MinItems {
		c.fault(arm.TooFewItems, path, fmt.Sprintf("There are fewer than %d items.", s.MinItems), "Add one, or leave the list out.")
	}
}

func (c *checker) text(path string, s *Shape, text string) {
	if s.MaxLength > 0 && utf8.RuneCountInString(text) > s.MaxLength {
		c.fault(arm.TooLong, path, fmt.Sprintf("The text is longer than %d characters.", s.MaxLength), "Shorten it.")
		return
	}
	if s.Enum != nil && !slices.Contains(s.Enum, text) {
		c.fault(arm.InvalidValue, path, "'"+short(text)+"' is not a value of this property.", "Use one of '"+strings.Join(s.Enum, "', '")+"'.")
		return
	}
	if s.Format == nil {
		return
	}
	if reason, fix := s.Format(text); reason != "" {
		c.fault(arm.InvalidValue, path, reason, fix)
	}
}
