// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository/postgres"
)

// migrated is a database of the present schema.
func migrated(t testing.TB) string {
	t.Helper()
	return testpg.Migrated(t, func(ctx context.Context, url string) error {
		_, _, err := postgres.Up(ctx, url, postgres.MigrateOptions{})
		return err
	})
}

// No server works on a schema that is too old for it, or goes away for that; all begin as soon as it is migrated.
func TestServersAwaitTheirSchema(t *testing.T) {
	t.Parallel()
	url, dir := testpg.Database(t), keys(t)
	serve, api, gateway := startServe(t, dir, url), startAPI(t, dir, url), startGateway(t, t.TempDir(), url)
	for _, p := range []*process{serve, api, gateway} {
		p.awaitUnready(t, "corsgate migrate up")
	}
	for _, p := range []*process{serve, api} {
		status, header := p.putGroup(t, dir)
		if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
			t.Errorf("on no schema: %d %v", status, header)
		}
	}
	migrate(t, url, "up")
	for _, p := range []*process{serve, api, gateway} {
		p.awaitReady(t)
	}
	if status, _ := serve.putGroup(t, dir); status != http.StatusCreated {
		t.Errorf("serve: %d", status)
	}
	if status, _ := api.putGroup(t, dir); status != http.StatusOK {
		t.Errorf("api, for what serve has made: %d", status)
	}
	gateway.address(t, "gateway")
}

// Gateways are upgraded last, so they serve on the schema before the newest; what writes does not.
func TestFollowOnlyIsForGateways(t *testing.T) {
	t.Parallel()
	url, dir := migrated(t), keys(t)
	migrate(t, url, "down", "--yes")
	if versionOf(t, url).Version == 0 {
		t.Fatal("there is no schema before the newest")
	}
	startGateway(t, t.TempDir(), url).awaitReady(t)
	startAPI(t, dir, url).awaitUnready(t, "corsgate migrate up")
	startServe(t, dir, url).awaitUnready(t, "corsgate migrate up")
}

// A gateway that kept a table serves it while the database is away, but does not call itself ready on an old schema.
func TestSavedTable(t *testing.T) {
	t.Parallel()
	url, dir := migrated(t), t.TempDir()
	p := startGateway(t, dir, url)
	p.awaitReady(t)
	p.stop(t)

	away := startGateway(t, dir, nowhere)
	away.awaitReady(t)
	away.address(t, "gateway")
	away.stop(t)

	old := startGateway(t, dir, testpg.Database(t))
	old.awaitUnready(t, "corsgate migrate up")
	old.address(t, "gateway")
	old.awaitUnready(t, "corsgate migrate up")
}

// While the database is away the API says so, the gateway goes on, and nobody has to be started anew.
func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	server := testpg.Start(t, testpg.Options{TCP: true})
	url, dir := server.URL("postgres"), keys(t)
	migrate(t, url, "up")
	api, gateway := startAPI(t, dir, url), startGateway(t, t.TempDir(), url)
	api.awaitReady(t)
	gateway.awaitReady(t)
	if status, _ := api.putGroup(t, dir); status != http.StatusCreated {
		t.Errorf("status %d", status)
	}
	server.Stop(t)
	api.awaitUnready(t, "store is unavailable")
	if status, header := api.putGroup(t, dir); status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
		t.Errorf("while the database is away: %d %v", status, header)
	}
	if status, ready, reason := gateway.readiness(t); status != http.StatusOK || !ready {
		t.Errorf("the gateway while the database is away: %d %s", status, reason)
	}
	server.Start(t)
	api.awaitReady(t)
	if status, _ := api.putGroup(t, dir); status != http.StatusOK {
		t.Errorf("after its return: %d", status)
	}
}

// Development works on Postgres too, and history reads there what it reads in a file.
func TestDevOnPostgres(t *testing.T) {
	t.Parallel()
	url, dir := migrated(t), filepath.Join(t.TempDir(), "data")
	flags := []string{"serve", "--dev", "--api-listen", free, "--gateway-listen", free, "--sample-listen", free,
		"--data-dir", dir, "--database-url"}
	p := start(t, append(flags, url)...)
	p.awaitReady(t)
	if status, _ := p.putGroup(t, dir); status != http.StatusOK {
		t.Errorf("the sample group: %d", status)
	}
	eventually(t, "a greeting", func() bool { return strings.Contains(p.out.String(), "TOKEN=") })
	code, out, text := call(t, "history", "--database-url", url, sampleService)
	var line historyLine
	if err := json.NewDecoder(strings.NewReader(out)).Decode(&line); code != exitOK || err != nil || line.Revision == 0 {
		t.Errorf("history: exit %d, %v: %s%s", code, err, out, text)
	}

	code, _, text = call(t, append(flags, testpg.Database(t), "--ops-listen", free, "--data-dir", t.TempDir())...)
	if code != exitFailure || !strings.Contains(text, "--dev cannot make its sample data") ||
		!strings.Contains(text, "corsgate migrate up") {
		t.Errorf("without a schema: exit %d: %s", code, text)
	}
}
