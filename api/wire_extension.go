// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

// extensionRequest is the body of a PUT of an extension resource whose properties are a P.
type extensionRequest[P any] struct {
	readOnly
	Properties *P `json:"properties"`
}

// corsRequest leaves the settings unread: the rules of CORS say what is wrong with them.
type corsRequest struct {
	readOnly
	Properties jsontext.Value `json:"properties"`
}

// given is a value that may be absent but not null: null would be stored as absent, and read back so.
type given[T any] struct{ Value T }

var errNull = errors.New("null is not a value here")

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (g *given[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() == 'n' {
		return errNull
	}
	return json.UnmarshalDecode(d, &g.Value)
}

type upstreamProperties struct {
	URL               given[string]  `json:"url"`
	ProvisioningState jsontext.Value `json:"provisioningState,omitzero"`
}

type gatewayProperties struct {
	Enforcement       given[repository.Enforcement]   `json:"enforcement"`
	Discovery         given[repository.DiscoveryRule] `json:"discovery"`
	ProvisioningState jsontext.Value                  `json:"provisioningState"`
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
