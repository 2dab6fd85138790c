// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/testpg"
)

// machine is where the manual is followed: a server with TLS, and everything below its directory.
type machine struct {
	server *testpg.Server
	dir    string
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	server := testpg.Start(t, testpg.Options{Durable: true, TCP: true})
	m := &machine{server: server, dir: server.Dir()}
	built, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(built)
	if err == nil {
		err = os.Mkdir(filepath.Join(m.dir, "bin"), 0o755)
	}
	if err == nil { // a link would lead where the owner of the server may not go
		err = os.WriteFile(filepath.Join(m.dir, "bin", "corsgate"), program, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// names are what the reader replaces.
func (m *machine) names(t *testing.T) map[string]string {
	t.Helper()
	host, port, err := net.SplitHostPort(m.server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"PGHOST": m.dir, "PGPORT": port, "PGUSER": "postgres", "DB": m.server.Addr(), "CLIENTS": host + "/32",
		"DATA": filepath.Join(m.dir, "data")}
	for name, sub := range map[string]string{"DATA2": "data2", "ETC": "etc", "STATE": "state", "BACKUPS": "backups"} {
		names[name] = filepath.Join(m.dir, sub)
	}
	addresses := freeAddresses(t, 6)
	for i, name := range []string{"DB2", "API", "API_OPS", "GATEWAY", "GATEWAY_OPS", "POOLER"} {
		names[name] = addresses[i]
	}
	return names
}

// prologue makes the server one that a reader may have: it asks for passwords, has TLS, and pg_ctl finds its
// configuration. What the manual starts ends with the shell.
const prologue = `
PATH=$PWD/bin:$(psql -AtU postgres -h "$PWD" -p "$PORT" -c "SELECT setting FROM pg_config WHERE name = 'BINDIR'"):$PATH:/usr/sbin
epilogue() {
	set +e
	trap '' INT TERM
	kill 0 # the group of this shell
	for data in data data2; do pg_ctl -D "$data" -m immediate stop; done
	wait
}
trap epilogue EXIT
trap 'exit 1' INT TERM
corsgate init "$PWD/etc"
printf 'local all postgres trust\nlocal replication postgres trust\n' >data/pg_hba.conf
echo "include '$PWD/postgresql.conf'" >>data/postgresql.conf
psql -U postgres -h "$PWD" -p "$PORT" -c 'ALTER SYSTEM SET ssl = on' -c "ALTER SYSTEM SET ssl_cert_file = '$PWD/etc/tls.pem'" \
	-c "ALTER SYSTEM SET ssl_key_file = '$PWD/etc/tls.key'"
pg_ctl -D data reload
until [ "$(psql -AtU postgres -h "$PWD" -p "$PORT" -c 'SHOW ssl')" = on ]; do sleep 0.05; done
`

// run runs the blocks in one shell and returns what each of them printed.
func (m *machine) run(t *testing.T, blocks []block) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	blocks = append([]block{{commands: prologue}}, blocks...)
	shell := exec.CommandContext(ctx, "sh", "-eu", "-c", script(blocks))
	_, port, _ := net.SplitHostPort(m.server.Addr()) // names has split it before
	shell.Dir = m.dir
	for _, variable := range command(t).Env {
		if !strings.HasPrefix(variable, "PG") {
			shell.Env = append(shell.Env, variable)
		}
	}
	shell.Env = append(shell.Env, "NO_PROXY=127.0.0.1,localhost", "LC_ALL=C", "HOME="+m.dir, "PWD="+m.dir, "PORT="+port)
	var owner syscall.Stat_t
	if err := syscall.Stat(m.dir, &owner); err != nil {
		t.Fatal(err)
	}
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	if int(owner.Uid) != os.Geteuid() { // Postgres refuses to run as root
		shell.SysProcAttr.Credential = &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}
	}
	shell.Cancel = func() error { return shell.Process.Signal(syscall.SIGTERM) }
	shell.WaitDelay = patience
	text, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", errors.Join(err, ctx.Err()), text, m.logs())
	}
	return outputs(t, blocks, string(text))[1:]
}

// logs are the ends of what the programs have logged.
func (m *machine) logs() string {
	var text strings.Builder
	paths, _ := filepath.Glob(filepath.Join(m.dir, "state", "*.log")) // the pattern is well-formed
	for _, path := range append(paths, filepath.Join(m.dir, "data", "server.log"), filepath.Join(m.dir, "data2", "server.log")) {
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		fmt.Fprintf(&text, "%s:\n%s\n", path, lastLines(string(content)))
	}
	return text.String()
}
