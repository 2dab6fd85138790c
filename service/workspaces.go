// SPDX-License-Identifier: Apache-2.0

package service

import (
	"bytes"
	"context"
	"errors"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// Input is the content of a workspace or of a FHIR service, less what is a resource of its own.
type Input struct {
	Location string
	// Document is the rest of the resource, a JSON object that is kept and not read.
	Document []byte
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
	if g.id.Type == arm.ResourceGroups {
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
		func(old *repository.Workspace) (*repository.Workspace, error) { return m.nextWorkspace(g, in, w, old) })
	return resultOf(change, err, func(r *repository.Workspace) repository.Revision { return r.Revision })
}

func (m *Manager) nextWorkspace(g Grant, in Input, w Write, old *repository.Workspace) (*repository.Workspace, error) {
	next := repository.Workspace{ID: g.id.Path, Document: in.Document}
	var meta *repository.Meta
	var location *string
	etag := ""
	if old != nil {
		meta, location, etag = &old.Meta, &old.Location, old.Meta.ETag
		next.ID = old.ID
	}
	if !w.Preconditions.Hold(etag) {
		return nil, ErrPreconditionFailed
	}
	if old == nil {
		if err := CheckName(g.id); err != nil {
			return nil, err
		}
	}
	var err error
	if next.Location, err = settleLocation(location, in.Location); err != nil {
		return nil, err
	}
	if old != nil && bytes.Equal(old.Document, next.Document) {
		return old, nil
	}
	next.Meta = m.touched(g, meta)
	return &next, nil
}

// DeleteWorkspace removes one that has no services.
func (m *Manager) DeleteWorkspace(ctx context.Context, g Grant, w Write) (Deleted, error) {
	if err := g.require(arm.Workspaces, arm.Delete); err != nil {
		return Deleted{}, err
	}
	change, err := m.store.ChangeWorkspace(ctx, g.scope(), g.key(), m.audit(g, w),
		func(old *repository.Workspace) (*repository.Workspace, error) {
			if old != nil && !w.Preconditions.Hold(old.Meta.ETag) {
				return old, ErrPreconditionFailed
			}
			return nil, nil
		})
	return deletedOf(change, err)
}

// resultOf reads a PUT's outcome off the store's answer. A PUT that changed nothing reports the revision of the last
// change, so that whoever waits for that revision waits for what is in force.
func resultOf[T any](c repository.Change[T], err error, revision func(*T) repository.Revision) (Result[T], error) {
	if err != nil {
		return Result[T]{}, err
	}
	return Result[T]{Record: c.After, Created: c.Before == nil, Revision: revision(c.After)}, nil
}

// deletedOf reads a DELETE's outcome off the store's answer: what is absent, parents included, is deleted already.
func deletedOf[T any](c repository.Change[T], err error) (Deleted, error) {
	if errors.Is(err, repository.ErrParentNotFound) {
		return Deleted{}, nil
	}
	return Deleted{Existed: c.Before != nil, Revision: c.Revision}, err
}
