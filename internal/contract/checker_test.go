// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const group = "/subscriptions/s/resourceGroups/g"

// answers makes a handler that answers the same to everything.
func answers(status int, body string, header ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("ETag", `"x"`)
		w.Header().Set("X-Ms-Request-Id", "3e1b8d4c-2f53-4a36-9a3b-7b4e5d2c1f00")
		w.Header().Set("X-Ms-Correlation-Request-Id", "3e1b8d4c-2f53-4a36-9a3b-7b4e5d2c1f00")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
}

// recorder is a test that notes its failures instead of failing.
type recorder struct {
	testing.TB
	failures int
}

func (r *recorder) Errorf(string, ...any) { r.failures++ }
func (r *recorder) Helper()               {}

// TestCheckerNotices: each answer that is not as described fails the test, and those that are do not.
func TestCheckerNotices(t *testing.T) {
	t.Parallel()
	const good = `{"id":"` + group + `","name":"g","type":"Microsoft.Resources/resourceGroups","etag":"\"x\"","location":"westeurope",
		"properties":{"provisioningState":"Succeeded"},"systemData":{"createdBy":"a","createdByType":"User","createdAt":"2026-11-01T09:00:00Z",
		"lastModifiedBy":"a","lastModifiedByType":"User","lastModifiedAt":"2026-11-01T09:00:00Z"}}`
	const absent = `{"error":{"code":"ResourceNotFound","message":"It was not found."}}`
	const version = "?api-version=2021-04-01"
	cases := map[string]struct {
		method, target string
		handler        http.Handler
		fine           bool
	}{
		"as described":                 {"GET", group + version, answers(200, good), true},
		"in another case":              {"GET", strings.ToLower(group) + version, answers(200, good), true},
		"a member too many":            {"GET", group + version, answers(200, strings.Replace(good, `"id"`, `"x":1,"id"`, 1)), false},
		"a member missing":             {"GET", group + version, answers(200, strings.Replace(good, `"name":"g",`, "", 1)), false},
		"another type":                 {"GET", group + version, answers(200, strings.Replace(good, `"g"`, `1`, 1)), false},
		"no JSON":                      {"GET", group + version, answers(200, "ok"), false},
		"another media type":           {"GET", group + version, answers(200, good, "Content-Type", "text/plain"), false},
		"a status not listed":          {"GET", group + version, answers(202, good), false},
		"an id is no GUID":             {"GET", group + version, answers(200, good, "X-Ms-Request-Id", "1"), false},
		"an ETag without quotes":       {"GET", group + version, answers(200, good, "ETag", "x"), false},
		"accepted unversioned":         {"GET", group, answers(200, good), false},
		"a failure":                    {"GET", group + version, answers(404, absent, "X-Ms-Error-Code", "ResourceNotFound"), true},
		"a failure without its header": {"GET", group + version, answers(404, absent), false},
		"an unknown code":              {"GET", group + version, answers(404, strings.Replace(absent, "ResourceNotFound", "Oops", 1), "X-Ms-Error-Code", "ResourceNotFound"), false},
		"no such path":                 {"GET", "/nowhere", answers(404, absent, "X-Ms-Error-Code", "ResourceNotFound"), true},
		"success nowhere":              {"GET", "/nowhere", answers(200, good), false},
		"no such method":               {"POST", group, answers(405, strings.Replace(absent, "ResourceNotFound", "MethodNotAllowed", 1), "X-Ms-Error-Code", "MethodNotAllowed", "Allow", "GET, PUT, DELETE"), true},
		"405 without Allow":            {"POST", group, answers(405, absent, "X-Ms-Error-Code", "MethodNotAllowed"), false},
		"a body that is not described": {"DELETE", group + "/providers/Microsoft.HealthcareApis/workspaces/abc?api-version=2024-03-31", answers(200, "{}", "Corsgate-Revision", "1", "X-Go-Azure-Sdk-Skip-Polling-Delay", "true"), false},
		"a write without its revision": {"DELETE", group + "/providers/Microsoft.HealthcareApis/workspaces/abc?api-version=2024-03-31", answers(200, "", "X-Go-Azure-Sdk-Skip-Polling-Delay", "true"), false},
		"a deletion":                   {"DELETE", group + "/providers/Microsoft.HealthcareApis/workspaces/abc?api-version=2024-03-31", answers(200, "", "Corsgate-Revision", "1", "X-Go-Azure-Sdk-Skip-Polling-Delay", "true"), true},
		"a deletion to wait for":       {"DELETE", group + "/providers/Microsoft.HealthcareApis/workspaces/abc?api-version=2024-03-31", answers(200, "", "Corsgate-Revision", "1"), false},
		"a limit that is no number":    {"GET", group + version, answers(200, good, "X-Ms-Ratelimit-Remaining-Subscription-Reads", "many"), false},
		"429 without Retry-After":      {"GET", group + version, answers(429, strings.Replace(absent, "ResourceNotFound", "TooManyRequests", 1), "X-Ms-Error-Code", "TooManyRequests"), false},
		"a HEAD":                       {"HEAD", group + version, answers(204, ""), true},
		"a HEAD without an id":         {"HEAD", group + version, answers(204, "", "X-Ms-Request-Id", "1"), false},
		"a HEAD of another status":     {"HEAD", group + version, answers(200, ""), false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{TB: t}
			New(r).Wrap(c.handler).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(c.method, c.target, nil))
			if noticed := r.failures > 0; noticed == c.fine {
				t.Errorf("noticed: %v", noticed)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	params, ok := match("/a/{b}/C", "/A/x/c")
	if !ok || params["b"] != "x" {
		t.Errorf("%v %v", params, ok)
	}
	for _, path := range []string{"/a//c", "/a/x/c/", "/a/x", "a/x/c", "/a/x/d"} {
		if _, ok := match("/a/{b}/C", path); ok {
			t.Errorf("%s matches", path)
		}
	}
}

// TestCoverage: what was answered as described is seen, and nothing else.
func TestCoverage(t *testing.T) {
	t.Parallel()
	doc, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	d := &description{doc: doc}
	checker := &Checker{t: &recorder{TB: t}, description: d}
	_, before := d.coverage()
	const version = "?api-version=2021-04-01"
	const absent = `{"error":{"code":"ResourceNotFound","message":"It was not found."}}`
	for _, handler := range []http.Handler{
		answers(404, absent), // without its header
		answers(418, ""),
		answers(404, absent, "X-Ms-Error-Code", "ResourceNotFound"),
	} {
		checker.Wrap(handler).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", strings.ToUpper(group)+version, nil))
	}
	checker.Wrap(answers(404, absent, "X-Ms-Error-Code", "ResourceNotFound")).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/nowhere", nil))
	seen, after := d.coverage()
	if seen != 1 || len(after) != len(before)-1 || len(before) < 300 {
		t.Errorf("%d of %d are seen, %d are missed", seen, len(before), len(after))
	}
	for _, missed := range after {
		if strings.Contains(missed, "(ResourceGroups_Get)") && strings.Contains(missed, "404") {
			t.Errorf("%s was seen", missed)
		}
	}
}
