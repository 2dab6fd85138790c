// SPDX-License-Identifier: Apache-2.0

package store

import (
	"crypto/rand"
	"encoding/json"
	"time"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// row is a service as a bare handler has it: the columns of the table. A time is what the driver makes of it.
type row struct {
	Subscription, Group, Workspace, Name, Tenant, ID, Location, Document, ETag string
	CreatedBy, CreatedByType                                                   string
	CreatedAt                                                                  any
	ModifiedBy, ModifiedByType                                                 string
	ModifiedAt                                                                 any
	CORS, Upstream, Gateway                                                    *string
	Revision                                                                   int64
}

const selectRow = `SELECT subscription_id, group_name, workspace_name, name, tenant_id, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, cors, upstream, gateway, revision
FROM services WHERE subscription_id = $1 AND group_name = $2 AND workspace_name = $3 AND name = $4 AND tenant_id = $5`

const updateCounter = `UPDATE meta SET revision = revision + 1 RETURNING revision`

const updateRow = `UPDATE services SET cors = $6, etag = $7, modified_by = $8, modified_by_type = $9, modified_at = $10, revision = $11
WHERE subscription_id = $1 AND group_name = $2 AND workspace_name = $3 AND name = $4 AND tenant_id = $5`

const insertAudit = `INSERT INTO audit (tenant_id, principal, client_address, correlation_id, action, scope, outcome,
	revision, before, after, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

func (r *row) targets() []any {
	return []any{&r.Subscription, &r.Group, &r.Workspace, &r.Name, &r.Tenant, &r.ID, &r.Location, &r.Document, &r.ETag,
		&r.CreatedBy, &r.CreatedByType, &r.CreatedAt, &r.ModifiedBy, &r.ModifiedByType, &r.ModifiedAt,
		&r.CORS, &r.Upstream, &r.Gateway, &r.Revision}
}

// settings are what somebody reads a service for.
func (r *row) settings() (s cors.Settings, err error) {
	part := repository.Part[cors.Settings]{}
	err = json.Unmarshal([]byte(*r.CORS), &part)
	return part.Value, err
}

func keyArgs(service int) []any {
	return []any{subscription, group, workspace, serviceName(service), tenant}
}

// change gives the row its next settings. kept is the time as the column wants it.
func (r *row) change(n int, at time.Time, kept any) error {
	text, err := json.Marshal(repository.Part[cors.Settings]{Value: settings(n),
		Meta: repository.Meta{ETag: rand.Text(), Created: stamp(at), Modified: stamp(at)}})
	if err != nil {
		return err
	}
	r.CORS, r.ETag, r.ModifiedBy, r.ModifiedByType, r.ModifiedAt = new(string(text)), rand.Text(), "operator", "Application", kept
	return nil
}

func (r *row) updateArgs(service int) []any {
	return append(keyArgs(service), r.CORS, r.ETag, r.ModifiedBy, r.ModifiedByType, r.ModifiedAt, r.Revision)
}

func auditArgs(service int, before, after row) ([]any, error) {
	old, err := json.Marshal(before)
	if err != nil {
		return nil, err
	}
	now, err := json.Marshal(after)
	if err != nil {
		return nil, err
	}
	a := audit()
	return []any{tenant, a.Principal, a.ClientAddress, a.CorrelationID, a.Action, key(service).String(), repository.Succeeded,
		after.Revision, string(old), string(now), after.ModifiedAt}, nil
}
