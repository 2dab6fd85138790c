// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

const insertEntry = `INSERT INTO audit (tenant_id, principal, client_address, correlation_id, action, scope, outcome,
	before, after, at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ` + thisRevision + `)`

func newEntry[T any](k kind[T], s subject, c repository.Change[T]) (statement, error) {
	before, err := encodeIfAny(k, c.Before)
	if err != nil {
		return statement{}, err
	}
	after, err := encodeIfAny(k, c.After)
	if err != nil {
		return statement{}, err
	}
	a := s.audit
	return statement{insertEntry, []any{s.scope.Tenant, a.Principal, a.ClientAddress, a.CorrelationID, a.Action,
		s.key.String(), repository.Succeeded, before, after, a.At}}, nil
}

// encodeIfAny is null for nothing, and readable in the table otherwise.
func encodeIfAny[T any](k kind[T], record *T) (any, error) {
	if record == nil {
		return nil, nil
	}
	text, err := k.encode(record)
	if err != nil {
		return nil, refusal{err}
	}
	return string(text), nil
}

const selectHistory = `SELECT tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision,
	before, after, at FROM audit WHERE scope = $1 AND revision > $2 AND tenant_id = $3 ORDER BY revision LIMIT $4`

// History lists the changes of one record, oldest first.
func (s *Store) History(ctx context.Context, scope repository.Scope, key repository.Key, after repository.Revision, limit int) (list []repository.Entry, err error) {
	err = s.lookUp(ctx, "read history", key, func(ctx context.Context) (err error) {
		list, err = queryAll(ctx, s.pool, scanEntry, selectHistory, key.String(), after, scope.Tenant, max(limit, 0))
		return err
	})
	return list, orNone(err)
}

func scanEntry(row pgx.CollectableRow) (e repository.Entry, err error) {
	err = row.Scan(&e.Tenant, &e.Principal, &e.ClientAddress, &e.CorrelationID, &e.Action, &e.Scope, &e.Outcome,
		&e.Revision, &e.Before, &e.After, &e.At)
	e.At = e.At.UTC()
	return e, err
}
