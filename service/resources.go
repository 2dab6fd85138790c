// SPDX-License-Identifier: Apache-2.0

package service

import (
	"context"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// Resource is anything in a resource group, with what all kinds have.
type Resource struct {
	Key          repository.Key
	ID, Location string
	Document     []byte
	Meta         repository.Meta
}

// ListResources lists the workspaces and FHIR services of the grant's resource group, each workspace in front of its
// services. repository.ErrParentNotFound: there is no such group.
func (m *Manager) ListResources(ctx context.Context, g Grant, page repository.Page) ([]*Resource, error) {
	if err := g.require(arm.Resources, arm.Read); err != nil {
		return nil, err
	}
	if page.First() {
		if _, err := m.store.Group(ctx, g.scope(), g.key()); err != nil {
			return nil, parentMissing(err)
		}
	}
	workspaces, err := m.store.ListWorkspaces(ctx, g.scope(), g.key(), repository.Page{After: page.After.WorkspaceKey(), Limit: page.Limit})
	if err != nil {
		return nil, err
	}
	services, err := m.store.ListServiceHeads(ctx, g.scope(), g.key(), page)
	if err != nil {
		return nil, err
	}
	var list []*Resource
	for len(list) < page.Limit && len(workspaces)+len(services) > 0 {
		if len(services) == 0 || len(workspaces) > 0 && workspaces[0].Key.Workspace <= services[0].Key.Workspace {
			w := workspaces[0]
			list, workspaces = append(list, &Resource{w.Key, w.ID, w.Location, w.Document, w.Meta}), workspaces[1:]
			continue
		}
		s := services[0]
		list, services = append(list, (*Resource)(s)), services[1:]
	}
	return list, nil
}

// TypeOf is the type of a listed resource.
func (r *Resource) TypeOf() arm.Type {
	if r.Key.Service == "" {
		return arm.Workspaces
	}
	return arm.FHIRServices
}
