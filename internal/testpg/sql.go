// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Exec runs SQL as superuser; it may hold several statements.
func (s *Server) Exec(t testing.TB, database, sql string) {
	t.Helper()
	if err := s.exec(database, sql); err != nil {
		t.Fatal(err)
	}
}

// CreateDatabase makes an empty database. It stays until the server is removed.
func (s *Server) CreateDatabase(t testing.TB, name string) {
	t.Helper()
	s.Exec(t, "postgres", "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
}

func (s *Server) exec(database, sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), statementPatience)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.socketURL(database))
	if err != nil {
		return err
	}
	_, err = conn.PgConn().Exec(ctx, sql).ReadAll()
	_ = conn.Close(ctx) // the server has answered
	if err != nil {
		return fmt.Errorf("%.200s: %w", sql, err)
	}
	return nil
}

// holds says whether a query answers true.
func (s *Server) holds(ctx context.Context, query string, args ...any) (bool, error) {
	conn, err := pgx.Connect(ctx, s.socketURL("postgres"))
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close(ctx) }() // the server has answered
	var answer bool
	err = conn.QueryRow(ctx, query, args...).Scan(&answer)
	return answer, err
}

// await polls until the condition holds or fails, or patience is over.
func await(what string, condition func(context.Context) (bool, error)) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		holds, err := condition(ctx)
		if holds && err == nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("until %s: %w", what, err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return fmt.Errorf("until %s: %w", what, ctx.Err())
		}
	}
}
