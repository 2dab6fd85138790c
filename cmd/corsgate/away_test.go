// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// nowhere is the URL of a database that does not answer.
const nowhere = "postgres://user@127.0.0.1:1/db"

// While there is no database the processes are there, and say so.
func TestStartWithoutDatabase(t *testing.T) {
	t.Parallel()
	dir := keys(t)
	for name, p := range map[string]*process{"serve": startServe(t, dir, nowhere), "api": startAPI(t, dir, nowhere)} {
		p.awaitUnready(t, "store is unavailable")
		status, header := p.putGroup(t, dir)
		if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %v", name, status, header)
		}
	}
	startGateway(t, t.TempDir(), nowhere).awaitUnready(t, "store is unavailable")
}

// Two gateways would overwrite each other's saved table.
func TestOneGatewayADataDir(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	startGateway(t, dir, nowhere).address(t, "ops")
	code, _, text := call(t, append([]string{"gateway", "--database-url", nowhere, "--ops-listen", free}, gatewayFlagsOf(dir)...)...)
	if code != exitFailure || !strings.Contains(text, "--data-dir "+dir+": another corsgate") {
		t.Errorf("exit %d: %s", code, text)
	}
}

// No part of a URL that may hold a password is ever shown.
func TestNoSecretIsShown(t *testing.T) {
	dir := keys(t)
	url := filepath.Join(dir, "url")
	if err := os.WriteFile(url, []byte("postgres://user:c4nary@127.0.0.1:1/db\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CORSGATE_DATABASE_URL_FILE", url)
	p := start(t, append([]string{"serve", "--log-level", "debug"}, append(apiFlagsOf(dir), gatewayFlagsOf(dir)...)...)...)
	p.awaitUnready(t, "store is unavailable")
	_, _, reason := p.readiness(t)
	p.putGroup(t, dir)
	p.stop(t)
	if shown := p.out.String() + p.err.String() + reason; strings.Contains(shown, "c4nary") {
		t.Errorf("the password is in it:\n%s", shown)
	}
}
