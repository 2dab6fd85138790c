// SPDX-License-Identifier: Apache-2.0

package shape

import "github.com/go-json-experiment/json/jsontext"

// Merge is what a merge patch makes of an object (RFC 7396), as far as the shape merges: a Whole map is replaced, and a
// value of any kind is merged by its own properties and no further. What the patch does not mention gives way where it
// contradicts what the patch says.
//
// It takes time in proportion to both.
func Merge(target, patch jsontext.Value, s *Shape) jsontext.Value {
	if patch.Kind() != '{' || s.Whole {
		return patch
	}
	changes := index(patch)
	var out builder
	for name, value := range members(target) {
		change, changed := changes[name]
		delete(changes, name)
		switch {
		case !changed:
			out.add(name, value)
		case !isNull(change):
			out.add(name, mergeField(value, change, s, name))
		}
	}
	for name, change := range members(patch) {
		if _, new := changes[name]; new && !isNull(change) {
			out.add(name, mergeField(nil, change, s, name))
		}
	}
	return s.giveWay(out.object(), patch)
}

func mergeField(value, change jsontext.Value, s *Shape, name string) jsontext.Value {
	switch f := s.field(name); {
	case s.Kind == Any: // the properties of a value of any kind
		return change
	case s.Kind == Map:
		return Merge(value, change, s.Item)
	case f != nil && (f.Kind == Any || f.Kind == Object || f.Kind == Map):
		return Merge(value, change, &f.Shape)
	}
	return change
}

// giveWay removes the property that the rule blames, if the patch does not mention it: a new type of identity without
// user-assigned ones removes those. The SDKs have no null to say so with.
func (s *Shape) giveWay(merged, patch jsontext.Value) jsontext.Value {
	if s.Rule == nil {
		return merged
	}
	at, reason, _ := s.Rule(merged)
	if reason == "" || s.field(at) == nil || member(patch, at) != nil {
		return merged
	}
	var out builder
	for name, value := range members(merged) {
		if name != at {
			out.add(name, value)
		}
	}
	return out.object()
}
