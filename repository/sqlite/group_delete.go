// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"github.com/corsgate/corsgate/repository"
)

const (
	selectAllWorkspacesOfGroup = `SELECT ` + workspaceColumns + ` FROM workspaces
WHERE subscription_id = ? AND group_name = ? AND tenant_id = ? ORDER BY name`
	selectAllServicesOfGroup = `SELECT ` + serviceColumns + ` FROM services
WHERE subscription_id = ? AND group_name = ? AND tenant_id = ? ORDER BY workspace_name, name`
	// upsertTombstonesOfGroup is upsertTombstone for all services of a group.
	upsertTombstonesOfGroup = `INSERT INTO tombstones (label, tenant_id, revision, deleted_at)
SELECT label, tenant_id, ?4, ?5 FROM services WHERE subscription_id = ?1 AND group_name = ?2 AND tenant_id = ?3
ON CONFLICT (label) DO UPDATE SET
	tenant_id = excluded.tenant_id, revision = excluded.revision, deleted_at = excluded.deleted_at`
	deleteServicesOfGroup   = `DELETE FROM services WHERE subscription_id = ? AND group_name = ? AND tenant_id = ?`
	deleteWorkspacesOfGroup = `DELETE FROM workspaces WHERE subscription_id = ? AND group_name = ? AND tenant_id = ?`
	deleteGroup             = `DELETE FROM resource_groups WHERE subscription_id = ? AND name = ? AND tenant_id = ?`
)

// remove deletes the group with everything in it, and writes all that to the history.
func (*groupKind) remove(ctx context.Context, t tx, s subject, revision repository.Revision) error {
	group := []any{s.key.Subscription, s.key.Group, s.scope.Tenant}
	if err := t.recordContents(ctx, s, group, revision); err != nil {
		return err
	}
	if err := t.exec(ctx, t.st.buryServices, append(slices.Clone(group), revision, formatTime(s.audit.At))...); err != nil {
		return err
	}
	for _, statement := range []*sql.Stmt{t.st.deleteServices, t.st.deleteWorkspaces, t.st.deleteGroup} {
		if err := t.exec(ctx, statement, group...); err != nil {
			return err
		}
	}
	return nil
}

// recordContents writes to the history that everything in the group goes. It holds one record at a time, as a service may
// have settings of several megabytes.
func (t tx) recordContents(ctx context.Context, s subject, group []any, revision repository.Revision) error {
	workspaces, err := t.StmtContext(ctx, t.st.allWorkspaces).QueryContext(ctx, group...)
	if err != nil {
		return err
	}
	if err := each(workspaces, scanWorkspace, func(w *repository.Workspace) error {
		return insertDeletion(ctx, t, workspaceKind{}, subject{s.scope, w.Key, s.audit}, w, revision)
	}); err != nil {
		return err
	}
	services, err := t.StmtContext(ctx, t.st.allServices).QueryContext(ctx, group...)
	if err != nil {
		return err
	}
	return each(services, scanService, func(service *repository.Service) error {
		return insertDeletion(ctx, t, serviceKind{}, subject{s.scope, service.Key, s.audit}, service, revision)
	})
}
