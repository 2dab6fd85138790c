// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	neturl "net/url"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/repository"
)

// patience is how long a test waits for what has to happen soon.
const patience = 20 * time.Second

// as is the URL of another user, with further settings given in pairs.
func as(t testing.TB, url, user string, settings ...string) string {
	t.Helper()
	u, err := neturl.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("user", user)
	for i := 0; i < len(settings); i += 2 {
		query.Set(settings[i], settings[i+1])
	}
	u.User, u.RawQuery = nil, query.Encode()
	return u.String()
}

// connect opens a session that ends with the test.
func connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func exec(t testing.TB, url, sql string) {
	t.Helper()
	if err := execute(t.Context(), url, sql); err != nil {
		t.Fatalf("%.200s: %v", sql, err)
	}
}

// execute runs statements in a session of their own.
func execute(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	_, err = conn.Exec(ctx, sql)
	return err
}

// read returns the one value that a query answers, in a session of its own.
func read[T any](t testing.TB, url, sql string, args ...any) (value T) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err == nil {
		err = conn.QueryRow(t.Context(), sql, args...).Scan(&value)
		_ = conn.Close(context.Background())
	}
	if err != nil {
		t.Fatalf("%.200s: %v", sql, err)
	}
	return value
}

// eventually polls until the condition holds, and fails the test when it does not.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(patience)
	for !condition() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("never: %s", what)
		}
	}
}

// soon is a context that ends with a test that waits in vain.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

var (
	tenant  = repository.Scope{Tenant: "tenant"}
	group   = repository.NewKey("sub", "group")
	home    = repository.NewKey("sub", "group", "home")
	records = repository.NewKey("sub", "group", "home", "records")
)

// furnish makes a group and a workspace, which takes two revisions.
func furnish(t testing.TB, store *Store) {
	t.Helper()
	_, err := store.ChangeGroup(t.Context(), tenant, group, audit(), func(*repository.Group) (*repository.Group, error) {
		return &repository.Group{ID: "/group", Location: "here", Document: []byte(`{}`)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := putHome(t.Context(), store, "here"); err != nil {
		t.Fatal(err)
	}
}

func audit() repository.Audit { return repository.Audit{Principal: "someone", At: time.Now()} }

func putHome(ctx context.Context, store *Store, location string) error {
	_, err := store.ChangeWorkspace(ctx, tenant, home, audit(), func(*repository.Workspace) (*repository.Workspace, error) {
		return &repository.Workspace{ID: "/home", Location: location, Document: []byte(`{}`)}, nil
	})
	return err
}

// put creates or changes a service; each location is another content.
func put(ctx context.Context, store *Store, key repository.Key, location string) (repository.Change[repository.Service], error) {
	return store.ChangeService(ctx, tenant, key, audit(), locating(location))
}

func locating(location string) repository.Mutation[repository.Service] {
	return func(*repository.Service) (*repository.Service, error) {
		return &repository.Service{ID: "/records", Location: location, Document: []byte(`{}`)}, nil
	}
}

func cursorOf(t testing.TB, store *Store) repository.Cursor {
	t.Helper()
	snapshot, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return snapshot.Cursor
}
