// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository/postgres"
)

const (
	database = "soak"
	// patience is how long something may take that takes a second on an idle machine.
	patience = time.Minute
)

// The users of the database, besides its superuser.
const (
	apiUser     = "api"
	gatewayUser = "gateway"
)

// cluster is a primary with the schema, and a standby that it waits for, if there is one.
type cluster struct {
	primary, standby *testpg.Server
	servers          []*testpg.Server // the same ones, in the order of the URLs
	access           []byte           // pg_hba.conf as it is for everybody
}

// newCluster starts the servers and makes the schema and its users.
func newCluster(t *testing.T, withStandby bool) *cluster {
	t.Helper()
	options := testpg.Options{Durable: true, TCP: true}
	c := &cluster{primary: testpg.Start(t, options)}
	c.servers = []*testpg.Server{c.primary}
	c.primary.CreateDatabase(t, database)
	_, _, err := postgres.Up(t.Context(), direct(c.primary), postgres.MigrateOptions{})
	if err == nil {
		err = postgres.Roles(t.Context(), direct(c.primary), postgres.MigrateOptions{})
	}
	if err != nil {
		t.Fatal(err)
	}
	for user, role := range map[string]string{apiUser: "corsgate_app", gatewayUser: "corsgate_gateway"} {
		c.primary.Exec(t, database, fmt.Sprintf("CREATE ROLE %s LOGIN IN ROLE %s", user, role))
	}
	if c.access, err = os.ReadFile(accessFile(c.primary)); err != nil {
		t.Fatal(err)
	}
	if withStandby {
		c.standby = c.primary.Standby(t, options)
		c.servers = append(c.servers, c.standby)
	}
	return c
}

// url leads a user to whichever server is the primary.
func (c *cluster) url(user string) string {
	var hosts []string
	for _, s := range c.servers {
		hosts = append(hosts, s.Addr())
	}
	return fmt.Sprintf("postgres://%s@%s/%s?sslmode=disable", user, strings.Join(hosts, ","), database)
}

// direct leads the superuser to one server, also while nobody else can reach it.
func direct(s *testpg.Server) string {
	return fmt.Sprintf("postgres:///%s?host=%s&port=%s&user=postgres", database, s.Dir(), port(s))
}

func port(s *testpg.Server) string {
	_, number, _ := net.SplitHostPort(s.Addr()) // it is one
	return number
}

// count asks a server for one number.
func count(t *testing.T, s *testpg.Server, query string, args ...any) (n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, direct(s))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }() // the server has answered
	if err := conn.QueryRow(ctx, query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// eventually polls until the condition holds, and fails the test when it does not within patience.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for end := time.Now().Add(patience); !condition(); <-ticker.C {
		if time.Now().After(end) {
			t.Fatalf("%s: not within %v", what, patience)
		}
	}
}
