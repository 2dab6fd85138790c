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
	"github.com/corsgate/corsgate/cors"
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

// TestTableOfVersions: what the introduction says of api-versions is what the server does.
func TestTableOfVersions(t *testing.T) {
	t.Parallel()
	described := map[string]string{}
	for line := range strings.Lines(contract.New(t).Document().Info.Description) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if path, isRow := strings.CutPrefix(cells[0], "| `"); isRow && len(cells) == 2 {
			described[strings.TrimSuffix(path, "`")] = strings.TrimSuffix(cells[1], " |")
		}
	}
	checked := map[string]string{}
	limited(checked, "", shape.FHIRService())
	if !maps.Equal(described, checked) {
		t.Errorf("described are\n%v\nchecked are\n%v", described, checked)
	}
	workspace := map[string]string{}
	if limited(workspace, "", shape.Workspace()); len(workspace) != 1 || workspace["properties.publicNetworkAccess"] != described["properties.publicNetworkAccess"] {
		t.Errorf("of workspaces: %v", workspace)
	}
}

// limited collects the properties of an object that some api-versions lack.
func limited(into map[string]string, path string, s *shape.Shape) {
	for i := range s.Fields {
		f := &s.Fields[i]
		here := strings.TrimPrefix(path+"."+f.Name, ".")
		if f.In != nil && !f.ReadOnly {
			into[here] = spans(f.In)
		}
		limited(into, here, &f.Shape)
	}
}

// TestLimitsOfSettings: the domain checks CORS settings, within the limits that are described.
func TestLimitsOfSettings(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"CorsConfiguration", "CorsConfigurationPatch"} {
		o := contract.New(t).Document().Components.Schemas[name].Value
		for list, most := range map[string]int{"origins": cors.MaxOrigins, "headers": cors.MaxHeaders, "methods": cors.MaxMethods} {
			property := o.Properties[list].Value
			if int(*property.MaxItems) != most || int(*property.Items.Value.MaxLength) != cors.MaxEntryBytes {
				t.Errorf("%s.%s: at most %d of %d, want %d of %d", name, list, *property.MaxItems, *property.Items.Value.MaxLength, most, cors.MaxEntryBytes)
			}
		}
		if age := o.Properties["maxAge"].Value; *age.Max != cors.MaxMaxAge || *age.Min != 0 {
			t.Errorf("%s.maxAge: %v to %v", name, *age.Min, *age.Max)
		}
		if len(o.Properties) != 5 {
			t.Errorf("%s has %d properties", name, len(o.Properties))
		}
	}
}

// TestLimitsInWords: the limits of bodies as a whole are described in the introduction.
func TestLimitsInWords(t *testing.T) {
	t.Parallel()
	text := strings.Join(strings.Fields(contract.New(t).Document().Info.Description), " ")
	for _, words := range []string{
		"A body has at most " + strconv.Itoa(maxBodyBytes>>20) + " MiB", "nested at most " + strconv.Itoa(maxJSONDepth) + " deep",
		"has at most " + strconv.Itoa(maxDocument>>10) + " KiB", "pages of at most " + strconv.Itoa(pageSize) + ",",
	} {
		if !strings.Contains(text, words) {
			t.Errorf("the introduction does not say %q", words)
		}
	}
}
