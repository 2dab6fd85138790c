// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// transcript is what a command writes to its log, and a way to wait for it.
type transcript struct {
	mu    sync.Mutex
	text  bytes.Buffer
	lines chan string
}

func (l *transcript) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lines != nil {
		l.lines <- string(p)
	}
	return l.text.Write(p)
}

// start runs a command that serves, and returns its base URL. When the test ends, the command must end well.
func start(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	log := &transcript{lines: make(chan string, 10)}
	exited := make(chan int, 1)
	go func() { exited <- run(ctx, append(args, "-listen=127.0.0.1:0"), io.Discard, log) }()
	t.Cleanup(func() {
		stop()
		if code := <-exited; code != exitOK {
			t.Errorf("%v ended with %d: %s", args, code, &log.text)
		}
	})
	select {
	case line := <-log.lines:
		_, base, found := strings.Cut(strings.TrimSpace(line), "listening at ")
		if !found {
			t.Fatalf("%v says %q", args, line)
		}
		return base
	case <-time.After(20 * time.Second):
		t.Fatalf("%v does not listen", args)
		return ""
	}
}

// get returns an answer and its body.
func get(t *testing.T, url string) (*http.Response, string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func TestFHIR(t *testing.T) {
	t.Parallel()
	base := start(t, "fhir")
	answer, body := get(t, base+"/Patient/example")
	if answer.StatusCode != http.StatusOK || !strings.Contains(body, `"resourceType":"Patient"`) {
		t.Errorf("the sample patient: %s %s", answer.Status, body)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	base := start(t, "fhir")
	for path, want := range map[string]int{"/metadata": exitOK, "/nowhere": exitFailure} {
		if code := run(t.Context(), []string{"health", base + path}, io.Discard, io.Discard); code != want {
			t.Errorf("health of %s: exit code %d, want %d", path, code, want)
		}
	}
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"nothing", nil, exitUsage, "see corsgate-sample help"},
		{"unknown command", []string{"sing"}, exitUsage, `"sing"`},
		{"unknown flag", []string{"fhir", "-sing"}, exitUsage, "-sing"},
		{"argument too many", []string{"fhir", "sing"}, exitUsage, "takes 0 arguments, not 1"},
		{"health of nothing", []string{"health"}, exitUsage, "takes 1 arguments, not 0"},
		{"page without a service", []string{"page"}, exitUsage, "-service is missing"},
		{"service that is no URL", []string{"page", "-service=demo"}, exitUsage, "not of the form"},
		{"address that is none", []string{"fhir", "-listen=here"}, exitFailure, "-listen here"},
		{"nobody there", []string{"health", "http://127.0.0.1:1/"}, exitFailure, "connection refused"},
		{"help", []string{"help"}, exitOK, "corsgate-sample page"},
		{"help of a command", []string{"page", "-h"}, exitOK, "once for each gateway"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out := &transcript{}
			if code := run(t.Context(), c.args, out, out); code != c.code || !strings.Contains(out.text.String(), c.says) {
				t.Errorf("exit code %d, want %d; it says %q, want %q in it", code, c.code, &out.text, c.says)
			}
		})
	}
}
