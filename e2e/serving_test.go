// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// free is an address on the loopback with a port that the system chooses.
const free = "127.0.0.1:0"

// createGroup makes the resource group that workspaces are in; --dev has it from the start. It needs an operator's token.
func (c *apiClient) createGroup(t testing.TB) {
	t.Helper()
	c.mustPut(t, groupID+groupVersion, `{"location":"westeurope"}`)
}

// onFreePorts are the flags of a server that gets no other listeners.
func onFreePorts(more ...string) []string {
	return append([]string{"--api-listen", free, "--gateway-listen", free, "--ops-listen", free}, more...)
}

// inProduction are the flags of a server without --dev; it needs the files of initialize.
func inProduction(more ...string) []string {
	return append(onFreePorts("--gateway-plaintext", "--upstream-allow", "127.0.0.0/8"), more...)
}

// initialize makes the files of a server in an empty directory and returns the directory.
func initialize(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	outcome := call(t, nil, "init", dir)
	if outcome.code != 0 {
		t.Fatalf("init: exit %d\n%s", outcome.code, outcome.stderr)
	}
	return dir
}

// serve starts `corsgate serve` on the files of initialize, with settings as --name=value or as NAME=value.
func serve(t testing.TB, dir string, settings ...string) *program {
	t.Helper()
	var environment, args []string
	for _, setting := range settings {
		if strings.HasPrefix(setting, "CORSGATE_") {
			environment = append(environment, setting)
		} else {
			args = append(args, setting)
		}
	}
	environment = append(environment, "CORSGATE_DATA_DIR="+dir, "CORSGATE_API_TLS_CERT="+filepath.Join(dir, "tls.pem"),
		"CORSGATE_API_TLS_KEY="+filepath.Join(dir, "tls.key"), "CORSGATE_TOKEN_KEY="+filepath.Join(dir, "token.key"))
	return serveWith(t, dir, environment, args)
}

// serveWith starts `corsgate serve` with this environment and these arguments alone, beside its data directory, and waits
// for its listeners.
func serveWith(t testing.TB, dir string, environment, args []string) *program {
	t.Helper()
	cmd := command(t, append([]string{"serve"}, args...)...)
	cmd.Dir, cmd.Env = filepath.Dir(dir), append(cmd.Env, environment...)
	p := start(t, dir, cmd, (*program).serves)
	p.waitRevision(t, 0) // a table is served
	return p
}

// lastLines keeps a report readable: a log has a line for each request.
func lastLines(text string) string {
	const most = 8 << 10
	if len(text) <= most {
		return text
	}
	_, rest, _ := strings.Cut(text[len(text)-most:], "\n")
	return "...\n" + rest
}

// outcome is how a command ended and what it wrote.
type outcome struct {
	code           int
	stdout, stderr string
}

// call runs a command of the program to its end.
func call(t testing.TB, environment []string, args ...string) outcome {
	t.Helper()
	cmd := command(t, args...)
	cmd.Env = append(cmd.Env, environment...)
	var stdout, stderr output
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{code: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
}
