// SPDX-License-Identifier: Apache-2.0

package api

import (
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

type upstreamProperties struct {
	URL               string         `json:"url"`
	ProvisioningState jsontext.Value `json:"provisioningState,omitzero"`
}

type gatewayProperties struct {
	Enforcement       repository.Enforcement   `json:"enforcement,omitzero"`
	Discovery         repository.DiscoveryRule `json:"discovery,omitzero"`
	ProvisioningState jsontext.Value           `json:"provisioningState,omitzero"`
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
