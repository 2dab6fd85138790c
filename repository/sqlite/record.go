// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// record is the JSON of a workspace or a service in the audit table. History is kept for years and read by people and
// other programs: members may be added here, never renamed.
type record struct {
	ID       string                                       `json:"id"`
	Location string                                       `json:"location"`
	Document jsontext.Value                               `json:"document,omitzero"`
	Meta     repository.Meta                              `json:"meta"`
	CORS     *repository.Part[cors.Settings]              `json:"cors,omitzero"`
	Upstream *repository.Part[repository.Upstream]        `json:"upstream,omitzero"`
	Gateway  *repository.Part[repository.GatewaySettings] `json:"gateway,omitzero"`
	Revision repository.Revision                          `json:"revision"`
}

func encodeWorkspace(w *repository.Workspace) ([]byte, error) {
	return encode(record{ID: w.ID, Location: w.Location, Document: w.Document, Meta: w.Meta, Revision: w.Revision})
}

func encodeService(s *repository.Service) ([]byte, error) {
	return encode(record{ID: s.ID, Location: s.Location, Document: s.Document, Meta: s.Meta,
		CORS: s.CORS, Upstream: s.Upstream, Gateway: s.Gateway, Revision: s.Revision})
}

// encode keeps the document's own spelling of strings and numbers; whether its names repeat is not the store's matter.
func encode(r record) ([]byte, error) {
	if len(r.Document) == 0 {
		r.Document = nil
	}
	return json.Marshal(r, jsontext.PreserveRawStrings(true), jsontext.AllowDuplicateNames(true))
}
