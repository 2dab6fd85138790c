// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"fmt"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// ChangeService creates, updates or deletes one.
func (s *Store) ChangeService(ctx context.Context, scope repository.Scope, key repository.Key, audit repository.Audit,
	mutate repository.Mutation[repository.Service]) (c repository.Change[repository.Service], err error) {
	err = s.inWrite(ctx, "change service", func(t tx) (bool, error) {
		c, err = change(ctx, t, serviceKind{}, subject{scope, key, audit}, mutate)
		return c.Revision != 0, err
	})
	if err != nil {
		return repository.Change[repository.Service]{}, err
	}
	return c, nil
}

type serviceKind struct{}

var _ kind[repository.Service] = serviceKind{}

func (serviceKind) read(ctx context.Context, t tx, s subject) (*repository.Service, error) {
	found, err := scanService(t.row(ctx, t.st.service, serviceArgs(s.scope, s.key)...))
	return found, notFound(err)
}

func (serviceKind) requireParent(ctx context.Context, t tx, s subject) error {
	_, err := workspaceKind{}.read(ctx, t, s)
	return asParent(err)
}

func (serviceKind) next(old, wanted *repository.Service, s subject) (*repository.Service, bool) {
	return repository.NextService(s.scope, s.key, old, wanted)
}

const upsertService = `INSERT INTO services (` + serviceColumns + `, label)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (subscription_id, group_name, workspace_name, name) DO UPDATE SET ` + recordUpdates + `,
	cors = excluded.cors, upstream = excluded.upstream, gateway = excluded.gateway`

const deleteTombstone = `DELETE FROM tombstones WHERE label = ?`

func (serviceKind) put(ctx context.Context, t tx, next *repository.Service, revision repository.Revision) error {
	next.Revision = revision
	values := append(serviceArgs(repository.Scope{Tenant: next.Tenant}, next.Key),
		next.ID, next.Location, string(next.Document))
	values = append(values, metaValues(next.Meta)...)
	values = append(values, partColumn[cors.Settings]{&next.CORS}, partColumn[repository.Upstream]{&next.Upstream},
		partColumn[repository.GatewaySettings]{&next.Gateway}, revision, next.Key.Label())
	err := t.exec(ctx, t.st.putService, values...)
	if isDuplicate(err) {
		return fmt.Errorf("service label: %w", repository.ErrTaken)
	}
	if err != nil {
		return err
	}
	return t.exec(ctx, t.st.unbury, next.Key.Label())
}

const deleteService = `DELETE FROM services
WHERE subscription_id = ? AND group_name = ? AND workspace_name = ? AND name = ? AND tenant_id = ?`

const upsertTombstone = `INSERT INTO tombstones (label, tenant_id, revision, deleted_at) VALUES (?, ?, ?, ?)
ON CONFLICT (label) DO UPDATE SET
	tenant_id = excluded.tenant_id, revision = excluded.revision, deleted_at = excluded.deleted_at`

func (serviceKind) remove(ctx context.Context, t tx, s subject, revision repository.Revision) error {
	if err := t.exec(ctx, t.st.deleteService, serviceArgs(s.scope, s.key)...); err != nil {
		return err
	}
	return t.exec(ctx, t.st.bury, s.key.Label(), s.scope.Tenant, revision, formatTime(s.audit.At))
}

func (serviceKind) encode(s *repository.Service) ([]byte, error) { return s.AuditJSON() }
