// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

const workspaceColumns = `subscription_id, group_name, name, tenant_id, ` + contentColumns + `, revision`

const selectWorkspace = `SELECT ` + workspaceColumns + ` FROM workspaces
WHERE subscription_id = $1 AND group_name = $2 AND name = $3 AND tenant_id = $4`

const selectWorkspacesOfGroup = `SELECT ` + workspaceColumns + ` FROM workspaces
WHERE subscription_id = $1 AND group_name = $2 AND name > $3 AND tenant_id = $4
ORDER BY name LIMIT $5`

const selectWorkspacesOfSubscription = `SELECT ` + workspaceColumns + ` FROM workspaces
WHERE subscription_id = $1 AND (group_name, name) > ($2, $3) AND tenant_id = $4
ORDER BY group_name, name LIMIT $5`

// Workspace reads one.
func (s *Store) Workspace(ctx context.Context, scope repository.Scope, key repository.Key) (w *repository.Workspace, err error) {
	err = s.lookUp(ctx, "read workspace", key, func(ctx context.Context) (err error) {
		w, err = queryOne(ctx, s.pool, scanWorkspace, selectWorkspace, key.Subscription, key.Group, key.Workspace, scope.Tenant)
		return err
	})
	return w, err
}

// ListWorkspaces lists those of a subscription or a group.
func (s *Store) ListWorkspaces(ctx context.Context, scope repository.Scope, within repository.Key, page repository.Page) (list []*repository.Workspace, err error) {
	sql, group := selectWorkspacesOfSubscription, page.After.Group
	if within.Group != "" {
		sql, group = selectWorkspacesOfGroup, within.Group
	}
	err = s.lookUp(ctx, "list workspaces", within, func(ctx context.Context) (err error) {
		list, err = queryAll(ctx, s.pool, scanWorkspace, sql, within.Subscription, group, page.After.Workspace, scope.Tenant, max(page.Limit, 0))
		return err
	})
	return list, orNone(err)
}

const selectNameTaken = `SELECT EXISTS (SELECT FROM workspaces WHERE name = $1)`

// WorkspaceNameTaken reports whether a workspace has that name, whoever's it is.
func (s *Store) WorkspaceNameTaken(ctx context.Context, name string) (taken bool, err error) {
	key := repository.NewKey("", "", name)
	err = s.lookUp(ctx, "look for a name", key, func(ctx context.Context) (err error) {
		taken, err = queryOne(ctx, s.pool, pgx.RowTo[bool], selectNameTaken, key.Workspace)
		return err
	})
	return taken, orNone(err)
}

func scanWorkspace(row pgx.CollectableRow) (*repository.Workspace, error) {
	w := &repository.Workspace{}
	err := row.Scan(append([]any{&w.Key.Subscription, &w.Key.Group, &w.Key.Workspace}, recordTargets(w)...)...)
	utc(&w.Meta)
	return w, err
}

// recordTargets are where tenant_id, contentColumns and revision are read to.
func recordTargets(w *repository.Workspace) []any {
	targets := append([]any{&w.Tenant, &w.ID, &w.Location, &w.Document}, metaTargets(&w.Meta)...)
	return append(targets, &w.Revision)
}

// recordValues are what is written to contentColumns.
func recordValues(w *repository.Workspace) []any {
	return append([]any{w.ID, w.Location, string(w.Document)}, metaValues(w.Meta)...)
}
