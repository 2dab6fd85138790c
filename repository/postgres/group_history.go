// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// The records are locked, so they are still those whose keys and sizes are known. Workspaces are read as services that
// nothing hangs on, which are the same in the history.
const (
	selectWorkspacesToRecord = `SELECT subscription_id, group_name, name, '', tenant_id, ` + contentColumns + `, NULL, NULL, NULL, revision
FROM workspaces WHERE subscription_id = $1 AND group_name = $2 AND tenant_id = $3 AND name >= $4 AND name <= $5 ORDER BY name`
	selectServicesToRecord = `SELECT ` + serviceColumns + ` FROM services
WHERE subscription_id = $1 AND group_name = $2 AND tenant_id = $3
	AND (workspace_name, name) >= ($4, $5) AND (workspace_name, name) <= ($6, $7) ORDER BY workspace_name, name`
)

// insertDeletions writes many entries at once.
const insertDeletions = `INSERT INTO audit (tenant_id, principal, client_address, correlation_id, action, outcome, at, scope, before, revision)
SELECT $1, $2, $3, $4, $5, $6, $7::timestamptz, scope, before, ` + thisRevision + ` FROM unnest($8::text[], $9::text[]) AS gone (scope, before)`

// A load is as much as is held in memory, and sent, at a time. One record that is larger is a load of its own.
const (
	recordsOfLoad = 500
	bytesOfLoad   = 8 << 20
)

// load is a part of what goes with its group.
type load struct {
	spans          []span
	records, bytes int
}

// span are the records from one key to another one. The statement has both keys behind groupArgs.
type span struct {
	sql         string
	first, last []any
}

type loads []load

// add divides records into loads, in their order.
func (l *loads) add(rows pgx.Rows, sql string, keyOf func(workspace, service string) []any) error {
	var (
		workspace, service string
		bytes              int
	)
	_, err := pgx.ForEachRow(rows, []any{&workspace, &service, &bytes}, func() error {
		if n := len(*l); n == 0 || !(*l)[n-1].takes(bytes) {
			*l = append(*l, load{})
		}
		(*l)[len(*l)-1].add(sql, keyOf(workspace, service), bytes)
		return nil
	})
	return err
}

func (l *load) takes(bytes int) bool {
	return l.records < recordsOfLoad && l.bytes+bytes <= bytesOfLoad
}

func (l *load) add(sql string, key []any, bytes int) {
	l.records, l.bytes = l.records+1, l.bytes+bytes
	if n := len(l.spans); n > 0 && l.spans[n-1].sql == sql {
		l.spans[n-1].last = key
		return
	}
	l.spans = append(l.spans, span{sql, key, key})
}

// read returns what writes the load to the history.
func (l *load) read(ctx context.Context, t tx, s subject) (statement, error) {
	scopes, befores := make([]string, 0, l.records), make([]string, 0, l.records)
	batch := &pgx.Batch{}
	for _, span := range l.spans {
		batch.Queue(span.sql, slices.Concat(groupArgs(s), span.first, span.last)...).Query(func(rows pgx.Rows) error {
			return each(rows, scanService, func(record *repository.Service) error {
				text, err := record.AuditJSON()
				if err != nil {
					return refusal{err}
				}
				scopes, befores = append(scopes, record.Key.String()), append(befores, string(text))
				return nil
			})
		})
	}
	if err := t.conn.SendBatch(ctx, batch).Close(); err != nil {
		return statement{}, err
	}
	return statement{insertDeletions, []any{s.scope.Tenant, s.audit.Principal, s.audit.ClientAddress,
		s.audit.CorrelationID, s.audit.Action, repository.Succeeded, s.audit.At, scopes, befores}}, nil
}

func each[T any](rows pgx.Rows, scan func(pgx.CollectableRow) (T, error), do func(T) error) error {
	for rows.Next() {
		record, err := scan(rows)
		if err == nil {
			err = do(record)
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}
