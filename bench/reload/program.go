// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// program is the running program to measure.
type program struct {
	cmd          *exec.Cmd
	dir          string // temporary
	log          io.Closer
	api, gateway string // addresses
	client       *http.Client
	token        string
}

// startTime is how long the program may take until it listens.
const startTime = 30 * time.Second

// start runs the program on an empty data directory.
func start(ctx context.Context, binary string) (_ *program, err error) {
	p := &program{}
	if p.dir, err = os.MkdirTemp("", "corsgate-reload-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			p.end()
		}
	}()
	const free = "127.0.0.1:0"
	p.cmd = exec.Command(binary, "serve", "--dev", "--data-dir", p.dir, "--api-listen", free, "--gateway-listen", free,
		"--ops-listen", free, "--sample-listen", free)
	p.cmd.Env = environment()
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p.log, p.cmd.Stderr = read, write
	err = errors.Join(p.cmd.Start(), write.Close())
	if err != nil {
		return nil, fmt.Errorf("%s: %w (make build builds it)", binary, err)
	}
	if err := p.awaitListeners(ctx, read); err != nil {
		return nil, err
	}
	return p, p.connect(ctx, binary)
}

// environment is this process's without settings of the program.
func environment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "CORSGATE_") {
			kept = append(kept, variable)
		}
	}
	return kept
}

// awaitListeners reads the log until all addresses are in it, and leaves the rest to be thrown away.
func (p *program) awaitListeners(ctx context.Context, log io.Reader) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	found := make(chan error, 1)
	go func() {
		lines := bufio.NewScanner(log)
		for p.api == "" || p.gateway == "" {
			if !lines.Scan() {
				found <- errors.New("the program ended before it listened")
				return
			}
			var line struct{ Msg, Name, Address string }
			_ = json.Unmarshal(lines.Bytes(), &line) // a line that is not of the log has none of these
			switch {
			case line.Msg == "listening" && line.Name == "api":
				p.api = line.Address
			case line.Msg == "listening" && line.Name == "gateway":
				p.gateway = line.Address
			}
		}
		found <- nil
		_, _ = io.Copy(io.Discard, log) // ends with the program
	}()
	select {
	case err := <-found:
		return err
	case <-ctx.Done():
		return fmt.Errorf("the program does not listen: %w", ctx.Err())
	}
}

// connect makes the client of the management API.
func (p *program) connect(ctx context.Context, binary string) error {
	command := exec.CommandContext(ctx, binary, "token", "--role", "operator", "--data-dir", p.dir)
	command.Env = environment()
	token, err := command.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	p.token = strings.TrimSpace(string(token))
	pem, err := os.ReadFile(filepath.Join(p.dir, "ca.pem"))
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	p.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots}, MaxIdleConnsPerHost: creators,
	}}
	return nil
}

// end stops the program and removes what it wrote.
func (p *program) end() {
	if p.client != nil {
		p.client.CloseIdleConnections() // the program waits for them to say something
	}
	if p.cmd != nil && p.cmd.Process != nil {
		// Both fail only if it has ended already.
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
		_ = p.cmd.Wait()
	}
	if p.log != nil {
		_ = p.log.Close()
	}
	_ = os.RemoveAll(p.dir) // a temporary directory: the system removes what stays
}
