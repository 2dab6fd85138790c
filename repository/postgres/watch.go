// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/base32"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// selectPosition tells, beside the position, what one history is known by: an id that a migration or an operator made up,
// the server's system identifier, its timeline, which changes with each promotion and each point-in-time recovery, and
// the database, which changes when a dump is restored into a new one. On a standby it is an error.
const selectPosition = `SELECT concat_ws('/', epoch, (SELECT system_identifier FROM pg_control_system()),
	left(pg_walfile_name(pg_current_wal_lsn()), 8),
	(SELECT oid FROM pg_database WHERE datname = current_database())), revision, compacted FROM meta`

// position is where the store is.
type position struct {
	repository.Cursor
	compacted repository.Revision
}

func scanPosition(row pgx.CollectableRow) (p position, err error) {
	var history string
	err = row.Scan(&history, &p.Revision, &p.compacted)
	sum := sha256.Sum256([]byte(history))
	p.Epoch = base32.StdEncoding.EncodeToString(sum[:15])
	return p, err
}

const (
	beginSnapshot = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`
	selectRoutes  = `SELECT revision, label, tenant_id, cors, upstream, gateway, false FROM services`
	selectChanges = `
SELECT revision, label, tenant_id, cors, upstream, gateway, false FROM services WHERE revision > $1
UNION ALL
SELECT revision, label, tenant_id, NULL, NULL, NULL, true FROM tombstones WHERE revision > $1
ORDER BY revision`
	// preferIndex is for selectChanges. The rows are few and the last ones, which a planner without statistics, as after a
	// restore, takes for a third of the table.
	preferIndex = `SELECT set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true),
	set_config('jit', 'off', true)`
)

// Snapshot returns every route.
func (s *Store) Snapshot(ctx context.Context) (snapshot repository.Snapshot, err error) {
	err = s.repeat(ctx, "snapshot", func(ctx context.Context) error {
		p, found, err := s.look(ctx, statement{selectRoutes, nil})
		snapshot = repository.Snapshot{Cursor: p.Cursor}
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

// Changes returns what is different after a cursor.
func (s *Store) Changes(ctx context.Context, after repository.Cursor) (changes repository.Changes, err error) {
	committed := s.commits.Listen()
	err = s.repeat(ctx, "read changes", func(ctx context.Context) error {
		p, found, err := s.look(ctx, statement{preferIndex, nil}, statement{selectChanges, []any{after.Revision}})
		switch {
		case err != nil:
			return err
		case after.Epoch != p.Epoch || after.Revision > p.Revision:
			return repository.ErrEpoch
		case after.Revision < p.compacted:
			return repository.ErrCompacted
		}
		changes = repository.Changes{Cursor: p.Cursor, Commits: repository.Commits(found)}
		s.told.Store(&told{p.Cursor, committed})
		return nil
	})
	if err != nil {
		return repository.Changes{}, err
	}
	return changes, nil
}

// look reads the position, and routes by the last of the statements, all of one moment and in one message.
func (s *Store) look(ctx context.Context, statements ...statement) (p position, found []repository.RouteChange, err error) {
	batch := &pgx.Batch{}
	batch.Queue(beginSnapshot)
	batch.Queue(selectPosition).Query(func(rows pgx.Rows) (err error) {
		p, err = pgx.CollectOneRow(rows, scanPosition)
		return err
	})
	for _, s := range statements {
		batch.Queue(s.sql, s.args...)
	}
	batch.QueuedQueries[batch.Len()-1].Query(func(rows pgx.Rows) (err error) {
		found, err = collect(rows, scanChange)
		return err
	})
	batch.Queue(commit)
	return p, found, s.pool.SendBatch(ctx, batch).Close()
}

func scanChange(row pgx.CollectableRow) (c repository.RouteChange, err error) {
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
