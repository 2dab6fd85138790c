// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net/http"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

// installation is what an operator runs: API processes and gateways of their own on one Postgres, each logged in with no
// more rights than it needs.
type installation struct {
	database       *testpg.Server
	dir            string // of the keys
	apis, gateways []*program
}

// install starts two APIs and two gateways.
func install(t *testing.T) *installation {
	t.Helper()
	in := &installation{database: testpg.Start(t, testpg.Options{Durable: true, TCP: true}), dir: initialize(t)}
	in.database.CreateDatabase(t, "corsgate")
	admin := []string{"CORSGATE_DATABASE_URL=" + in.database.URL("corsgate")}
	for _, command := range []string{"up", "roles"} {
		if got := call(t, admin, "migrate", command); got.code != 0 {
			t.Fatalf("migrate %s: %+v", command, got)
		}
	}
	in.database.Exec(t, "corsgate", `CREATE ROLE api LOGIN IN ROLE corsgate_app; CREATE ROLE gateway LOGIN IN ROLE corsgate_gateway`)
	for range 2 {
		in.apis = append(in.apis, in.startAPI(t))
		in.gateways = append(in.gateways, in.startGateway(t, filepath.Join(t.TempDir(), "gateway")))
	}
	for _, p := range append(in.apis, in.gateways...) {
		p.waitRevision(t, 0)
	}
	return in
}

// login is the variable that leads a process to the database, as a user.
func (in *installation) login(t *testing.T, user string) string {
	t.Helper()
	u, err := url.Parse(in.database.URL("corsgate"))
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.User(user)
	return "CORSGATE_DATABASE_URL=" + u.String()
}

func (in *installation) startAPI(t *testing.T) *program {
	t.Helper()
	cmd := command(t, "api", "--api-listen", free, "--ops-listen", free, "--upstream-allow", "127.0.0.0/8",
		"--api-tls-cert", filepath.Join(in.dir, "tls.pem"), "--api-tls-key", filepath.Join(in.dir, "tls.key"),
		"--token-key", filepath.Join(in.dir, "token.key"))
	cmd.Env = append(cmd.Env, in.login(t, "api"))
	return startApart(t, in.dir, cmd, func(p *program) bool { return p.api != "" && p.ops != "" })
}

func (in *installation) startGateway(t *testing.T, dataDir string) *program {
	t.Helper()
	cmd := command(t, "gateway", "--data-dir", dataDir, "--gateway-listen", free, "--ops-listen", free,
		"--gateway-plaintext", "--upstream-allow", "127.0.0.0/8")
	cmd.Env = append(cmd.Env, in.login(t, "gateway"))
	return startApart(t, dataDir, cmd, func(p *program) bool { return p.gateway != "" && p.ops != "" })
}

// furnish makes the service clinic-records in front of an upstream, and returns its operator and the last revision.
func (in *installation) furnish(t *testing.T) (operator *apiClient, revision int64) {
	t.Helper()
	operator = in.apis[0].client(t, in.apis[0].token(t, "operator"))
	operator.createGroup(t)
	operator.createService(t, "clinic", "records", startUpstream(t, nil))
	return operator, operator.putSettings(t, "clinic", "records", allowed())
}

// What one API stores every gateway enforces, and every other API answers.
func TestApart(t *testing.T) {
	t.Parallel()
	in := install(t)
	operator, revision := in.furnish(t)
	for _, gateway := range in.gateways {
		gateway.waitRevision(t, revision)
		checkEnforced(t, gateway, "clinic-records")
	}
	settings := serviceID("clinic", "records") + corsSettingsOf + corsgateVersion
	other := in.apis[1].client(t, operator.token)
	first, second := operator.get(t, settings), other.get(t, settings)
	if first.Header.Get("ETag") == "" || first.Header.Get("ETag") != second.Header.Get("ETag") || string(first.Body) != string(second.Body) {
		t.Errorf("one API answers %v %s\nthe other %v %s", first.Header, first.Body, second.Header, second.Body)
	}
	stale := other.put(t, settings, `{"properties":{"origins":[]}}`, "If-Match", `"another"`)
	if stale.Status != http.StatusPreconditionFailed {
		t.Errorf("PUT with another ETag: %d", stale.Status)
	}
	removed := other.delete(t, settings).revision(t)
	for _, gateway := range in.gateways {
		gateway.waitRevision(t, removed)
		got := ask(t, gateway, http.MethodGet, gateway.gatewayURL(t, "clinic-records")+"/Patient/example", "", "Origin", allowedOrigin)
		if allow := got.Header.Get("Access-Control-Allow-Origin"); got.Status != http.StatusOK || allow != "" {
			t.Errorf("after the settings were deleted: %d, %q", got.Status, allow)
		}
	}
}

// A gateway that starts while Postgres is away serves what it served last.
func TestLastTable(t *testing.T) {
	t.Parallel()
	in := install(t)
	_, revision := in.furnish(t)
	gateway := in.gateways[0]
	gateway.waitRevision(t, revision)
	gateway.stop(t)
	in.database.Stop(t)
	again := in.startGateway(t, gateway.dataDir)
	again.waitRevision(t, revision)
	checkEnforced(t, again, "clinic-records")

	in.database.Start(t)
	operator := in.apis[1].client(t, in.apis[1].token(t, "operator"))
	var removed answer
	eventually(t, "an API that can write again", func() bool {
		removed = operator.delete(t, serviceID("clinic", "records")+azureVersion)
		return removed.Status == http.StatusOK
	})
	again.waitRevision(t, removed.revision(t))
	if got := ask(t, again, http.MethodGet, again.gatewayURL(t, "clinic-records")+"/Patient/example", ""); got.Status != http.StatusNotFound {
		t.Errorf("a service that is no more: %d", got.Status)
	}
}
