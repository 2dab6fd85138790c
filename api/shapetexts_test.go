// SPDX-License-Identifier: Apache-2.0

package api

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/corsgate/corsgate/arm/shape"
)

func (c comparison) text(path string, s *shape.Shape, o *openapi3.Schema) {
	c.same(path, "the type", o.Type.Is(openapi3.TypeString), true)
	longest := 0
	if o.MaxLength != nil {
		longest = int(*o.MaxLength)
	}
	c.same(path, "the greatest length", longest, s.MaxLength)
	c.same(path, "bounded", longest > 0 || s.Enum != nil, true)
	values := slices.DeleteFunc(slices.Clone(o.Enum), func(v any) bool { return v == nil })
	sameNames(c.T, path, values, s.Enum)
	c.format(path, s, o)
}

// format compares what patterns can: whatever the server accepts they accept, and they are not for nothing.
func (c comparison) format(path string, s *shape.Shape, o *openapi3.Schema) {
	if path == "Upstream.properties.url" {
		return
	}
	c.same(path, "of a form", o.Pattern != "" || o.MinLength > 0, s.Format != nil)
	if s.Format == nil {
		return
	}
	refused := 0
	for _, text := range texts() {
		reason, _ := s.Format(text)
		err := o.VisitJSON(text)
		switch {
		case reason == "" && err != nil:
			c.Errorf("%s: %q is accepted, and described as %v", path, text, err)
		case reason != "" && err != nil:
			refused++
		}
	}
	if refused == 0 {
		c.Errorf("%s: the pattern refuses nothing", path)
	}
}

// texts are of every form that a property can have, and some of none.
func texts() []string {
	return []string{"", " ", "x", "11111111-2222-3333-4444-555555555555", "AAAAAAAAbbbbccccDDDDeeeeeeeeeeee", "11111111-2222",
		"https://login.example.org/tenant", "HTTPS://a", "https://a/", "https://a/?", "https://a/#", "https://a/b?c=d", "https://a/b#c",
		"https://[::1]:8443/x", "https://u@a/", "http://a/", "ftp://a", "https://", "https:///x", "//a", "https://vault.example.org/keys/k/1",
		"https://ä.example/ö", "https://a/%2f;x=1"}
}
