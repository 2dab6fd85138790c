// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"

	"github.com/corsgate/corsgate/repository"
)

// recordColumns are what groups and workspaces have beside their keys.
const recordColumns = `tenant_id, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision`

// recordUpdates are the columns that an update sets, also in services.
const recordUpdates = `
	id = excluded.id, location = excluded.location, document = excluded.document, etag = excluded.etag,
	created_by = excluded.created_by, created_by_type = excluded.created_by_type, created_at = excluded.created_at,
	modified_by = excluded.modified_by, modified_by_type = excluded.modified_by_type,
	modified_at = excluded.modified_at, revision = excluded.revision`

// recordTargets are where recordColumns are read to.
func recordTargets(w *repository.Workspace) []any {
	targets := append([]any{&w.Tenant, &w.ID, &w.Location, &w.Document}, metaColumns(&w.Meta)...)
	return append(targets, &w.Revision)
}

// recordValues are what is written to recordColumns.
func recordValues(w *repository.Workspace) []any {
	values := append([]any{w.Tenant, w.ID, w.Location, string(w.Document)}, metaValues(w.Meta)...)
	return append(values, w.Revision)
}

const workspaceColumns = `subscription_id, group_name, name, ` + recordColumns

const selectWorkspace = `SELECT ` + workspaceColumns + ` FROM workspaces
WHERE subscription_id = ? AND group_name = ? AND name = ? AND tenant_id = ?`

const selectWorkspacesOfGroup = `SELECT ` + workspaceColumns + ` FROM workspaces
WHERE subscription_id = ? AND group_name = ? AND name > ? AND tenant_id = ?
ORDER BY name LIMIT ?`

const selectWorkspacesOfSubscription = `SELECT ` + workspaceColumns + ` FROM workspaces
WHERE subscription_id = ? AND (group_name, name) > (?, ?) AND tenant_id = ?
ORDER BY group_name, name LIMIT ?`

// Workspace reads one.
func (s *Store) Workspace(ctx context.Context, scope repository.Scope, key repository.Key) (*repository.Workspace, error) {
	w, err := scanWorkspace(lookUp(ctx, s.reads.workspace, key.Subscription, key.Group, key.Workspace, scope.Tenant))
	if err := s.fault(ctx, "read workspace", notFound(err)); err != nil {
		return nil, err
	}
	return w, nil
}

// ListWorkspaces lists those of a subscription or a group.
func (s *Store) ListWorkspaces(ctx context.Context, scope repository.Scope, within repository.Key, page repository.Page) ([]*repository.Workspace, error) {
	statement := s.reads.workspacesOfSubscription
	args := []any{within.Subscription, page.After.Group, page.After.Workspace, scope.Tenant, max(page.Limit, 0)}
	if within.Group != "" {
		statement, args[1] = s.reads.workspacesOfGroup, within.Group
	}
	list, err := collect(ctx, statement, scanWorkspace, args...)
	return list, s.fault(ctx, "list workspaces", err)
}

const selectNameTaken = `SELECT EXISTS (SELECT 1 FROM workspaces WHERE name = ?)`

// WorkspaceNameTaken reports whether a workspace has that name, whoever's it is.
func (s *Store) WorkspaceNameTaken(ctx context.Context, name string) (taken bool, err error) {
	key := repository.NewKey("", "", name)
	err = s.reads.nameTaken.QueryRowContext(ctx, key.Workspace).Scan(&taken)
	return taken, s.fault(ctx, "look for a name", err)
}

func scanWorkspace(row scanner) (*repository.Workspace, error) {
	w := &repository.Workspace{}
	columns := []any{&w.Key.Subscription, &w.Key.Group, &w.Key.Workspace}
	return w, row.Scan(append(columns, recordTargets(w)...)...)
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, statement *sql.Stmt, scan func(scanner) (T, error), args ...any) (list []T, err error) {
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	err = each(rows, scan, func(item T) error { list = append(list, item); return nil })
	return list, err
}

// each reads rows one after the other, and closes them.
func each[T any](rows *sql.Rows, scan func(scanner) (T, error), do func(T) error) error {
	defer rows.Close()
	for rows.Next() {
		item, err := scan(rows)
		if err == nil {
			err = do(item)
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}
