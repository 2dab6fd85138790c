// SPDX-License-Identifier: Apache-2.0

package repository

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/cors"
)

// auditRecord is the JSON of a subscription, a group, a workspace or a service in the audit table, the same in every store. History is kept for years and read by people and
// other programs: members may be added here, never renamed. The revision is the entry's own.
type auditRecord struct {
	ID       string                 `json:"id"`
	Location string                 `json:"location"`
	Document jsontext.Value         `json:"document,omitzero"`
	Meta     Meta                   `json:"meta"`
	CORS     *Part[cors.Settings]   `json:"cors,omitzero"`
	Upstream *Part[Upstream]        `json:"upstream,omitzero"`
	Gateway  *Part[GatewaySettings] `json:"gateway,omitzero"`
}

// AuditJSON is the subscription as Entry.Before and Entry.After hold it.
func (s *Subscription) AuditJSON() ([]byte, error) { return (*Workspace)(s).AuditJSON() }

// AuditJSON is the group as Entry.Before and Entry.After hold it.
func (g *Group) AuditJSON() ([]byte, error) { return (*Workspace)(g).AuditJSON() }

// AuditJSON is the workspace as Entry.Before and Entry.After hold it.
func (w *Workspace) AuditJSON() ([]byte, error) {
	return encodeAudit(auditRecord{ID: w.ID, Location: w.Location, Document: w.Document, Meta: w.Meta})
}

// AuditJSON is the service as Entry.Before and Entry.After hold it.
func (s *Service) AuditJSON() ([]byte, error) {
	return encodeAudit(auditRecord{ID: s.ID, Location: s.Location, Document: s.Document, Meta: s.Meta,
		CORS: s.CORS, Upstream: s.Upstream, Gateway: s.Gateway})
}

// encodeAudit keeps the document's own spelling of strings and numbers; whether its names repeat is not the store's matter.
func encodeAudit(r auditRecord) ([]byte, error) {
	if len(r.Document) == 0 {
		r.Document = nil
	}
	return json.Marshal(r, jsontext.PreserveRawStrings(true), jsontext.AllowDuplicateNames(true))
}
