// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// enoughCases is how many a resource's verb must have.
const enoughCases = 10

// TestReplayCases sends what real clients send, as cases/ has it, and compares the answers. All cases share one server;
// each has subscriptions and names of its own.
func TestReplayCases(t *testing.T) {
	t.Parallel()
	files := os.DirFS("cases")
	dirs, err := fs.Glob(files, "*/*/*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	checkEnough(t, files, dirs)
	p := startProgram(t)
	client, tokens := p.client(t, ""), p.issuer(t)
	for _, dir := range dirs {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			r := newReplayer(t, client, tokens, dir)
			c, err := readCase(files, dir, slices.Sorted(maps.Keys(r.known)))
			if err != nil {
				t.Fatal(err)
			}
			r.prepare(c.given)
			for _, s := range c.steps {
				if !r.run(s) {
					return // what follows builds on it
				}
			}
		})
	}
}

// checkEnough wants every verb to be looked at from enough sides.
func checkEnough(t *testing.T, files fs.FS, dirs []string) {
	t.Helper()
	count := map[string]int{}
	for _, dir := range dirs {
		count[path.Dir(dir)]++
	}
	verbs, err := fs.Glob(files, "*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range verbs {
		if info, err := fs.Stat(files, verb); err == nil && info.IsDir() && count[verb] < enoughCases {
			t.Errorf("cases/%s has %d cases, want %d or more", verb, count[verb], enoughCases)
		}
	}
}

// replayer runs one case.
type replayer struct {
	t      *testing.T
	client *apiClient
	tokens *issuer
	known  values
}

func newReplayer(t *testing.T, client *apiClient, tokens *issuer, dir string) *replayer {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(dir)) // a hash takes everything
	return &replayer{t: t, client: client, tokens: tokens, known: values{
		"url":          client.base,
		"subscription": uuid.NewSHA1(uuid.NameSpaceURL, []byte(dir)).String(),
		"other":        uuid.NewSHA1(uuid.NameSpaceURL, []byte(dir+" of another tenant")).String(),
		"group":        fmt.Sprintf("group-%016x", hash.Sum64()),
		"workspace":    fmt.Sprintf("w%016x", hash.Sum64()), // leaves room for more characters
		"mebibyte":     strings.Repeat("m", 1<<20),
	}}
}

// prepare makes what the case starts from.
func (r *replayer) prepare(given string) {
	r.t.Helper()
	group := "/subscriptions/{{subscription}}/resourceGroups/{{group}}"
	workspace := group + "/providers/Microsoft.HealthcareApis/workspaces/{{workspace}}"
	for i, target := range []string{group + groupVersion, workspace + azureVersion, workspace + "/fhirservices/records" + azureVersion} {
		if i > slices.Index(givens(), given) {
			return
		}
		body := `{"location":"westeurope"}`
		if i == 2 {
			body = `{"location":"westeurope","kind":"fhir-R4"}`
		}
		got := r.send(armRequest{method: http.MethodPut, target: target, as: "operator",
			header: [][2]string{{"Content-Type", "application/json"}}, armMessage: armMessage{body: armLine{text: body}}})
		if got.Status != http.StatusCreated {
			r.t.Fatalf("preparing the case: PUT %s: %d\n%s", target, got.Status, got.Body)
		}
	}
}

// run sends one request and reports all that is wrong with the answer.
func (r *replayer) run(s armStep) bool {
	r.t.Helper()
	got := r.send(s.request)
	wrong := append(s.response.differences(got, r.known), invariants(s.request.method, got)...)
	if len(wrong) == 0 {
		return true
	}
	var header strings.Builder
	_ = got.Header.Write(&header) // a builder takes everything
	r.t.Errorf("%s\nThe answer to %s was:\nHTTP/1.1 %d\n%s\n%s", strings.Join(wrong, "\n"), s.request.file, got.Status,
		strings.ReplaceAll(header.String(), "\r", ""), lastLines(string(got.Body)))
	return false
}

func (r *replayer) send(s armRequest) answer {
	r.t.Helper()
	target := strings.TrimPrefix(r.known.fill(s.target, false), r.client.base)
	request, err := http.NewRequestWithContext(r.t.Context(), s.method, r.client.base+target,
		strings.NewReader(r.known.fill(s.body.text, true)))
	if err != nil {
		r.t.Fatalf("%s: %v", s.file, err)
	}
	for _, field := range s.header {
		request.Header.Add(field[0], r.known.fill(field[1], false))
	}
	if token := r.token(s.as); token != "" && request.Header.Get("Authorization") == "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	got, err := receive(r.client.http, request)
	if err != nil {
		r.t.Fatalf("%s: %v", s.file, err)
	}
	return got
}

// token is the caller's. Another tenant is another subscription's operator.
func (r *replayer) token(caller string) string {
	r.t.Helper()
	switch caller {
	case "none":
		return ""
	case "other-tenant":
		return r.tokens.token(r.t, "operator", r.known["other"])
	}
	return r.tokens.token(r.t, caller, r.known["subscription"])
}
