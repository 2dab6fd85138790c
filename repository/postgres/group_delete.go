// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// Who creates something keeps its parent first. So once the group is locked no workspace comes, and once its workspaces
// are locked no service. Each statement sees what was committed before it got to its turn: after the locks of the one
// before it, and so everything that there will ever be.
const (
	lockWorkspacesOfGroup = `SELECT ` + workspaceColumns + ` FROM workspaces
WHERE subscription_id = $1 AND group_name = $2 AND tenant_id = $3 ORDER BY name FOR UPDATE`
	lockServicesOfGroup = `SELECT ` + serviceColumns + ` FROM services
WHERE subscription_id = $1 AND group_name = $2 AND tenant_id = $3 ORDER BY workspace_name, name FOR UPDATE`
)

const (
	insertTombstonesOfGroup = `INSERT INTO tombstones (label, tenant_id, deleted_at, revision)
SELECT label, tenant_id, $4, ` + thisRevision + ` FROM services
WHERE subscription_id = $1 AND group_name = $2 AND tenant_id = $3`
	deleteServicesOfGroup   = `DELETE FROM services WHERE subscription_id = $1 AND group_name = $2 AND tenant_id = $3`
	deleteWorkspacesOfGroup = `DELETE FROM workspaces WHERE subscription_id = $1 AND group_name = $2 AND tenant_id = $3`
	deleteGroup             = `DELETE FROM resource_groups WHERE subscription_id = $1 AND name = $2 AND tenant_id = $3`
)

// remove deletes the group with everything in it.
func (*groupKind) remove(ctx context.Context, t tx, s subject) ([]statement, error) {
	t.extend()
	entries, err := lockContents(ctx, t, s)
	if err != nil {
		return nil, err
	}
	group := []any{s.key.Subscription, s.key.Group, s.scope.Tenant}
	statements := []statement{
		{insertTombstonesOfGroup, append(slices.Clone(group), s.audit.At)},
		{deleteServicesOfGroup, group}, {deleteWorkspacesOfGroup, group}, {deleteGroup, group},
	}
	return append(statements, entries...), nil
}

// lockContents locks all that is in the group, and returns what writes it to the history.
func lockContents(ctx context.Context, t tx, s subject) ([]statement, error) {
	var last deletions
	batch := &pgx.Batch{}
	group := []any{s.key.Subscription, s.key.Group, s.scope.Tenant}
	batch.Queue(lockWorkspacesOfGroup, group...).Query(func(rows pgx.Rows) error {
		return each(rows, scanWorkspace, func(w *repository.Workspace) error { return last.add(w.Key, w) })
	})
	batch.Queue(lockServicesOfGroup, group...).Query(func(rows pgx.Rows) error {
		return each(rows, scanService, func(s *repository.Service) error { return last.add(s.Key, s) })
	})
	if err := t.conn.SendBatch(ctx, batch).Close(); err != nil {
		return nil, err
	}
	return last.statements(s), nil
}

func each[T any](rows pgx.Rows, scan func(pgx.CollectableRow) (T, error), do func(T) error) error {
	for rows.Next() {
		record, err := scan(rows)
		if err == nil {
			err = do(record)
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}

// deletions are records that go with their group, as the history has them.
type deletions struct{ scopes, befores []string }

func (d *deletions) add(key repository.Key, record interface{ AuditJSON() ([]byte, error) }) error {
	text, err := record.AuditJSON()
	if err != nil {
		return refusal{err}
	}
	d.scopes, d.befores = append(d.scopes, key.String()), append(d.befores, string(text))
	return nil
}

// insertDeletions writes many entries at once: the counter is locked meanwhile.
const insertDeletions = `INSERT INTO audit (tenant_id, principal, client_address, correlation_id, action, outcome, at, scope, before, revision)
SELECT $1, $2, $3, $4, $5, $6, $7::timestamptz, scope, before, ` + thisRevision + ` FROM unnest($8::text[], $9::text[]) AS gone (scope, before)`

const deletionsAtOnce = 500 // some hundred kilobytes

func (d *deletions) statements(s subject) (list []statement) {
	for first := 0; first < len(d.scopes); first += deletionsAtOnce {
		last := min(first+deletionsAtOnce, len(d.scopes))
		list = append(list, statement{insertDeletions, []any{s.scope.Tenant, s.audit.Principal, s.audit.ClientAddress,
			s.audit.CorrelationID, s.audit.Action, repository.Succeeded, s.audit.At, d.scopes[first:last], d.befores[first:last]}})
	}
	return list
}
