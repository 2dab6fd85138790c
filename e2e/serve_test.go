// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowedOrigin is an origin that the tests allow, and stranger one that they do not.
const (
	allowedOrigin = "https://app.example.org"
	stranger      = "https://stranger.example.org"
)

func allowed() corsSettings {
	return corsSettings{Origins: []string{allowedOrigin}, Headers: []string{"content-type"}, Methods: []string{"GET", "PUT"}, MaxAge: 600}
}

// ask sends a request to the gateway. Headers come in pairs of name and value.
func ask(t testing.TB, p *program, method, url, body string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	got, err := receive(p.gatewayClient(t), request)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// checkEnforced wants the gateway to let allowedOrigin PUT, and nobody else.
func checkEnforced(t testing.TB, p *program, label string) {
	t.Helper()
	url := p.gatewayURL(t, label) + "/Patient/example"
	yes := ask(t, p, http.MethodOptions, url, "", "Origin", allowedOrigin, "Access-Control-Request-Method", "PUT")
	if yes.Status != http.StatusNoContent || yes.Header.Get("Access-Control-Allow-Origin") != allowedOrigin ||
		yes.Header.Get("Access-Control-Allow-Methods") != "PUT" {
		t.Errorf("preflight of the allowed origin: %d %v", yes.Status, yes.Header)
	}
	no := ask(t, p, http.MethodOptions, url, "", "Origin", stranger, "Access-Control-Request-Method", "PUT")
	if no.Status != http.StatusForbidden || no.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("preflight of another origin: %d %v", no.Status, no.Header)
	}
	got := ask(t, p, http.MethodGet, url, "", "Origin", allowedOrigin)
	if got.Status != http.StatusOK || got.Header.Get("Access-Control-Allow-Origin") != allowedOrigin {
		t.Errorf("request of the allowed origin: %d %v", got.Status, got.Header)
	}
}

// What init makes is all that a server without --dev needs, and its .env leads there.
func TestInitThenServe(t *testing.T) {
	t.Parallel()
	dir := initialize(t)
	checkModes(t, dir)
	env, err := os.ReadFile(filepath.Join(dir, ".env"))
	if err != nil {
		t.Fatal(err)
	}
	environment := strings.Fields(string(env))
	p := serveWith(t, dir, environment, inProduction())
	if greeting := p.stdout.String(); greeting != "" {
		t.Errorf("a server without --dev prints %q", greeting)
	}
	token := call(t, environment, "token", "--role", "operator")
	if token.code != 0 {
		t.Fatalf("token: exit %d\n%s", token.code, token.stderr)
	}
	operator := p.client(t, strings.TrimSpace(token.stdout))
	operator.createGroup(t)
	upstream := startUpstream(t, nil)
	operator.createService(t, "clinic", "records", upstream)
	p.waitRevision(t, operator.putSettings(t, "clinic", "records", allowed()))
	checkEnforced(t, p, "clinic-records")
	if health := call(t, nil, "health", "--ops-listen", p.ops); health.code != 0 || !strings.Contains(health.stdout, `"ready":true`) {
		t.Errorf("health: %+v", health)
	}
}

// checkModes wants private keys for their owner alone.
func checkModes(t *testing.T, dir string) {
	t.Helper()
	want := map[string]fs.FileMode{".": 0o700, "ca.pem": 0o644, "tls.pem": 0o644, "tls.key": 0o600, "token.key": 0o600, ".env": 0o600}
	for name, mode := range want {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		} else if info.Mode().Perm() != mode {
			t.Errorf("%s has the mode %o, want %o", name, info.Mode().Perm(), mode)
		}
	}
}

// A second init leaves every file as it is.
func TestInitTwice(t *testing.T) {
	t.Parallel()
	dir := initialize(t)
	before := contents(t, dir)
	again := call(t, nil, "init", dir)
	if again.code != 0 || again.stdout != "nothing to do: all files are there\n" {
		t.Errorf("%+v", again)
	}
	if after := contents(t, dir); !slices.Equal(after, before) {
		t.Errorf("the directory holds\n%q\nbefore\n%q", after, before)
	}
}

func contents(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entry.Name()+"\n"+string(text))
	}
	return all
}

// A server that starts again serves what it served, and answers for every resource as before.
func TestRestart(t *testing.T) {
	t.Parallel()
	dir := initialize(t)
	p := serve(t, dir, inProduction()...)
	operator := p.client(t, p.token(t, "operator"))
	operator.createGroup(t)
	operator.createService(t, "clinic", "records", startUpstream(t, nil))
	operator.createService(t, "clinic", "gone", startUpstream(t, nil))
	operator.mustPut(t, serviceID("clinic", "records")+"/providers/Corsgate.Fhir/gatewaySettings/default"+corsgateVersion,
		`{"properties":{"enforcement":"enforce","discovery":"configuredOrigins"}}`)
	operator.delete(t, serviceID("clinic", "gone")+azureVersion)
	p.waitRevision(t, operator.putSettings(t, "clinic", "records", allowed()))
	before := snapshot(t, p)
	p.stop(t)

	p = serve(t, dir, inProduction()...)
	checkEnforced(t, p, "clinic-records")
	if after := snapshot(t, p); !slices.Equal(after, before) {
		t.Errorf("after the restart:\n%s\nbefore:\n%s", strings.Join(after, "\n"), strings.Join(before, "\n"))
	}
}

// snapshot is what the API and the gateway answer about the services of TestRestart.
func snapshot(t *testing.T, p *program) []string {
	t.Helper()
	client := p.client(t, p.token(t, "operator"))
	var all []string
	keep := func(what string, got answer, names ...string) {
		line := what + ": " + http.StatusText(got.Status)
		for _, name := range names {
			line += "; " + name + "=" + strings.Join(got.Header.Values(name), "|")
		}
		all = append(all, line+"\n"+string(got.Body))
	}
	service, extension := serviceID("clinic", "records"), "/providers/Corsgate.Fhir/"
	for _, path := range []string{
		workspaceID("clinic") + azureVersion, workspaceID("clinic") + "/fhirservices" + azureVersion, service + azureVersion,
		serviceID("clinic", "gone") + azureVersion, service + corsSettingsOf + corsgateVersion,
		service + extension + "upstreams/default" + corsgateVersion, service + extension + "gatewaySettings/default" + corsgateVersion,
	} {
		keep(path, client.get(t, path), "ETag")
	}
	for _, label := range []string{"clinic-records", "clinic-gone"} {
		for _, origin := range []string{allowedOrigin, stranger} {
			for _, path := range []string{"/Patient/example", "/metadata"} {
				keep(label+path+" of "+origin, ask(t, p, http.MethodGet, p.gatewayURL(t, label)+path, "", "Origin", origin),
					"Access-Control-Allow-Origin", "Vary", "Corsgate-Decision")
			}
		}
	}
	return all
}
