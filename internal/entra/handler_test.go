// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// Each endpoint is where Entra ID has it, and nothing else is touched.
func TestPaths(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, status := range map[string]int{
		"/" + tenant + "/v2.0/.well-known/openid-configuration":     200,
		"/" + tenant + "/v2.0/.well-known/openid-configuration?":    200, // as MSAL for Go asks
		"/" + tenant + "/V2.0/.Well-Known/OpenID-Configuration":     200,
		"/0000000A-0000-0000-0000-00000000000A/discovery/v2.0/keys": 200,
		"/" + tenant + "/oauth2/v2.0/token":                         405,
		"/common/v2.0/.well-known/openid-configuration":             400,
		"/organizations/oauth2/v2.0/token":                          400,
		"/contoso.onmicrosoft.com/discovery/v2.0/keys":              400,
		"/{" + tenant + "}/discovery/v2.0/keys":                     400,
		"/urn:uuid:" + tenant + "/discovery/v2.0/keys":              400,
		"/0000000000000000000000000000000a/discovery/v2.0/keys":     400,
		"//discovery/v2.0/keys":                                     400,
		"/" + tenant + "/oauth2/v2.0/authorize":                     418,
		"/" + tenant + "/oauth2/token":                              418,
		"/" + tenant + "/v2.0/.well-known/openid-configuration/":    418,
		"/" + tenant + "/":                                          418,
		"/x/" + tenant + "/discovery/v2.0/keys":                     418,
		"/subscriptions/" + tenant + "/resourceGroups/demo":         418,
		"/subscriptions":       418,
		"/":                    418,
		"//subscriptions/../x": 418,
	} {
		if got := w.get(path); got.Code != status {
			t.Errorf("%s: %d, want %d", path, got.Code, status)
		}
	}
}

// The API gets the request itself, not one that has been cleaned on the way.
func TestOtherRequestsAreUnchanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sent := httptest.NewRequest(http.MethodPut, "https://"+address+"//Subscriptions/%2e%2e/X?a=b", nil)
	var seen *http.Request
	next := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r })
	w.Wrap(next).ServeHTTP(httptest.NewRecorder(), sent)
	if seen != sent || seen.URL.EscapedPath() != "//Subscriptions/%2e%2e/X" {
		t.Errorf("%v", seen)
	}
	star := httptest.NewRequest(http.MethodOptions, "https://"+address+"/", nil)
	star.URL.Path = "*"
	if got := w.do(star); got.Code != http.StatusTeapot {
		t.Errorf("OPTIONS *: %d", got.Code)
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, allowed := range map[string]map[string]bool{
		"/v2.0/.well-known/openid-configuration": {"GET": true, "HEAD": true},
		"/discovery/v2.0/keys":                   {"GET": true, "HEAD": true},
		"/oauth2/v2.0/token":                     {"POST": true},
	} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "get"} {
			got := w.do(httptest.NewRequest(method, "https://"+address+"/"+tenant+path, nil))
			if refused := got.Code == http.StatusMethodNotAllowed; refused == allowed[method] || refused != (got.Header().Get("Allow") != "") {
				t.Errorf("%s %s: %d, Allow %q", method, path, got.Code, got.Header().Get("Allow"))
			}
		}
	}
}

// Only this machine gets an answer. The rest of the API has its own rules.
func TestOtherMachinesAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for remote, local := range map[string]bool{
		"127.0.0.1:1": true, "127.8.8.8:1": true, "[::1]:1": true, "[::ffff:127.0.0.1]:1": true,
		"10.0.0.1:1": false, "[fe80::1%eth0]:1": false, "[::ffff:10.0.0.1]:1": false, "0.0.0.0:1": false, "": false, "@": false, "localhost:1": false,
	} {
		granted := post(w.form())
		granted.RemoteAddr = remote
		granted.Header.Set("X-Forwarded-For", "127.0.0.1") // nobody is believed
		if got := w.do(granted); (got.Code == http.StatusOK) != local || !local && got.Code != http.StatusForbidden {
			t.Errorf("a token for %q: %d", remote, got.Code)
		}
		other := httptest.NewRequest(http.MethodGet, "https://"+address+"/subscriptions", nil)
		other.RemoteAddr = remote
		if got := w.do(other); got.Code != http.StatusTeapot {
			t.Errorf("another path for %q: %d", remote, got.Code)
		}
	}
}
