// SPDX-License-Identifier: Apache-2.0

package shape_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm/shape"
)

func TestMerge(t *testing.T) {
	t.Parallel()
	const target = `{"tags":{"a":"1","b":"2"},"kind":"fhir-R4","identity":{"type":"UserAssigned","userAssignedIdentities":{"x":{}}},` +
		`"properties":{"corsConfiguration":{"origins":["*"],"maxAge":1.0},"exportConfiguration":{"storageAccountName":"a"}}}`
	for name, tc := range map[string]struct{ patch, want string }{
		"nothing":           {`{}`, target},
		"a value":           {`{"kind":"fhir-Stu3"}`, strings.Replace(target, "R4", "Stu3", 1)},
		"removal":           {`{"kind":null}`, strings.Replace(target, `"kind":"fhir-R4",`, "", 1)},
		"addition":          {`{"location":"x"}`, target[:len(target)-1] + `,"location":"x"}`},
		"tags are replaced": {`{"tags":{"c":"3"}}`, strings.Replace(target, `{"a":"1","b":"2"}`, `{"c":"3"}`, 1)},
		"a setting":         {`{"properties":{"corsConfiguration":{"maxAge":2}}}`, strings.Replace(target, "1.0", "2", 1)},
		"a setting removed": {`{"properties":{"corsConfiguration":{"maxAge":null}}}`, strings.Replace(target, `,"maxAge":1.0`, "", 1)},
		"no settings":       {`{"properties":{"corsConfiguration":null}}`, strings.Replace(target, `"corsConfiguration":{"origins":["*"],"maxAge":1.0},`, "", 1)},
		"a list is a value": {`{"properties":{"corsConfiguration":{"origins":[]}}}`, strings.Replace(target, `["*"]`, "[]", 1)},
		"null inside what is new": {`{"properties":{"importConfiguration":{"enabled":null,"initialImportMode":true}}}`,
			target[:len(target)-2] + `,"importConfiguration":{"initialImportMode":true}}}`},
		"an identity more":                 {`{"identity":{"userAssignedIdentities":{"y":{}}}}`, strings.Replace(target, `{"x":{}}`, `{"x":{},"y":{}}`, 1)},
		"an identity less":                 {`{"identity":{"userAssignedIdentities":{"x":null}}}`, strings.Replace(target, `{"x":{}}`, `{}`, 1)},
		"identities give way":              {`{"identity":{"type":"None"}}`, strings.Replace(target, `"UserAssigned","userAssignedIdentities":{"x":{}}`, `"None"`, 1)},
		"identities that are named do not": {`{"identity":{"type":"None","userAssignedIdentities":{}}}`, strings.Replace(target, `"UserAssigned"`, `"None"`, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := shape.Merge(jsontext.Value(target), jsontext.Value(tc.patch), shape.FHIRService()); string(got) != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// A patch is merged while other writers wait, so no patch may take long.
func TestMergeIsLinear(t *testing.T) {
	t.Parallel()
	names := make([]string, 200_000)
	for i := range names {
		names[i] = fmt.Sprintf(`"a%06d":1`, i)
	}
	settings := `{"properties":{"corsConfiguration":{` + strings.Join(names, ",") + `}}}`
	start := time.Now()
	merged := shape.Merge(jsontext.Value(settings), jsontext.Value(settings), shape.FHIRService())
	if took := time.Since(start); took > 10*time.Second || string(merged) != settings {
		t.Errorf("took %v", took)
	}
}
