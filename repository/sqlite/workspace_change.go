// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/corsgate/corsgate/repository"
)

// ChangeWorkspace creates, updates or deletes one.
func (s *Store) ChangeWorkspace(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Workspace]) (c repository.Change[repository.Workspace], err error) {
	err = s.inWrite(ctx, "change workspace", func(t tx) (bool, error) {
		c, err = change(ctx, t, workspaceKind{}, subject{scope, key, audit}, mutate)
		return c.Revision != 0, err
	})
	if err != nil {
		return repository.Change[repository.Workspace]{}, err
	}
	return c, nil
}

type workspaceKind struct{}

var _ kind[repository.Workspace] = workspaceKind{}

func (workspaceKind) read(ctx context.Context, t tx, s subject) (*repository.Workspace, error) {
	w, err := scanWorkspace(t.row(ctx, t.st.workspace, s.key.Subscription, s.key.Group, s.key.Workspace, s.scope.Tenant))
	return w, notFound(err)
}

func (workspaceKind) requireParent(ctx context.Context, t tx, s subject) error {
	_, err := (&groupKind{}).read(ctx, t, s)
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

const upsertWorkspace = `INSERT INTO workspaces (` + workspaceColumns + `)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (subscription_id, group_name, name) DO UPDATE SET ` + recordUpdates

func (workspaceKind) put(ctx context.Context, t tx, next *repository.Workspace, revision repository.Revision) error {
	next.Revision = revision
	keys := []any{next.Key.Subscription, next.Key.Group, next.Key.Workspace}
	err := t.exec(ctx, t.st.putWorkspace, append(keys, recordValues(next)...)...)
	if isDuplicate(err) {
		return fmt.Errorf("workspace name: %w", repository.ErrTaken)
	}
	return err
}

const selectHasServices = `
SELECT EXISTS (SELECT 1 FROM services WHERE subscription_id = ? AND group_name = ? AND workspace_name = ?)`

const deleteWorkspace = `DELETE FROM workspaces WHERE subscription_id = ? AND group_name = ? AND name = ? AND tenant_id = ?`

func (workspaceKind) remove(ctx context.Context, t tx, s subject, _ repository.Revision) error {
	k := s.key
	var occupied bool
	if err := t.row(ctx, t.st.hasServices, k.Subscription, k.Group, k.Workspace).Scan(&occupied); err != nil {
		return err
	}
	if occupied {
		return fmt.Errorf("workspace has services: %w", repository.ErrNotEmpty)
	}
	return t.exec(ctx, t.st.deleteWorkspace, k.Subscription, k.Group, k.Workspace, s.scope.Tenant)
}

func (workspaceKind) encode(w *repository.Workspace) ([]byte, error) { return w.AuditJSON() }
