// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/corsgate/corsgate/internal/bell"
	"github.com/corsgate/corsgate/repository"
)

var _ repository.Store = (*Store)(nil)

// Store is a repository.Store in a file. Open returns one.
type Store struct {
	write, read *sql.DB // write is nil in a store that was opened to read
	options     Options
	reads       readStatements
	writes      writeStatements
	commits     *bell.Bell
	closed      chan struct{}
	closing     sync.Once
}

// The statements are compiled once; database/sql compiles them anew for each further connection.
type readStatements struct {
	lastTenant, subscription, subscriptions, group, groups            *sql.Stmt
	workspace, workspacesOfSubscription, workspacesOfGroup, nameTaken *sql.Stmt
	service, servicesOfWorkspace, serviceHeads                        *sql.Stmt
	history, position, routes, changes                                *sql.Stmt
}

type writeStatements struct {
	tenant, subscription, group, workspace, service, nextRevision, insertAudit *sql.Stmt
	putSubscription, deleteSubscription, hasGroups                             *sql.Stmt
	putGroup, deleteGroup                                                      *sql.Stmt
	allServices, buryServices, deleteServices, allWorkspaces, deleteWorkspaces *sql.Stmt
	putWorkspace, deleteWorkspace, hasServices                                 *sql.Stmt
	putService, deleteService, bury, unbury                                    *sql.Stmt
}

func newStore(write, read *sql.DB, options Options) *Store {
	return &Store{write: write, read: read, options: options, commits: bell.New(), closed: make(chan struct{})}
}

func (s *Store) prepare(ctx context.Context) error {
	r, w := &s.reads, &s.writes
	if s.write != nil { // first, as it sets the journal mode
		err := prepareAll(ctx, s.write, map[**sql.Stmt]string{
			&w.tenant: selectTenant, &w.subscription: selectSubscription, &w.group: selectGroup, &w.workspace: selectWorkspace,
			&w.service: selectService, &w.nextRevision: updateRevision, &w.insertAudit: insertAudit,
			&w.putSubscription: upsertSubscription, &w.deleteSubscription: deleteSubscription, &w.hasGroups: selectHasGroups,
			&w.putGroup: upsertGroup, &w.deleteGroup: deleteGroup,
			&w.allServices: selectAllServicesOfGroup, &w.buryServices: upsertTombstonesOfGroup, &w.deleteServices: deleteServicesOfGroup,
			&w.allWorkspaces: selectAllWorkspacesOfGroup, &w.deleteWorkspaces: deleteWorkspacesOfGroup,
			&w.putWorkspace: upsertWorkspace, &w.deleteWorkspace: deleteWorkspace, &w.hasServices: selectHasServices,
			&w.putService: upsertService, &w.deleteService: deleteService, &w.bury: upsertTombstone,
			&w.unbury: deleteTombstone,
		})
		if err != nil {
			return err
		}
	}
	return prepareAll(ctx, s.read, map[**sql.Stmt]string{
		&r.lastTenant: selectLastTenant, &r.subscription: selectSubscription, &r.subscriptions: selectSubscriptions,
		&r.group: selectGroup, &r.groups: selectGroups, &r.workspace: selectWorkspace, &r.nameTaken: selectNameTaken,
		&r.workspacesOfSubscription: selectWorkspacesOfSubscription, &r.workspacesOfGroup: selectWorkspacesOfGroup,
		&r.service: selectService, &r.servicesOfWorkspace: selectServicesOfWorkspace,
		&r.serviceHeads: selectServiceHeadsOfGroup,
		&r.history:      selectHistory, &r.position: selectPosition, &r.routes: selectRoutes, &r.changes: selectChanges,
	})
}

func prepareAll(ctx context.Context, db *sql.DB, queries map[**sql.Stmt]string) error {
	for place, query := range queries {
		statement, err := db.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		*place = statement
	}
	return nil
}

const selectOne = `SELECT only FROM meta`

// Ping reports whether the store answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.fault(ctx, "ping", s.read.QueryRowContext(ctx, selectOne).Scan(&one))
}

// Close ends the store and whoever still awaits something of it.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		close(s.closed)
		err = s.read.Close()
		if s.write != nil { // last: the last connection folds the log into the file
			err = errors.Join(err, s.write.Close())
		}
	})
	return err
}
