// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"bytes"
	"fmt"
	"os"
	osexec "os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const poolerSettings = `
[databases]
* = host=%[1]s port=%[2]s
[pgbouncer]
pool_mode = %[4]s
auth_type = trust
auth_file = %[3]s/users
unix_socket_dir = %[3]s
listen_addr =
listen_port = 6432
logfile =
server_round_robin = 1
min_pool_size = 3
max_client_conn = 1000
`

// pooler is a PgBouncer in front of the server of a URL, until the test ends. The function leads a URL of that server
// through it.
func pooler(t testing.TB, url, mode string) (through func(url, user string) string) {
	t.Helper()
	program, err := osexec.LookPath("pgbouncer")
	if err != nil {
		program, err = osexec.LookPath("/usr/sbin/pgbouncer") // which is not on everybody's path
	}
	if err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "pooler-") // the path of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	_, socket := addressOf(t, url)
	port := strings.TrimPrefix(filepath.Ext(socket), ".")
	settings := fmt.Sprintf(poolerSettings, filepath.Dir(socket), port, dir, mode)
	write(t, filepath.Join(dir, "settings"), settings)
	write(t, filepath.Join(dir, "users"), fmt.Sprintf("\"postgres\" \"\"\n%q \"\"\n%q \"\"\n", appUser, gatewayUser))
	args := []string{"-q", filepath.Join(dir, "settings")}
	if os.Geteuid() == 0 { // it refuses to run as root, and has to reach the server's socket
		if err := os.Chmod(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		args = append([]string{"-u", serverAccount(t)}, args...)
	}
	start(t, osexec.Command(program, args...))
	through = func(url, user string) string { return as(t, url, user, "host", dir, "port", "6432") }
	eventually(t, "the pooler answers", func() bool { return execute(t.Context(), through(url, "postgres"), "SELECT") == nil })
	return through
}

// serverAccount is whom a server belongs to that root starts.
func serverAccount(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"postgres", "nobody"} {
		if _, err := user.Lookup(name); err == nil {
			return name
		}
	}
	t.Fatal("there is neither postgres nor nobody")
	return ""
}

// start runs a program until the test ends.
func start(t testing.TB, cmd *osexec.Cmd) {
	t.Helper()
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		if err := cmd.Wait(); t.Failed() {
			t.Logf("%s: %v\n%s", cmd, err, output.String())
		}
	})
}

// recorder keeps what is logged.
type recorder struct {
	mu   sync.Mutex
	text strings.Builder
}

func (r *recorder) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(line)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}
