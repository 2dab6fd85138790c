// SPDX-License-Identifier: Apache-2.0

package reload

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// startTime is how long a program may take until it listens: with many services it first reads them all.
const startTime = 3 * time.Minute

// binary is the program, built once for all rows, as a user builds it.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "corsgate-reload-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "corsgate")
	build := exec.Command("go", "build", "-trimpath", "-o", path, "./cmd/corsgate")
	build.Dir = filepath.Join("..", "..")
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", build, err, output)
	}
	return path, nil
})

func corsgate(t *testing.T, args ...string) *exec.Cmd {
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
	return cmd
}

func call(t *testing.T, args ...string) string {
	t.Helper()
	text, err := corsgate(t, args...).Output()
	if err != nil {
		t.Fatalf("corsgate %s: %v", args[0], err)
	}
	return string(text)
}

// startCorsgate runs a server until the test ends and returns the addresses of its listeners by name. A gateway listens
// once it has read all settings.
func startCorsgate(t *testing.T, environment []string, args ...string) map[string]string {
	t.Helper()
	cmd := corsgate(t, args...)
	cmd.Env = append(cmd.Env, environment...)
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	run(t, cmd)
	wanted := 2 // operations, and API or gateway
	if args[0] == "serve" {
		wanted++
	}
	found := make(chan map[string]string, 1)
	go func() {
		found <- listeners(log, wanted)
		_, _ = io.Copy(io.Discard, log) // ends with the program
	}()
	select {
	case addresses := <-found:
		if len(addresses) < wanted {
			t.Errorf("corsgate %s ended before it listened", args[0])
		}
		return addresses
	case <-time.After(startTime):
		t.Errorf("corsgate %s does not listen", args[0])
		return nil
	}
}

// listeners reads the log until it has named so many listeners.
func listeners(log io.Reader, wanted int) map[string]string {
	addresses := map[string]string{}
	for lines := bufio.NewScanner(log); len(addresses) < wanted && lines.Scan(); {
		var line struct{ Msg, Name, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
			addresses[line.Name] = line.Address
		}
	}
	return addresses
}

// run starts a program that ends with the test.
func run(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// Both fail only if it has ended already.
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
}
