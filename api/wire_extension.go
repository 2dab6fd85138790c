// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/service"
)

// propertiesOf reads the properties of an extension resource from a body that its shape has passed.
func propertiesOf[P any](body jsontext.Value) (P, error) {
	var in struct {
		Properties P `json:"properties"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return in.Properties, badContent("properties", "properties has the wrong form.")
	}
	return in.Properties, nil
}

// extensionResource is what every answer about an extension resource looks like. Its properties are just the stored
// value, so that what was read can be compared with what was sent.
type extensionResource struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	ETag       string         `json:"etag"`
	Properties any            `json:"properties"`
	SystemData arm.SystemData `json:"systemData"`
}

func showExtension[T any](id arm.ID, x *service.Extension[T]) *extensionResource {
	return &extensionResource{ID: id.Path, Name: id.Name(), Type: string(id.Type), ETag: arm.QuoteETag(x.Meta.ETag),
		Properties: x.Value, SystemData: systemData(x.Meta)}
}
