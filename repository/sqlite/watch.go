// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

const selectPosition = `SELECT epoch, revision, compacted FROM meta`

// position is where the store is.
type position struct {
	repository.Cursor
	compacted repository.Revision
}

func scanPosition(row scanner) (p position, err error) {
	err = row.Scan(&p.Epoch, &p.Revision, &p.compacted)
	return p, err
}

const selectRoutes = `SELECT revision, label, tenant_id, cors, upstream, gateway, 0 FROM services ORDER BY label`

// Snapshot returns every route.
func (s *Store) Snapshot(ctx context.Context) (snapshot repository.Snapshot, err error) {
	err = s.inSnapshot(ctx, "snapshot", func(t *sql.Tx) error {
		p, err := scanPosition(t.StmtContext(ctx, s.reads.position).QueryRowContext(ctx))
		if err != nil {
			return err
		}
		snapshot.Cursor = p.Cursor
		found, err := collect(ctx, t.StmtContext(ctx, s.reads.routes), scanChange)
		for _, c := range found {
			snapshot.Routes = append(snapshot.Routes, c.Route)
		}
		return err
	})
	if err != nil {
		return repository.Snapshot{}, err
	}
	return snapshot, nil
}

const selectChanges = `
SELECT revision, label, tenant_id, cors, upstream, gateway, 0 FROM services WHERE revision > ?1
UNION ALL
SELECT revision, label, tenant_id, NULL, NULL, NULL, 1 FROM tombstones WHERE revision > ?1
ORDER BY revision`

// Changes returns what is different after a cursor.
func (s *Store) Changes(ctx context.Context, after repository.Cursor) (changes repository.Changes, err error) {
	err = s.inSnapshot(ctx, "read changes", func(t *sql.Tx) error {
		p, err := scanPosition(t.StmtContext(ctx, s.reads.position).QueryRowContext(ctx))
		if err != nil {
			return err
		}
		if after.Epoch != p.Epoch || after.Revision > p.Revision {
			return repository.ErrEpoch
		}
		if after.Revision < p.compacted {
			return repository.ErrCompacted
		}
		changes.Cursor = p.Cursor
		if after.Revision == p.Revision {
			return nil
		}
		found, err := collect(ctx, t.StmtContext(ctx, s.reads.changes), scanChange, after.Revision)
		changes.Commits = repository.Commits(found)
		return err
	})
	if err != nil {
		return repository.Changes{}, err
	}
	return changes, nil
}

func scanChange(row scanner) (c repository.RouteChange, err error) {
	var (
		settings *repository.Part[cors.Settings]
		upstream *repository.Part[repository.Upstream]
		gateway  *repository.Part[repository.GatewaySettings]
	)
	err = row.Scan(&c.Revision, &c.Label, &c.Tenant, partColumn[cors.Settings]{&settings},
		partColumn[repository.Upstream]{&upstream}, partColumn[repository.GatewaySettings]{&gateway}, &c.Removed)
	c.Take(settings, upstream, gateway)
	return c, err
}
