// SPDX-License-Identifier: Apache-2.0

package samplefhir

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
)

const testBase = "http://sample.example/fhir"

// ask sends one request; headers come in pairs.
func ask(t *testing.T, s *Server, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "asked.example"
	if body != "" {
		r.Header.Set("Content-Type", typeFHIR)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, r)
	if got := answer.Header().Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("%s %s: Access-Control-Allow-Origin %q, want the server's own *", method, target, got)
	}
	return answer
}

func decode(t *testing.T, answer *httptest.ResponseRecorder) object {
	t.Helper()
	var content object
	if err := json.Unmarshal(answer.Body.Bytes(), &content); err != nil {
		t.Fatalf("body %q: %v", answer.Body, err)
	}
	return content
}

func wantHeaders(t *testing.T, answer *httptest.ResponseRecorder, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got := answer.Header().Get(name); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
}

func TestLifeOfAResource(t *testing.T) {
	t.Parallel()
	s := New(Options{Base: testBase + "/"})
	at := testBase + "/Patient/1/_history/"

	made := ask(t, s, "POST", "/fhir/Patient", `{"resourceType":"Patient","id":"mine","x":1.00}`)
	if made.Code != 201 || !strings.Contains(made.Body.String(), `"x":1.00`) || decode(t, made)["id"] != "1" {
		t.Errorf("create: %d %s", made.Code, made.Body)
	}
	wantHeaders(t, made, map[string]string{"Location": at + "1", "Content-Location": at + "1", "ETag": `W/"1"`, "Content-Type": typeFHIR})
	if made.Header().Get("Last-Modified") == "" {
		t.Error("create: no Last-Modified")
	}

	read := ask(t, s, "GET", "/fhir/Patient/1", "")
	if read.Code != 200 || read.Body.String() != made.Body.String() {
		t.Errorf("read: %d %s", read.Code, read.Body)
	}
	wantHeaders(t, read, map[string]string{"Location": "", "Content-Location": at + "1", "ETag": `W/"1"`})

	updated := ask(t, s, "PUT", "/fhir/Patient/1", `{"resourceType":"Patient","a":{"b":1,"c":2},"x":null}`, "If-Match", `W/"1"`)
	if updated.Code != 200 {
		t.Errorf("update: %d %s", updated.Code, updated.Body)
	}
	wantHeaders(t, updated, map[string]string{"Location": "", "Content-Location": at + "2", "ETag": `W/"2"`})
	if old := ask(t, s, "GET", "/fhir/Patient/1/_history/1", ""); old.Code != 404 {
		t.Errorf("old version: %d", old.Code)
	}
	if now := ask(t, s, "GET", "/fhir/Patient/1/_history/2", ""); now.Code != 200 {
		t.Errorf("present version: %d", now.Code)
	}

	patched := ask(t, s, "PATCH", "/fhir/Patient/1", `{"a":{"b":null,"d":[1]},"e":"f"}`, "Content-Type", "application/merge-patch+json; charset=utf-8")
	if patched.Code != 200 || !strings.Contains(patched.Body.String(), `"a":{"c":2,"d":[1]},"e":"f"`) {
		t.Errorf("patch: %d %s", patched.Code, patched.Body)
	}
	wantHeaders(t, patched, map[string]string{"Content-Location": at + "3", "ETag": `W/"3"`})

	for _, c := range []struct {
		method, path string
		status       int
	}{{"DELETE", "/fhir/Patient/1", 204}, {"GET", "/fhir/Patient/1", 404}, {"DELETE", "/fhir/Patient/1", 204}} {
		if answer := ask(t, s, c.method, c.path, ""); answer.Code != c.status {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, answer.Code, c.status)
		}
	}
	again := ask(t, s, "POST", "/fhir/Patient", `{"resourceType":"Patient"}`)
	if again.Header().Get("Location") != testBase+"/Patient/2/_history/1" {
		t.Errorf("an id came twice: %s", again.Header().Get("Location"))
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	patient := `{"resourceType":"Patient"}`
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
	}{
		{name: "seeded patient", method: "GET", path: "/Patient/example", status: 200},
		{name: "seeded organization", method: "GET", path: "/Organization/example", status: 200},
		{name: "HEAD", method: "HEAD", path: "/Patient/example", status: 200},
		{name: "query is passed over", method: "GET", path: "/Patient?name=x", status: 200},
		{name: "metadata", method: "GET", path: "/metadata", status: 200},
		{name: "PUT makes", method: "PUT", path: "/Patient/new", body: patient, status: 201},
		{name: "PUT of JSON", method: "PUT", path: "/Patient/new", body: patient, headers: []string{"Content-Type", "application/json"}, status: 201},
		{name: "PUT with another id", method: "PUT", path: "/Patient/new", body: `{"resourceType":"Patient","id":"old"}`, status: 400},
		{name: "PUT with If-Match on nothing", method: "PUT", path: "/Patient/new", body: patient, headers: []string{"If-Match", `W/"1"`}, status: 412},
		{name: "PUT with the wrong If-Match", method: "PUT", path: "/Patient/example", body: patient, headers: []string{"If-Match", `W/"9"`}, status: 412},
		{name: "PUT with If-Match of several", method: "PUT", path: "/Patient/example", body: patient, headers: []string{"If-Match", `W/"9", W/"1"`}, status: 200},
		{name: "PUT with If-Match any", method: "PUT", path: "/Patient/example", body: patient, headers: []string{"If-Match", `*`}, status: 200},
		{name: "DELETE with the wrong If-Match", method: "DELETE", path: "/Patient/example", headers: []string{"If-Match", `W/"9"`}, status: 412},
		{name: "PATCH with the wrong If-Match", method: "PATCH", path: "/Patient/example", body: `{}`, headers: []string{"Content-Type", typeMergePatch, "If-Match", `"9"`}, status: 412},
		{name: "PATCH of nothing", method: "PATCH", path: "/Patient/none", body: `{}`, headers: []string{"Content-Type", typeMergePatch}, status: 404},
		{name: "JSON Patch", method: "PATCH", path: "/Patient/example", body: `[]`, headers: []string{"Content-Type", "application/json-patch+json"}, status: 415},
		{name: "PATCH that is no object", method: "PATCH", path: "/Patient/example", body: `[]`, headers: []string{"Content-Type", typeMergePatch}, status: 400},
		{name: "PATCH of the type", method: "PATCH", path: "/Patient/example", body: `{"resourceType":"X"}`, headers: []string{"Content-Type", typeMergePatch}, status: 400},
		{name: "PATCH of the id", method: "PATCH", path: "/Patient/example", body: `{"id":"x"}`, headers: []string{"Content-Type", typeMergePatch}, status: 400},
		{name: "XML", method: "POST", path: "/Patient", body: `<Patient/>`, headers: []string{"Content-Type", "application/fhir+xml"}, status: 415},
		{name: "text", method: "POST", path: "/Patient", body: patient, headers: []string{"Content-Type", "text/plain"}, status: 415},
		{name: "no JSON", method: "POST", path: "/Patient", body: `{`, status: 400},
		{name: "two values", method: "POST", path: "/Patient", body: `{"resourceType":"Patient"} {}`, status: 400},
		{name: "null", method: "POST", path: "/Patient", body: `null`, status: 400},
		{name: "other type", method: "POST", path: "/Patient", body: `{"resourceType":"Group"}`, status: 400},
		{name: "meta no object", method: "POST", path: "/Patient", body: `{"resourceType":"Patient","meta":1}`, status: 400},
		{name: "body of 1 MiB", method: "POST", path: "/Patient", body: padded(maxBody), status: 201},
		{name: "body above 1 MiB", method: "POST", path: "/Patient", body: padded(maxBody + 1), status: 413},
		{name: "POST to a resource", method: "POST", path: "/Patient/1", body: patient, status: 405},
		{name: "PUT to a type", method: "PUT", path: "/Patient", body: patient, status: 405},
		{name: "PUT to a version", method: "PUT", path: "/Patient/example/_history/1", body: patient, status: 405},
		{name: "odd method", method: "PROPFIND", path: "/Patient", status: 405},
		{name: "root", method: "GET", path: "/", status: 405},
		{name: "unknown id", method: "GET", path: "/Patient/none", status: 404},
		{name: "type in lower case", method: "GET", path: "/patient/example", status: 404},
		{name: "dot segment", method: "GET", path: "/Group/../Patient/example", status: 404},
		{name: "dot id", method: "PUT", path: "/Patient/..", body: patient, status: 404},
		{name: "encoded dots", method: "GET", path: "/Group/%2e%2e/Patient/example", status: 404},
		{name: "encoded slash", method: "GET", path: "/Patient%2fexample", status: 404},
		{name: "encoded letter", method: "GET", path: "/P%61tient/example", status: 404},
		{name: "empty segment", method: "GET", path: "//Patient/example", status: 404},
		{name: "trailing slash", method: "GET", path: "/Patient/", status: 404},
		{name: "parameter", method: "GET", path: "/metadata;x", status: 404},
		{name: "long id", method: "GET", path: "/Patient/" + strings.Repeat("a", 65), status: 404},
		{name: "history of a resource", method: "GET", path: "/Patient/example/_history", status: 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			answer := ask(t, New(Options{}), c.method, c.path, c.body, c.headers...)
			if answer.Code != c.status {
				t.Fatalf("%s %s = %d %s, want %d", c.method, c.path, answer.Code, answer.Body, c.status)
			}
			if got := answer.Header().Get("Content-Type"); got != typeFHIR {
				t.Errorf("Content-Type %q", got)
			}
			if content := decode(t, answer); c.status >= 400 && content["resourceType"] != "OperationOutcome" {
				t.Errorf("%v is no OperationOutcome", content)
			}
			if allow := answer.Header().Get("Allow"); (c.status == 405) != (allow != "") {
				t.Errorf("Allow %q with %d", allow, c.status)
			}
		})
	}
}

// padded is a patient of size bytes.
func padded(size int) string {
	const start, end = `{"resourceType":"Patient","x":"`, `"}`
	return start + strings.Repeat("a", size-len(start)-len(end)) + end
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for path, allow := range map[string]string{
		"/Patient":                    "GET, HEAD, POST, OPTIONS",
		"/Patient/example":            "GET, HEAD, PUT, PATCH, DELETE, OPTIONS",
		"/Patient/example/_history/1": "GET, HEAD, OPTIONS",
		"/metadata":                   "GET, HEAD, OPTIONS",
		"/":                           "OPTIONS",
		"*":                           "OPTIONS",
	} {
		answer := ask(t, New(Options{}), "OPTIONS", path, "")
		if answer.Code != 200 || answer.Header().Get("Allow") != allow {
			t.Errorf("OPTIONS %s = %d, Allow %q, want %q", path, answer.Code, answer.Header().Get("Allow"), allow)
		}
	}
}

func TestBaseOfTheRequest(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(New(Options{}))
	defer server.Close()
	answer, err := server.Client().Post(server.URL+"/Patient", typeFHIR, strings.NewReader(`{"resourceType":"Patient"}`))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if got := answer.Header.Get("Location"); got != server.URL+"/Patient/1/_history/1" {
		t.Errorf("Location %q", got)
	}
	if answer := ask(t, New(Options{}), "GET", "/Patient/example", ""); !strings.HasPrefix(answer.Header().Get("Content-Location"), "http://asked.example/Patient/") {
		t.Errorf("Content-Location %q", answer.Header().Get("Content-Location"))
	}
	if answer := ask(t, New(Options{Base: testBase}), "GET", "/Patient/example", ""); answer.Code != 404 {
		t.Errorf("beside the base: %d, want 404", answer.Code)
	}
}

func TestDiscovery(t *testing.T) {
	t.Parallel()
	s := New(Options{Base: testBase})
	statement := decode(t, ask(t, s, "GET", "/fhir/metadata", ""))
	if statement["resourceType"] != "CapabilityStatement" || statement["fhirVersion"] != "4.0.1" {
		t.Errorf("metadata %v", statement)
	}
	smart := ask(t, s, "GET", "/fhir/.well-known/smart-configuration", "")
	if smart.Header().Get("Content-Type") != "application/json" || decode(t, smart)["token_endpoint"] != testBase+"/auth/token" {
		t.Errorf("smart-configuration %v %s", smart.Header(), smart.Body)
	}
}
