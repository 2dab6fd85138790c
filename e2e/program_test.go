// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/testpg"
)

// scratch is a directory for what all tests share; TestMain removes it.
var scratch = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "corsgate-e2e-") })

// binary is the program, built once for all tests, as a user builds it.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := scratch()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "corsgate")
	build := exec.Command("go", "build", "-o", path, "./cmd/corsgate")
	build.Dir = ".."
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", build, err, output)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := testpg.Main(m)
	if dir, err := scratch(); err == nil {
		_ = os.RemoveAll(dir) // a temporary directory: the system removes what stays
	}
	os.Exit(code)
}

// command is a call of the program. Settings of the developer's own environment do not reach it.
func command(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "CORSGATE_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	endWithParent(cmd)
	return cmd
}

// program is a running `corsgate serve --dev` with listeners on free ports.
type program struct {
	dataDir string
	// Addresses of the listeners, "127.0.0.1:NNNN".
	api, gateway, ops, sample string
	// All that it wrote: logs are on stderr, the greeting of --dev is on stdout.
	stdout, stderr output

	cmd    *exec.Cmd
	exited chan struct{} // closed after err is set
	err    error         // what the process ended with
	ending sync.Once     // the first of stop and kill decides how it ends
}

// startProgram starts the program on an empty data directory. It runs until the test ends, and must then end well.
func startProgram(t testing.TB, args ...string) *program {
	t.Helper()
	return startProgramIn(t, filepath.Join(t.TempDir(), "data"), args...)
}

// startProgramIn starts the program on a data directory that may have been used before.
func startProgramIn(t testing.TB, dataDir string, args ...string) *program {
	t.Helper()
	const free = "127.0.0.1:0"
	return start(t, dataDir, command(t, append([]string{
		"serve", "--dev", "--data-dir", dataDir, "--api-listen", free, "--gateway-listen", free, "--ops-listen", free,
		"--sample-listen", free, "--upstream-allow", "127.0.0.0/8",
	}, args...)...), func(p *program) bool { return p.serves() && p.sample != "" })
}

// start runs a command that serves from a data directory, and waits until the log has named the listeners that enough
// asks for.
func start(t testing.TB, dataDir string, cmd *exec.Cmd, enough func(*program) bool) *program {
	t.Helper()
	cmd.Env = append(cmd.Env, storeOf(t, dataDir)...)
	return startApart(t, dataDir, cmd, enough)
}

// startApart is start for a command that knows its store.
func startApart(t testing.TB, dataDir string, cmd *exec.Cmd, enough func(*program) bool) *program {
	t.Helper()
	p := &program{dataDir: dataDir, cmd: cmd, exited: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.exited)
	}()
	t.Cleanup(func() {
		p.stop(t)
		if t.Failed() {
			t.Logf("%s\nstdout:\n%s\nstderr:\n%s", p.cmd, &p.stdout, lastLines(p.stderr.String()))
		}
	})
	eventually(t, "a log line for each listener", func() bool {
		select {
		case <-p.exited:
			t.Fatalf("the program ended at once: %v", p.err)
		default:
		}
		p.findListeners()
		return enough(p)
	})
	return p
}

// serves says whether the listeners are there that every `corsgate serve` has.
func (p *program) serves() bool { return p.api != "" && p.gateway != "" && p.ops != "" }

// findListeners reads the addresses from the log.
func (p *program) findListeners() {
	addresses := map[string]string{}
	for line := range strings.Lines(p.stderr.String()) {
		var entry struct{ Msg, Name, Address string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "listening" {
			addresses[entry.Name] = entry.Address
		}
	}
	p.api, p.gateway = addresses["api"], addresses["gateway"]
	p.ops, p.sample = addresses["ops"], addresses["sample"]
}

// stop asks the program to end and checks that it drains and exits with 0. A second call does nothing.
func (p *program) stop(t testing.TB) {
	t.Helper()
	p.ending.Do(func() {
		p.signal(t, syscall.SIGTERM)
		select {
		case <-p.exited:
		case <-time.After(patience):
			t.Errorf("the program did not end within %v of SIGTERM", patience)
			p.signal(t, syscall.SIGKILL)
			<-p.exited
			return
		}
		if p.err != nil {
			t.Errorf("the program ended with: %v", p.err)
		}
	})
}

// kill ends the program as a power cut does.
func (p *program) kill(t testing.TB) {
	t.Helper()
	p.ending.Do(func() {
		p.signal(t, syscall.SIGKILL)
		<-p.exited
	})
}

// signal may come too late: exited says so, and with what.
func (p *program) signal(t testing.TB, signal os.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("%v: %v", signal, err)
	}
}

// run calls another command of the program on the same data directory and returns its stdout.
func (p *program) run(t testing.TB, name string, args ...string) string {
	t.Helper()
	cmd := command(t, append([]string{name, "--data-dir", p.dataDir}, args...)...)
	cmd.Env = append(cmd.Env, storeOf(t, p.dataDir)...)
	var stdout, stderr output
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, &stderr)
	}
	return stdout.String()
}

// token returns a bearer token for the first subscription; more arguments are flags of `corsgate token`.
func (p *program) token(t testing.TB, role string, args ...string) string {
	t.Helper()
	text := p.run(t, "token", append([]string{"--role", role}, args...)...)
	token := strings.TrimSuffix(text, "\n")
	if token == "" || text != token+"\n" || strings.ContainsAny(token, " \n") {
		t.Fatalf("`corsgate token` printed %q, want a token and a newline", text)
	}
	return token
}
