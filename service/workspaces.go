// SPDX-License-Identifier: Apache-2.0

package service

import (
	"context"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// Input is the content of a resource group, a workspace or a FHIR service, less what is a resource of its own.
type Input struct {
	Location string
	// Document is the rest of the resource, a JSON object that is kept and not read.
	Document []byte
	// Carry adds to next what the caller has no words for, out of the document that next replaces; nil: nothing.
	Carry func(old, next []byte) ([]byte, error)
}

// over is the document that is to be kept in place of old; an empty one is none. What is new goes through Carry as well:
// the same content is the same text, whether it was created or replaced.
func (in Input) over(old []byte) ([]byte, error) {
	switch {
	case in.Carry == nil:
		return in.Document, nil
	case len(old) == 0:
		old = []byte("{}")
	}
	return in.Carry(old, in.Document)
}

// Workspace reads one.
func (m *Manager) Workspace(ctx context.Context, g Grant) (*repository.Workspace, error) {
	if err := g.require(arm.Workspaces, arm.Read); err != nil {
		return nil, err
	}
	return m.store.Workspace(ctx, g.scope(), g.key())
}

// ListWorkspaces lists those below the grant's subscription or resource group. repository.ErrParentNotFound: there is
// no such group.
func (m *Manager) ListWorkspaces(ctx context.Context, g Grant, page repository.Page) ([]*repository.Workspace, error) {
	if err := g.require(arm.Workspaces, arm.Read); err != nil {
		return nil, err
	}
	if g.id.Type == arm.ResourceGroups && page.First() {
		if _, err := m.store.Group(ctx, g.scope(), g.key()); err != nil {
			return nil, parentMissing(err)
		}
	}
	return m.store.ListWorkspaces(ctx, g.scope(), g.key(), page)
}

// PutWorkspace creates one or replaces its content.
func (m *Manager) PutWorkspace(ctx context.Context, g Grant, in Input, w Write) (Result[repository.Workspace], error) {
	if err := g.require(arm.Workspaces, arm.Write); err != nil {
		return Result[repository.Workspace]{}, err
	}
	change, err := m.store.ChangeWorkspace(ctx, g.scope(), g.key(), m.audit(g, w),
		putting[repository.Workspace](m, g, in, w))
	return resultOf(change, err)
}

// PatchWorkspace changes the content of one. repository.ErrNotFound: there is none.
func (m *Manager) PatchWorkspace(ctx context.Context, g Grant, revise Revise, w Write) (Result[repository.Workspace], error) {
	if err := g.require(arm.Workspaces, arm.Write); err != nil {
		return Result[repository.Workspace]{}, err
	}
	return patchedOf(m.store.ChangeWorkspace(ctx, g.scope(), g.key(), m.audit(g, w),
		patching[repository.Workspace](m, g, revise, w)))
}

// WorkspaceNameFault says why a new workspace cannot have a name; nil: it can. repository.ErrTaken: some workspace has
// it, anybody's.
func (m *Manager) WorkspaceNameFault(ctx context.Context, g Grant, name string) (fault, err error) {
	if err := g.require(arm.NameAvailability, arm.Read); err != nil {
		return nil, err
	}
	if err := CheckName(arm.ID{Type: arm.Workspaces, Workspace: name}); err != nil {
		return err, nil
	}
	if taken, err := m.store.WorkspaceNameTaken(ctx, name); err != nil || !taken {
		return nil, err
	}
	return repository.ErrTaken, nil
}

// DeleteWorkspace removes one that has no services.
func (m *Manager) DeleteWorkspace(ctx context.Context, g Grant, w Write) (Deleted, error) {
	if err := g.require(arm.Workspaces, arm.Delete); err != nil {
		return Deleted{}, err
	}
	change, err := m.store.ChangeWorkspace(ctx, g.scope(), g.key(), m.audit(g, w),
		deletion(w, func(r *repository.Workspace) string { return r.Meta.ETag }))
	return deletedOf(change, err)
}
