// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Who creates something keeps its parent first. So once the group is locked no workspace comes, and once its workspaces
// are locked no service. Each statement sees what was committed before it got to its turn: after the locks of the one
// before it, and so everything that there will ever be. They tell keys and sizes only: the records may be of any size.
const (
	lockWorkspacesOfGroup = `SELECT name, '', octet_length(document) FROM workspaces
WHERE subscription_id = $1 AND group_name = $2 AND tenant_id = $3 ORDER BY name FOR UPDATE`
	lockServicesOfGroup = `SELECT workspace_name, name, octet_length(document) +
	octet_length(coalesce(cors, '')) + octet_length(coalesce(upstream, '')) + octet_length(coalesce(gateway, '')) FROM services
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

// remove deletes the group with everything in it. What goes to the history is read and sent a load at a time, and only
// the last load together with the commit.
func (*groupKind) remove(ctx context.Context, t tx, s subject) ([]statement, error) {
	t.extend()
	loads, err := lockContents(ctx, t, s)
	if err != nil {
		return nil, err
	}
	group := groupArgs(s)
	statements := []statement{
		{insertTombstonesOfGroup, append(slices.Clone(group), s.audit.At)},
		{deleteServicesOfGroup, group}, {deleteWorkspacesOfGroup, group}, {deleteGroup, group},
	}
	for i, load := range loads {
		entries, err := load.read(ctx, t, s)
		if err != nil {
			return nil, err
		}
		if i == len(loads)-1 {
			return append(statements, entries), nil
		}
		if err := t.send(ctx, entries); err != nil {
			return nil, err
		}
	}
	return statements, nil
}

func groupArgs(s subject) []any { return []any{s.key.Subscription, s.key.Group, s.scope.Tenant} }

// lockContents locks all that is in the group, and divides it into loads.
func lockContents(ctx context.Context, t tx, s subject) (loads loads, err error) {
	batch := &pgx.Batch{}
	batch.Queue(lockWorkspacesOfGroup, groupArgs(s)...).Query(func(rows pgx.Rows) error {
		return loads.add(rows, selectWorkspacesToRecord, func(workspace, _ string) []any { return []any{workspace} })
	})
	batch.Queue(lockServicesOfGroup, groupArgs(s)...).Query(func(rows pgx.Rows) error {
		return loads.add(rows, selectServicesToRecord, func(workspace, service string) []any { return []any{workspace, service} })
	})
	err = t.conn.SendBatch(ctx, batch).Close()
	return loads, err
}
