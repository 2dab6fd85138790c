// SPDX-License-Identifier: Apache-2.0

package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// sample is one request that the document shows. name is that of its example.
type sample struct{ name, version, media, body string }

func (o *operation) samples(t *testing.T) (list []sample) {
	t.Helper()
	version := o.shared.GetByInAndName(openapi3.ParameterInQuery, "api-version")
	usual := version.Example.(string)
	if o.RequestBody == nil {
		for _, response := range o.successes() {
			for name := range examplesOf(response.Value) {
				if slices.Contains(version.Schema.Value.Enum, any(name)) {
					list = append(list, sample{name: name, version: name})
				} else {
					list = append(list, sample{name: name, version: usual})
				}
			}
		}
		if list == nil && len(o.successes()) > 0 {
			return []sample{{version: usual}}
		}
		return list
	}
	for media, content := range o.RequestBody.Value.Content {
		if len(content.Examples) == 0 {
			t.Errorf("%s has no example of %s", o.OperationID, media)
		}
		for name, e := range content.Examples {
			list = append(list, sample{name, usual, media, asJSON(t, e.Value.Value)})
		}
	}
	slices.SortFunc(list, func(a, b sample) int { return strings.Compare(a.name+a.media, b.name+b.media) })
	return list
}

func examplesOf(r *openapi3.Response) openapi3.Examples {
	if content := r.Content["application/json"]; content != nil {
		return content.Examples
	}
	return nil
}

// target is the path of an operation with the examples of its parameters.
func (o *operation) target() string {
	target := o.path
	for _, p := range o.shared {
		if example, ok := p.Value.Example.(string); ok && p.Value.In == openapi3.ParameterInPath {
			target = strings.ReplaceAll(target, "{"+p.Value.Name+"}", example)
		}
	}
	return target
}
