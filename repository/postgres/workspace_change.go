// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// ChangeWorkspace creates, updates or deletes one.
func (s *Store) ChangeWorkspace(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Workspace]) (repository.Change[repository.Workspace], error) {
	return change(ctx, s, workspaceKind{}, "change workspace", subject{scope, key, audit}, mutate)
}

type workspaceKind struct{}

var _ kind[repository.Workspace] = workspaceKind{}

const lockWorkspace = selectWorkspace + ` FOR UPDATE`

func (workspaceKind) lock(ctx context.Context, t tx, s subject) (*repository.Workspace, error) {
	return lock(ctx, t, scanWorkspace, lockWorkspace, s.key.Subscription, s.key.Group, s.key.Workspace, s.scope.Tenant)
}

const keepGroup = `SELECT name FROM resource_groups WHERE subscription_id = $1 AND name = $2 AND tenant_id = $3 FOR KEY SHARE`

func (workspaceKind) lockParent(ctx context.Context, t tx, s subject) error {
	_, err := queryOne(ctx, t.conn, pgx.RowTo[string], keepGroup, s.key.Subscription, s.key.Group, s.scope.Tenant)
	return asParent(err)
}

func asParent(err error) error {
	if errors.Is(err, repository.ErrNotFound) {
		return repository.ErrParentNotFound
	}
	return err
}

func (workspaceKind) next(old, wanted *repository.Workspace, s subject) (*repository.Workspace, bool) {
	return repository.NextWorkspace(s.scope, s.key, old, wanted)
}

const insertWorkspace = `INSERT INTO workspaces (` + workspaceColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, ` + thisRevision + `)`

const updateWorkspace = `UPDATE workspaces SET (` + contentColumns + `, revision) =
	ROW ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, ` + thisRevision + `)
WHERE subscription_id = $1 AND group_name = $2 AND name = $3 AND tenant_id = $4`

func (workspaceKind) put(old, next *repository.Workspace) ([]statement, error) {
	args := append([]any{next.Key.Subscription, next.Key.Group, next.Key.Workspace, next.Tenant}, recordValues(next)...)
	if old == nil {
		return []statement{{insertWorkspace, args}}, nil
	}
	return []statement{{updateWorkspace, args}}, nil
}

// selectHasServices comes before the counter is locked: the constraint would find services too, but wait for whoever
// changes one of them, and they wait for the counter.
const selectHasServices = `SELECT EXISTS (SELECT FROM services WHERE subscription_id = $1 AND group_name = $2 AND workspace_name = $3)`

const deleteWorkspace = `DELETE FROM workspaces
WHERE subscription_id = $1 AND group_name = $2 AND name = $3 AND tenant_id = $4`

func (workspaceKind) remove(ctx context.Context, t tx, s subject) ([]statement, error) {
	err := requireEmpty(ctx, t, selectHasServices, s.key.Subscription, s.key.Group, s.key.Workspace)
	return []statement{{deleteWorkspace, []any{s.key.Subscription, s.key.Group, s.key.Workspace, s.scope.Tenant}}}, err
}

// requireEmpty asks whether there is something in a record.
func requireEmpty(ctx context.Context, t tx, sql string, args ...any) error {
	occupied, err := queryOne(ctx, t.conn, pgx.RowTo[bool], sql, args...)
	if err == nil && occupied {
		err = repository.ErrNotEmpty
	}
	return err
}

func (workspaceKind) encode(w *repository.Workspace) ([]byte, error) { return w.AuditJSON() }

func (workspaceKind) stored(w *repository.Workspace, revision repository.Revision) {
	w.Revision = revision
}
