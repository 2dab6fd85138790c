// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

const serviceColumns = `subscription_id, group_name, workspace_name, name, tenant_id, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at,
	cors, upstream, gateway, revision`

// headColumns are in front of the settings. What is behind them, as the revision is, costs to read all their pages.
//
// https://www.sqlite.org/fileformat2.html#ovflpgs
const headColumns = `subscription_id, group_name, workspace_name, name, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at`

const selectService = `SELECT ` + serviceColumns + ` FROM services
WHERE subscription_id = ? AND group_name = ? AND workspace_name = ? AND name = ? AND tenant_id = ?`

const selectServicesOfWorkspace = `SELECT ` + serviceColumns + ` FROM services
WHERE subscription_id = ? AND group_name = ? AND workspace_name = ? AND name > ? AND tenant_id = ?
ORDER BY name LIMIT ?`

const selectServiceHeadsOfGroup = `SELECT ` + headColumns + ` FROM services
WHERE subscription_id = ? AND group_name = ? AND (workspace_name, name) > (?, ?) AND tenant_id = ?
ORDER BY workspace_name, name LIMIT ?`

// Service reads one.
func (s *Store) Service(ctx context.Context, scope repository.Scope, key repository.Key) (*repository.Service, error) {
	found, err := scanService(lookUp(ctx, s.reads.service, serviceArgs(scope, key)...))
	if err := s.fault(ctx, "read service", notFound(err)); err != nil {
		return nil, err
	}
	return found, nil
}

// ListServices lists those of a workspace.
func (s *Store) ListServices(ctx context.Context, scope repository.Scope, workspace repository.Key, page repository.Page) ([]*repository.Service, error) {
	list, err := collect(ctx, s.reads.servicesOfWorkspace, scanService,
		workspace.Subscription, workspace.Group, workspace.Workspace, page.After.Service, scope.Tenant, max(page.Limit, 0))
	return list, s.fault(ctx, "list services", err)
}

// ListServiceHeads lists those of a group.
func (s *Store) ListServiceHeads(ctx context.Context, scope repository.Scope, group repository.Key, page repository.Page) ([]*repository.ServiceHead, error) {
	list, err := collect(ctx, s.reads.serviceHeads, scanServiceHead,
		group.Subscription, group.Group, page.After.Workspace, page.After.Service, scope.Tenant, max(page.Limit, 0))
	return list, s.fault(ctx, "list service heads", err)
}

func serviceArgs(scope repository.Scope, key repository.Key) []any {
	return []any{key.Subscription, key.Group, key.Workspace, key.Service, scope.Tenant}
}

func scanService(row scanner) (*repository.Service, error) {
	s := &repository.Service{}
	columns := make([]any, 0, 19)
	columns = append(columns, &s.Key.Subscription, &s.Key.Group, &s.Key.Workspace, &s.Key.Service, &s.Tenant,
		&s.ID, &s.Location, &s.Document)
	columns = append(columns, metaColumns(&s.Meta)...)
	return s, row.Scan(append(columns, partColumn[cors.Settings]{&s.CORS}, partColumn[repository.Upstream]{&s.Upstream},
		partColumn[repository.GatewaySettings]{&s.Gateway}, &s.Revision)...)
}

func scanServiceHead(row scanner) (*repository.ServiceHead, error) {
	h := &repository.ServiceHead{}
	return h, row.Scan(append([]any{&h.Key.Subscription, &h.Key.Group, &h.Key.Workspace, &h.Key.Service,
		&h.ID, &h.Location, &h.Document}, metaColumns(&h.Meta)...)...)
}
