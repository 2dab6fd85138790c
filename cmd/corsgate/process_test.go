// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/keyring"
)

const free = "127.0.0.1:0"

// process is a command that serves, in this process. It has to end well when the test ends.
type process struct {
	out, err output
	end      context.CancelFunc
	exited   chan struct{} // closed after code is set
	code     int
}

// start runs a command on free ports.
func start(t testing.TB, args ...string) *process {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	p := &process{end: end, exited: make(chan struct{})}
	go func() {
		defer close(p.exited)
		p.code = run(ctx, append(args, "--ops-listen", free), streams{&p.out, &p.err})
	}()
	t.Cleanup(func() {
		p.stop(t)
		if t.Failed() {
			t.Logf("corsgate %s\n%s", strings.Join(args, " "), p.err.String())
		}
	})
	return p
}

// stop lets the process drain. A second call does nothing.
func (p *process) stop(t testing.TB) {
	t.Helper()
	p.end()
	<-p.exited
	if p.code != exitOK {
		t.Errorf("exit code %d", p.code)
	}
}

// address is where a listener is, once the log tells.
func (p *process) address(t testing.TB, name string) (address string) {
	t.Helper()
	eventually(t, "a listener named "+name, func() bool {
		select {
		case <-p.exited:
			t.Fatalf("the process ended with %d:\n%s", p.code, p.err.String())
		default:
		}
		for line := range strings.Lines(p.err.String()) {
			var entry struct{ Msg, Name, Address string }
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "listening" && entry.Name == name {
				address = entry.Address
			}
		}
		return address != ""
	})
	return address
}

// keys makes the key files in a new directory.
func keys(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := keyring.Ensure(dir, nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

// startAPI starts `corsgate api` with the keys of dir.
func startAPI(t testing.TB, dir, databaseURL string) *process {
	t.Helper()
	return start(t, append([]string{"api", "--database-url", databaseURL}, apiFlagsOf(dir)...)...)
}

// startGateway starts `corsgate gateway` on a data directory.
func startGateway(t testing.TB, dir, databaseURL string) *process {
	t.Helper()
	return start(t, append([]string{"gateway", "--database-url", databaseURL}, gatewayFlagsOf(dir)...)...)
}

// startServe starts `corsgate serve` with the keys of dir, which is its data directory too.
func startServe(t testing.TB, dir, databaseURL string) *process {
	t.Helper()
	return start(t, append([]string{"serve", "--database-url", databaseURL}, append(apiFlagsOf(dir), gatewayFlagsOf(dir)...)...)...)
}

func apiFlagsOf(dir string) []string {
	file := func(name string) string { return filepath.Join(dir, name) }
	return []string{"--api-listen", free, "--api-tls-cert", file(keyring.TLSCertFile),
		"--api-tls-key", file(keyring.TLSKeyFile), "--token-key", file(keyring.TokenKeyFile)}
}

func gatewayFlagsOf(dir string) []string {
	return []string{"--gateway-listen", free, "--gateway-plaintext", "--data-dir", dir}
}

// call runs a command that ends by itself. One that serves instead is ended, well.
func call(t testing.TB, args ...string) (code int, out, err string) {
	t.Helper()
	ctx, end := context.WithTimeout(t.Context(), patience)
	defer end()
	var stdout, stderr output
	code = run(ctx, args, streams{&stdout, &stderr})
	return code, stdout.String(), stderr.String()
}
