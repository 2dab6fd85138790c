// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"strings"
	"testing"
)

func TestPage(t *testing.T) {
	t.Parallel()
	const settings = "https://localhost:8443/settings?a=b&c=d"
	base := start(t, "page", "-service=http://one.localhost:8080/", "-service=https://two.localhost/base", "-settings="+settings)
	for path, mime := range map[string]string{
		"/":         "text/html; charset=utf-8",
		"/page.js":  "text/javascript; charset=utf-8",
		"/page.css": "text/css; charset=utf-8",
	} {
		answer, body := get(t, base+path)
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != mime || body == "" {
			t.Errorf("%s: %s, %s, %d bytes", path, answer.Status, answer.Header.Get("Content-Type"), len(body))
		}
		policy := answer.Header.Get("Content-Security-Policy")
		if !strings.HasSuffix(policy, "; connect-src http://one.localhost:8080 https://two.localhost") {
			t.Errorf("%s: the page may call others than its services, or not those: %s", path, policy)
		}
	}
	_, index := get(t, base)
	for _, want := range []string{
		`data-base="http://one.localhost:8080"`, `data-base="https://two.localhost/base"`,
		`data-settings="` + strings.ReplaceAll(settings, "&", "&amp;") + `"`,
	} {
		if !strings.Contains(index, want) {
			t.Errorf("%s is not in the page:\n%s", want, index)
		}
	}
	if answer, _ := get(t, base+"/index.html"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("the template is served too: %s", answer.Status)
	}
}
