// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// unstamped is a row without what differs with each change.
func unstamped(t *testing.T, r row) map[string]any {
	t.Helper()
	r.ETag, r.ModifiedAt, r.Revision = "", nil, 0
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var values map[string]any
	decode(t, text, &values)
	meta := values["cors"].(map[string]any)["meta"].(map[string]any)
	delete(meta, "etag")
	delete(meta["modified"].(map[string]any), "at")
	return values
}

func asRow(t *testing.T, text []byte) (r row) {
	t.Helper()
	decode(t, text, &r)
	return r
}

func decode(t *testing.T, text []byte, to any) {
	t.Helper()
	if err := json.Unmarshal(text, to); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}

// ask sends one request about the first service and returns the answer.
func ask(t *testing.T, method, address, token string, age int) []byte {
	t.Helper()
	r, err := http.NewRequest(method, "http://"+address+servicePath(0)+version, nil)
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPut {
		r.Body = io.NopCloser(strings.NewReader(body(age)))
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	r.Close = true
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil || got.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %d %v %s", method, address, got.StatusCode, err, text)
	}
	return text
}
