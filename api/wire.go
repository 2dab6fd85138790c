// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

// readOnly are members that the server sets. Clients send back what they have read, so they are accepted and ignored.
type readOnly struct {
	ID         jsontext.Value `json:"id,omitzero"`
	Name       jsontext.Value `json:"name,omitzero"`
	Type       jsontext.Value `json:"type,omitzero"`
	ETag       jsontext.Value `json:"etag,omitzero"`
	SystemData jsontext.Value `json:"systemData,omitzero"`
}

// document is what is kept of a group, workspace or FHIR service without being read: tags, kind, identity and those
// properties that are nobody's business here. It is stored as this JSON.
type document struct {
	Kind       string            `json:"kind,omitzero"`
	Tags       map[string]string `json:"tags,omitzero"`
	Identity   jsontext.Value    `json:"identity,omitzero"`
	Properties jsontext.Value    `json:"properties,omitzero"`
}

// request is the body of a PUT of a workspace or FHIR service.
type request struct {
	readOnly
	document
	Location string `json:"location"`
}

// groupRequest is the body of a PUT of a resource group, which has neither kind nor identity.
type groupRequest struct {
	readOnly
	Location   string            `json:"location"`
	Tags       map[string]string `json:"tags,omitzero"`
	Properties jsontext.Value    `json:"properties,omitzero"`
}

func (r *groupRequest) toInput() (service.Input, error) {
	whole := request{Location: r.Location, document: document{Tags: r.Tags, Properties: r.Properties}}
	in, err := whole.toInput(false)
	return in.Input, err
}

// setProperties are the properties that the server sets; kept are all others.
type setProperties struct {
	ProvisioningState          jsontext.Value `json:"provisioningState,omitzero"`
	EventState                 jsontext.Value `json:"eventState,omitzero"`
	PrivateEndpointConnections jsontext.Value `json:"privateEndpointConnections,omitzero"`
	CORS                       jsontext.Value `json:"corsConfiguration,omitzero"`
	Kept                       jsontext.Value `json:",inline"`
}

// resource is what every answer about a group, workspace or FHIR service looks like.
type resource struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Type     string `json:"type"`
	ETag     string `json:"etag"`
	Location string `json:"location"`
	document
	SystemData arm.SystemData `json:"systemData"`
}

// shownProperties are kept properties with those that the server sets.
type shownProperties struct {
	Kept              jsontext.Value `json:",inline"`
	CORS              *cors.Settings `json:"corsConfiguration,omitzero"`
	ProvisioningState string         `json:"provisioningState"`
}

// toInput takes a request apart into what is kept as it is and the CORS settings; isService says whether it has any.
func (r *request) toInput(isService bool) (service.FHIRServiceInput, error) {
	in := service.FHIRServiceInput{Input: service.Input{Location: r.Location}}
	if err := r.check(); err != nil {
		return in, err
	}
	var p setProperties
	if r.Properties != nil {
		if err := json.Unmarshal(r.Properties, &p); err != nil {
			return in, badContent("properties", "properties must be a JSON object.")
		}
	}
	kept := r.document
	kept.Properties = p.Kept
	if isService {
		in.CORS = p.CORS
	} else if p.CORS != nil {
		return in, badContent("properties.corsConfiguration", "There are no CORS settings here. Set them on a FHIR service.")
	}
	var err error
	if in.Document, err = json.Marshal(kept, json.Deterministic(true)); err != nil {
		return in, badContent("", "The body cannot be kept as JSON.")
	}
	if len(in.Document) > maxDocument {
		return in, badContent("properties", "The resource is larger than 64 KiB, its CORS settings not counted. Shorten its properties and tags.")
	}
	return in, nil
}

// maxDocument bounds what is kept of a resource besides its CORS settings, in bytes of JSON. Each change keeps it twice
// in the history.
const maxDocument = 64 << 10

// The limits of tags, as in Azure, and of a location, which error messages repeat.
const (
	maxTags     = 50
	maxTagName  = 512
	maxTagValue = 256
	maxLocation = 128
)

func (r *request) check() error {
	if len(r.Location) > maxLocation {
		return badContent("location", "The location is longer than 128 bytes.")
	}
	if len(r.Tags) > maxTags {
		return badContent("tags", "There are more than 50 tags.")
	}
	for name, value := range r.Tags {
		if name == "" || len(name) > maxTagName || len(value) > maxTagValue {
			return badContent("tags", "A tag's name has 1 to 512 bytes, its value at most 256.")
		}
	}
	if r.Identity != nil && r.Identity.Kind() != '{' {
		return badContent("identity", "identity must be a JSON object.")
	}
	if r.Properties != nil && r.Properties.Kind() != '{' {
		return badContent("properties", "properties must be a JSON object.")
	}
	return nil
}

// show builds the answer about a record. id is spelt as the caller of this request spelt it.
func show(id arm.ID, location string, stored []byte, meta repository.Meta, settings *cors.Settings) (*resource, error) {
	r := &resource{ID: id.Path, Name: id.Name(), Type: string(id.Type), ETag: arm.QuoteETag(meta.ETag), Location: location,
		SystemData: systemData(meta)}
	if err := json.Unmarshal(stored, &r.document); err != nil {
		return nil, err
	}
	shown := shownProperties{Kept: r.Properties, CORS: settings, ProvisioningState: "Succeeded"}
	var err error
	r.Properties, err = json.Marshal(shown)
	return r, err
}

func showGroup(id arm.ID, g *repository.Group) (*resource, error) {
	return show(id, g.Location, g.Document, g.Meta, nil)
}

func showWorkspace(id arm.ID, w *repository.Workspace) (*resource, error) {
	return show(id, w.Location, w.Document, w.Meta, nil)
}

func showService(id arm.ID, s *repository.Service) (*resource, error) {
	return show(id, s.Location, s.Document, s.Meta, settingsOf(s))
}

func settingsOf(s *repository.Service) *cors.Settings {
	if s.CORS == nil {
		return nil
	}
	return &s.CORS.Value
}

func systemData(m repository.Meta) arm.SystemData {
	return arm.SystemData{
		CreatedBy: m.Created.By, CreatedByType: m.Created.ByType, CreatedAt: m.Created.At.UTC(),
		LastModifiedBy: m.Modified.By, LastModifiedByType: m.Modified.ByType, LastModifiedAt: m.Modified.At.UTC(),
	}
}
