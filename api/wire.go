// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/arm/shape"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

// document is what is kept of a resource without being read: everything but its location and its CORS settings. It is
// stored as this JSON.
type document struct {
	DisplayName string            `json:"displayName,omitzero"`
	Tags        map[string]string `json:"tags,omitzero"`
	Kind        string            `json:"kind,omitzero"`
	ManagedBy   string            `json:"managedBy,omitzero"`
	Identity    jsontext.Value    `json:"identity,omitzero"`
	Properties  jsontext.Value    `json:"properties,omitzero"`
}

// content is what a client may say of a resource.
type content struct {
	document
	Location string `json:"location,omitzero"`
}

// apart are properties with the CORS settings beside them.
type apart struct {
	CORS jsontext.Value `json:"corsConfiguration,omitzero"`
	Kept jsontext.Value `json:",inline"`
}

// maxDocument bounds what is kept of a resource besides its CORS settings, in bytes of JSON. Each change keeps it twice
// in the history.
const maxDocument = 64 << 10

// toInput takes a body that its shape has passed apart, into what is kept as it is and the CORS settings.
func toInput(body jsontext.Value, s *shape.Shape, v shape.Version) (service.FHIRServiceInput, error) {
	var in service.FHIRServiceInput
	var c content
	if err := json.Unmarshal(shape.Kept(body, s), &c); err != nil {
		return in, badContent("", "The body has the wrong form.")
	}
	var p apart
	if c.Properties != nil {
		if err := json.Unmarshal(c.Properties, &p); err != nil {
			return in, badContent("properties", "properties must be a JSON object.")
		}
	}
	c.Properties = p.Kept
	document, err := json.Marshal(c.document, json.Deterministic(true))
	if err != nil {
		return in, badContent("", "The body cannot be kept as JSON.")
	}
	in.Location, in.Document, in.CORS = c.Location, document, p.CORS
	in.Carry = func(old, next []byte) ([]byte, error) {
		kept := shape.Carry(old, next, s, v)
		return kept, checkDocument(kept)
	}
	return in, checkDocument(document)
}

func checkDocument(document []byte) error {
	if len(document) > maxDocument {
		return badContent("properties", "The resource is larger than 64 KiB, its CORS settings not counted. Shorten its properties and tags.")
	}
	return nil
}

// resource is what every answer about a group, workspace or FHIR service looks like. What is kept is repeated as it is.
type resource struct {
	ID         string          `json:"id"`
	Name       string          `json:"name"`
	Type       string          `json:"type"`
	ETag       string          `json:"etag"`
	Location   string          `json:"location"`
	Kind       jsontext.Value  `json:"kind,omitzero"`
	ManagedBy  jsontext.Value  `json:"managedBy,omitzero"`
	Tags       jsontext.Value  `json:"tags,omitzero"`
	Identity   jsontext.Value  `json:"identity,omitzero"`
	Properties shownProperties `json:"properties"`
	SystemData arm.SystemData  `json:"systemData"`
}

// kept is a document that is not read but repeated.
type kept struct {
	Kind       jsontext.Value `json:"kind"`
	ManagedBy  jsontext.Value `json:"managedBy"`
	Tags       jsontext.Value `json:"tags"`
	Identity   jsontext.Value `json:"identity"`
	Properties jsontext.Value `json:"properties"`
}

// shownProperties are kept properties with those that the server sets.
type shownProperties struct {
	Kept              jsontext.Value `json:",inline"`
	CORS              *cors.Settings `json:"corsConfiguration,omitzero"`
	ProvisioningState string         `json:"provisioningState"`
}

// size is about how many bytes they are in an answer.
func (p *shownProperties) size() int {
	size := len(p.Kept)
	if p.CORS != nil {
		for _, list := range [][]string{p.CORS.Origins, p.CORS.Headers, p.CORS.Methods} {
			for _, entry := range list {
				size += len(entry)
			}
		}
	}
	return size
}

// stored is a record as far as an answer needs it.
type stored struct {
	location string
	document []byte
	meta     repository.Meta
	settings *cors.Settings
}

// show builds the answer about a record, as a caller of the version sees it. id is spelt as this request spelt it.
func show(id arm.ID, r stored, s *shape.Shape, v shape.Version) (*resource, error) {
	var k kept
	if err := json.Unmarshal(shape.View(r.document, s, v), &k); err != nil {
		return nil, err
	}
	return &resource{ID: id.Path, Name: id.Name(), Type: string(id.Type), ETag: arm.QuoteETag(r.meta.ETag),
		Location: arm.NormalizeLocation(r.location), Kind: k.Kind, ManagedBy: k.ManagedBy, Tags: k.Tags, Identity: k.Identity,
		Properties: shownProperties{k.Properties, r.settings, "Succeeded"}, SystemData: systemData(r.meta)}, nil
}

func (c *call) showGroup(id arm.ID, g *repository.Group) (*resource, error) {
	return show(id, stored{g.Location, g.Document, g.Meta, nil}, groupShape, c.version)
}

func (c *call) showWorkspace(id arm.ID, w *repository.Workspace) (*resource, error) {
	return show(id, stored{w.Location, w.Document, w.Meta, nil}, workspaceShape, c.version)
}

func (c *call) showService(id arm.ID, s *repository.Service) (*resource, error) {
	return show(id, stored{s.Location, s.Document, s.Meta, settingsOf(s)}, serviceShape, c.version)
}

// The shapes of bodies. They are never changed.
var (
	subscriptionShape = shape.Subscription()
	groupShape        = shape.ResourceGroup()
	workspaceShape    = shape.Workspace()
	serviceShape      = shape.FHIRService()
	nameShape         = shape.NameAvailability()
	settingsShape     = shape.CORSSettings()
	upstreamShape     = shape.Upstream()
	gatewayShape      = shape.GatewaySettings()
)

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
