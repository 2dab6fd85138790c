// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// ChangeService creates, updates or deletes one.
func (s *Store) ChangeService(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Service]) (repository.Change[repository.Service], error) {
	return change(ctx, s, serviceKind{}, "change service", subject{scope, key, audit}, mutate)
}

type serviceKind struct{}

var _ kind[repository.Service] = serviceKind{}

const lockService = selectService + ` FOR UPDATE`

func (serviceKind) lock(ctx context.Context, t tx, s subject) (*repository.Service, error) {
	return lock(ctx, t, scanService, lockService, serviceArgs(s.scope, s.key)...)
}

const keepWorkspace = `SELECT name FROM workspaces
WHERE subscription_id = $1 AND group_name = $2 AND name = $3 AND tenant_id = $4 FOR KEY SHARE`

func (serviceKind) lockParent(ctx context.Context, t tx, s subject) error {
	_, err := queryOne(ctx, t.conn, pgx.RowTo[string], keepWorkspace,
		s.key.Subscription, s.key.Group, s.key.Workspace, s.scope.Tenant)
	return asParent(err)
}

func (serviceKind) next(old, wanted *repository.Service, s subject) (*repository.Service, bool) {
	return repository.NextService(s.scope, s.key, old, wanted)
}

const insertService = `INSERT INTO services (` + serviceColumns + `, label)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, ` + thisRevision + `, $19)`

const updateService = `UPDATE services SET (` + contentColumns + `, cors, upstream, gateway, revision) =
	ROW ($6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, ` + thisRevision + `)
WHERE subscription_id = $1 AND group_name = $2 AND workspace_name = $3 AND name = $4 AND tenant_id = $5`

const deleteTombstone = `DELETE FROM tombstones WHERE label = $1`

func (serviceKind) put(old, next *repository.Service) ([]statement, error) {
	settings, err := partValue(next.CORS)
	if err != nil {
		return nil, err
	}
	upstream, err := partValue(next.Upstream)
	if err != nil {
		return nil, err
	}
	gateway, err := partValue(next.Gateway)
	if err != nil {
		return nil, err
	}
	args := append(serviceArgs(repository.Scope{Tenant: next.Tenant}, next.Key), next.ID, next.Location, string(next.Document))
	args = append(append(args, metaValues(next.Meta)...), settings, upstream, gateway)
	if old != nil {
		return []statement{{updateService, args}}, nil
	}
	label := next.Key.Label()
	return []statement{{insertService, append(args, label)}, {deleteTombstone, []any{label}}}, nil
}

const deleteService = `DELETE FROM services
WHERE subscription_id = $1 AND group_name = $2 AND workspace_name = $3 AND name = $4 AND tenant_id = $5`

const insertTombstone = `INSERT INTO tombstones (label, tenant_id, deleted_at, revision) VALUES ($1, $2, $3, ` + thisRevision + `)`

func (serviceKind) remove(_ context.Context, _ tx, s subject) ([]statement, error) {
	return []statement{
		{deleteService, serviceArgs(s.scope, s.key)},
		{insertTombstone, []any{s.key.Label(), s.scope.Tenant, s.audit.At}},
	}, nil
}

func (serviceKind) encode(s *repository.Service) ([]byte, error) { return s.AuditJSON() }

func (serviceKind) stored(s *repository.Service, revision repository.Revision) { s.Revision = revision }
