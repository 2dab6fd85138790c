// SPDX-License-Identifier: Apache-2.0

package api

import (
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm/shape"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/internal/contract"
)

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
