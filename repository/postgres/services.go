// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

const serviceColumns = `subscription_id, group_name, workspace_name, name, tenant_id, ` + contentColumns + `,
	cors, upstream, gateway, revision`

const headColumns = `subscription_id, group_name, workspace_name, name, ` + contentColumns

const selectService = `SELECT ` + serviceColumns + ` FROM services
WHERE subscription_id = $1 AND group_name = $2 AND workspace_name = $3 AND name = $4 AND tenant_id = $5`

const selectServicesOfWorkspace = `SELECT ` + serviceColumns + ` FROM services
WHERE subscription_id = $1 AND group_name = $2 AND workspace_name = $3 AND name > $4 AND tenant_id = $5
ORDER BY name LIMIT $6`

const selectServiceHeadsOfGroup = `SELECT ` + headColumns + ` FROM services
WHERE subscription_id = $1 AND group_name = $2 AND (workspace_name, name) > ($3, $4) AND tenant_id = $5
ORDER BY workspace_name, name LIMIT $6`

// Service reads one.
func (s *Store) Service(ctx context.Context, scope repository.Scope, key repository.Key) (found *repository.Service, err error) {
	err = s.lookUp(ctx, "read service", key, func(ctx context.Context) (err error) {
		found, err = queryOne(ctx, s.pool, scanService, selectService, serviceArgs(scope, key)...)
		return err
	})
	return found, err
}

// ListServices lists those of a workspace.
func (s *Store) ListServices(ctx context.Context, scope repository.Scope, workspace repository.Key, page repository.Page) (list []*repository.Service, err error) {
	err = s.lookUp(ctx, "list services", workspace, func(ctx context.Context) (err error) {
		list, err = queryAll(ctx, s.pool, scanService, selectServicesOfWorkspace,
			workspace.Subscription, workspace.Group, workspace.Workspace, page.After.Service, scope.Tenant, max(page.Limit, 0))
		return err
	})
	return list, orNone(err)
}

// ListServiceHeads lists those of a group.
func (s *Store) ListServiceHeads(ctx context.Context, scope repository.Scope, group repository.Key, page repository.Page) (list []*repository.ServiceHead, err error) {
	err = s.lookUp(ctx, "list service heads", group, func(ctx context.Context) (err error) {
		list, err = queryAll(ctx, s.pool, scanServiceHead, selectServiceHeadsOfGroup,
			group.Subscription, group.Group, page.After.Workspace, page.After.Service, scope.Tenant, max(page.Limit, 0))
		return err
	})
	return list, orNone(err)
}

func serviceArgs(scope repository.Scope, key repository.Key) []any {
	return []any{key.Subscription, key.Group, key.Workspace, key.Service, scope.Tenant}
}

func scanService(row pgx.CollectableRow) (*repository.Service, error) {
	s := &repository.Service{}
	columns := make([]any, 0, 19)
	columns = append(columns, &s.Key.Subscription, &s.Key.Group, &s.Key.Workspace, &s.Key.Service, &s.Tenant,
		&s.ID, &s.Location, &s.Document)
	columns = append(columns, metaTargets(&s.Meta)...)
	err := row.Scan(append(columns, partColumn[cors.Settings]{&s.CORS}, partColumn[repository.Upstream]{&s.Upstream},
		partColumn[repository.GatewaySettings]{&s.Gateway}, &s.Revision)...)
	utc(&s.Meta)
	return s, err
}

func scanServiceHead(row pgx.CollectableRow) (*repository.ServiceHead, error) {
	h := &repository.ServiceHead{}
	err := row.Scan(append([]any{&h.Key.Subscription, &h.Key.Group, &h.Key.Workspace, &h.Key.Service,
		&h.ID, &h.Location, &h.Document}, metaTargets(&h.Meta)...)...)
	utc(&h.Meta)
	return h, err
}
