// SPDX-License-Identifier: Apache-2.0

package api

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/corsgate/corsgate/arm/shape"
	"github.com/corsgate/corsgate/internal/contract"
)

// TestShapesMatchBothWays compares what the server checks of each body with what openapi.yaml says of it: names, kinds,
// values, limits, what is required, read-only or may be null, and the api-versions.
func TestShapesMatchBothWays(t *testing.T) {
	t.Parallel()
	schemas := contract.New(t).Document().Components.Schemas
	for name, c := range map[string]struct {
		shape *shape.Shape
		patch bool
	}{
		"Subscription": {shape.Subscription(), false}, "NameAvailabilityRequest": {shape.NameAvailability(), false},
		"ResourceGroup": {shape.ResourceGroup(), false}, "ResourceGroupPatch": {shape.ResourceGroup(), true},
		"Workspace": {shape.Workspace(), false}, "WorkspacePatch": {shape.Workspace(), true},
		"FhirService": {shape.FHIRService(), false}, "FhirServicePatch": {shape.FHIRService(), true},
		"CorsSettings": {shape.CORSSettings(), false}, "Upstream": {shape.Upstream(), false}, "GatewaySettings": {shape.GatewaySettings(), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			comparison{t, c.patch}.compare(name, c.shape, schemas[name].Value)
		})
	}
}

// comparison is of a body, or of a merge patch of it.
type comparison struct {
	*testing.T
	patch bool
}

// same fails the test unless what is described is what the server checks.
func (c comparison) same(path, what string, described, checked any) {
	c.Helper()
	if described != checked {
		c.Errorf("%s: %s is described as %v, and checked as %v", path, what, described, checked)
	}
}

func (c comparison) compare(path string, s *shape.Shape, o *openapi3.Schema) {
	c.Helper()
	switch s.Kind {
	case shape.Any:
		if o.Title == "" && !slices.Contains([]string{"properties", "corsConfiguration"}, path[strings.LastIndexByte(path, '.')+1:]) {
			c.Errorf("%s is anything to the server, which only CORS settings are", path)
		}
	case shape.Object:
		c.object(path, s, o)
	case shape.Map:
		c.table(path, s, o)
	case shape.Array:
		c.array(path, s, o)
	case shape.String:
		c.text(path, s, o)
	case shape.Boolean:
		c.same(path, "the type", o.Type.Is(openapi3.TypeBoolean), true)
	}
}

func (c comparison) object(path string, s *shape.Shape, o *openapi3.Schema) {
	c.same(path, "the type", o.Type.Is(openapi3.TypeObject), true)
	c.same(path, "closed", o.AdditionalProperties.Has != nil && !*o.AdditionalProperties.Has, true)
	left := maps.Clone(o.Properties)
	for i := range s.Fields {
		f := &s.Fields[i]
		property, here := left[f.Name], path+"."+f.Name
		delete(left, f.Name)
		if property == nil {
			c.Errorf("%s is checked, and not described", here)
			continue
		}
		c.same(here, "read-only", property.Value.ReadOnly, f.ReadOnly)
		required := (f.Required || here == "Upstream.properties.url") && !c.patch // which is checked where its meaning is known
		c.same(here, "required", slices.Contains(o.Required, f.Name), required)
		if f.ReadOnly {
			continue
		}
		c.same(here, "nullable", property.Value.Nullable, f.Nullable || c.patch && !f.Required && !f.Lasting)
		c.versions(here, f, property.Value)
		c.compare(here, &f.Shape, property.Value)
	}
	for name := range left {
		c.Errorf("%s.%s is described, and not checked", path, name)
	}
}

// versions compares the sentence that says when a property exists. Patches refer to it.
func (c comparison) versions(path string, f *shape.Field, o *openapi3.Schema) {
	if c.patch {
		return
	}
	sentence := ""
	if f.In != nil {
		sentence = "Api-versions: " + spans(f.In) + "."
		if !strings.Contains(o.Description, sentence) {
			c.Errorf("%s: %q does not say %q", path, o.Description, sentence)
		}
	}
	c.same(path, "in some api-versions only", strings.Contains(o.Description, "Api-versions:"), f.In != nil)
}

// spans are as the server says them to those who send what their api-version lacks.
func spans(list []shape.Span) string {
	var texts []string
	for _, span := range list {
		text := "from " + span.From
		if span.From == "" {
			text = ""
		}
		if span.Until != "" {
			text += " until before " + span.Until
		}
		texts = append(texts, strings.TrimSpace(text))
	}
	return strings.Join(texts, " or ")
}

func (c comparison) table(path string, s *shape.Shape, o *openapi3.Schema) {
	c.same(path, "the type", o.Type.Is(openapi3.TypeObject), true)
	if o.MaxProps == nil || o.AdditionalProperties.Schema == nil {
		c.Errorf("%s: no bound, or no schema of what it holds", path)
		return
	}
	c.same(path, "the greatest number of names", int(*o.MaxProps), s.MaxItems)
	if !strings.Contains(o.Description, strconv.Itoa(s.MaxLength)) && !c.patch {
		c.Errorf("%s: %q does not say that names have at most %d characters", path, o.Description, s.MaxLength)
	}
	item := o.AdditionalProperties.Schema.Value
	c.same(path, "null in it", item.Nullable, c.patch && !s.Whole)
	c.compare(path+".*", s.Item, item)
}

func (c comparison) array(path string, s *shape.Shape, o *openapi3.Schema) {
	c.same(path, "the type", o.Type.Is(openapi3.TypeArray), true)
	if o.MaxItems == nil || o.Items == nil {
		c.Errorf("%s: no bound, or no schema of its items", path)
		return
	}
	c.same(path, "the least number of items", int(o.MinItems), s.MinItems)
	c.same(path, "the greatest number of items", int(*o.MaxItems), s.MaxItems)
	whole := c // a patch replaces a list as a whole
	whole.patch = false
	whole.compare(path+"[]", s.Item, o.Items.Value)
}
