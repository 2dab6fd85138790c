// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"

	"github.com/corsgate/corsgate/repository"
)

const insertAudit = `INSERT INTO audit (tenant_id, principal, client_address, correlation_id, action, scope, outcome,
	revision, before, after, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

func (t tx) insertEntry(ctx context.Context, e repository.Entry) error {
	return t.exec(ctx, t.st.insertAudit, e.Tenant, e.Principal, e.ClientAddress, e.CorrelationID, e.Action, e.Scope,
		e.Outcome, e.Revision, text(e.Before), text(e.After), formatTime(e.At))
}

// text is null for nothing, and readable in the table otherwise.
func text(json []byte) any {
	if json == nil {
		return nil
	}
	return string(json)
}

const selectHistory = `SELECT tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision,
	before, after, at FROM audit WHERE scope = ? AND revision > ? AND tenant_id = ? ORDER BY revision LIMIT ?`

// History lists the changes of one record, oldest first.
func (s *Store) History(ctx context.Context, scope repository.Scope, key repository.Key, after repository.Revision, limit int) ([]repository.Entry, error) {
	list, err := collect(ctx, s.reads.history, scanEntry, key.String(), after, scope.Tenant, max(limit, 0))
	return list, s.fault(ctx, "read history", err)
}

func scanEntry(row scanner) (e repository.Entry, err error) {
	err = row.Scan(&e.Tenant, &e.Principal, &e.ClientAddress, &e.CorrelationID, &e.Action, &e.Scope, &e.Outcome,
		&e.Revision, &e.Before, &e.After, timeColumn{&e.At})
	return e, err
}
