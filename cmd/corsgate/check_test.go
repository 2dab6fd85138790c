// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// finding is the part of the JSON that a test looks at.
type finding struct {
	Outcome string
	Reason  string
	Missing []struct{ Kind, Name string }
	Console struct{ Chromium string }
	Defects []struct{ Code string }
}

func (f finding) codes() (list []string) {
	for _, d := range f.Defects {
		list = append(list, d.Code)
	}
	return list
}

func runJSON(t *testing.T, args ...string) (code int, f finding, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	ctx, end := context.WithTimeout(t.Context(), patience)
	defer end()
	code = run(ctx, append(args, "--output", "json"), streams{&out, &err})
	if e := json.Unmarshal(out.Bytes(), &f); e != nil {
		t.Fatalf("exit %d, %v: %s%s", code, e, &out, &err)
	}
	return code, f, err.String()
}

// The five servers of 2014 with five methods each: the verdict, the sentence and all that is missing are those that were
// measured in a browser.
func TestCheckServersOf2014(t *testing.T) {
	t.Parallel()
	all, err := loadRecorded()
	if err != nil {
		t.Fatal(err)
	}
	for _, server := range all.Servers {
		host, port, secure := server.where()
		ca, config := filepath.Join(t.TempDir(), "ca.pem"), (*tls.Config)(nil)
		if secure {
			if config, err = certify(host, ca); err != nil {
				t.Fatal(err)
			}
		} else {
			ca = ""
		}
		wire, err := startWire(config, func(_ *wireServer, _ int, r *http.Request) string { return server.answer(r) })
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(wire.close)
		for method, want := range all.Verdicts[server.Name] {
			t.Run(server.Name+" "+method, func(t *testing.T) {
				t.Parallel()
				args := []string{"check", server.Base + "/Organization", "--origin", "http://www.fhir-starter.com", "--method", method,
					"--header", "x-fhir-starter:urn:fhir.starter", "--header", "accept:application/json+fhir, application/json, text/plain, */*",
					"--connect-to", host + ":" + port + ":" + wire.address(), "--ca-file", ca}
				if slices.Contains([]string{"POST", "PUT", "PATCH"}, method) {
					args = append(args, "--header", "content-type:application/json+fhir")
				}
				code, got, _ := runJSON(t, args...)
				if (code == exitOK) != want.Allowed || !want.Allowed && code != exitFailure {
					t.Errorf("exit %d: %+v", code, got)
				}
				if !strings.HasSuffix(got.Console.Chromium, want.Sentence) || want.Sentence == "" && got.Console.Chromium != "" {
					t.Errorf("the console has %q, want %q", got.Console.Chromium, want.Sentence)
				}
				var missing []string
				for _, m := range got.Missing {
					missing = append(missing, m.Kind+" "+m.Name)
				}
				if !slices.Equal(missing, want.Missing) {
					t.Errorf("missing %q, want %q", missing, want.Missing)
				}
			})
		}
	}
}

// TestCheckReadsNoBody: neither a body without end nor a header without end keeps it busy.
func TestCheckReadsNoBody(t *testing.T) {
	t.Parallel()
	released := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if r.URL.Path == "/long" {
			w.Header().Set("X-Long", strings.Repeat("a", maxHeaderBytes))
			return
		}
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		<-released
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(released) })
	if code, got, _ := runJSON(t, "check", server.URL, "--origin", "http://app.example"); code != exitOK {
		t.Errorf("body without end: exit %d, %+v", code, got)
	}
	if code, got, err := runJSON(t, "check", server.URL+"/long", "--origin", "http://app.example"); code != exitUsage || !strings.Contains(err, "header") {
		t.Errorf("header without end: exit %d, %+v, %s", code, got, err)
	}
}

// TestCheckHTTP2 asks as browsers do where the server offers it.
func TestCheckHTTP2(t *testing.T) {
	t.Parallel()
	var version atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		version.Store(int64(r.ProtoMajor))
		w.Header()["Access-Control-Allow-Origin"] = []string{"https://app.example", "https://app.example"}
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	code, got, _ := runJSON(t, "check", server.URL, "--origin", "https://app.example", "--ca-file", ca, "--lint")
	if code != exitFailure || version.Load() != 2 || !slices.Equal(got.codes(), []string{"DuplicateHeader", "DuplicateHeader", "PreflightStatus"}) {
		t.Errorf("exit %d over HTTP/%d, %+v", code, version.Load(), got)
	}
}

// TestCheckFindsLocalhost: such names are this machine's, whatever a resolver says.
func TestCheckFindsLocalhost(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}))
	t.Cleanup(server.Close)
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	for _, host := range []string{"localhost", "demo-records.fhir.localhost", "a.LocalHost"} {
		if code, got, err := runJSON(t, "check", "http://"+host+port, "--origin", "https://app.example"); code != exitOK {
			t.Errorf("%s: exit %d, %+v, %s", host, code, got, err)
		}
	}
}

// TestCheckIsInterrupted ends with what is known.
func TestCheckIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	end()
	var out, err bytes.Buffer
	code := run(ctx, []string{"check", "http://127.0.0.1:2/", "--origin", "http://app.example"}, streams{&out, &err})
	if code != exitUsage || !strings.Contains(err.String(), "failed: interrupted") {
		t.Errorf("exit %d: %s", code, &err)
	}
}

// TestLintAsksThreeQuestions wants the probes to be made, and nothing but harmless ones.
func TestLintAsksThreeQuestions(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Method != http.MethodOptions && (r.Method != http.MethodGet || r.Header.Get("Origin") != "") {
			t.Errorf("%s was sent, %v", r.Method, r.Header)
		}
		w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		w.Header().Set("Access-Control-Allow-Methods", r.Header.Get("Access-Control-Request-Method"))
	}))
	t.Cleanup(server.Close)
	code, got, _ := runJSON(t, "check", server.URL, "--origin", "http://app.example", "--method", "DELETE", "--lint")
	codes := got.codes()
	if want := []string{"AnyOriginWithCredentials", "NullOrigin", "NoVaryOrigin", "NoMaxAge"}; code != exitOK || !slices.Equal(codes, want) {
		t.Errorf("exit %d, %v", code, codes)
	}
	if asked.Load() != 4 {
		t.Errorf("%d requests, want the preflight and three more", asked.Load())
	}
}
