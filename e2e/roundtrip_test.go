// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"testing"
)

// What GET returns can be PUT again, to the byte, and changes nothing.
func TestPutWhatWasRead(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	operator := p.client(t, p.token(t, "operator"))
	service := serviceID("demo", "records")
	operator.putSettings(t, "demo", "records", allowed())
	operator.mustPut(t, service+"/providers/Corsgate.Fhir/gatewaySettings/default"+corsgateVersion, `{"properties":{"enforcement":"enforce"}}`)
	for name, path := range map[string]string{
		"workspace": workspaceID("demo") + azureVersion, "service": service + azureVersion,
		"settings": service + corsSettingsOf + corsgateVersion,
		"upstream": service + "/providers/Corsgate.Fhir/upstreams/default" + corsgateVersion,
		"gateway":  service + "/providers/Corsgate.Fhir/gatewaySettings/default" + corsgateVersion,
	} {
		read := operator.get(t, path)
		if read.Status != http.StatusOK {
			t.Errorf("%s: GET: %d\n%s", name, read.Status, read.Body)
			continue
		}
		before := len(historyOf(t, p, service)) + len(historyOf(t, p, workspaceID("demo")))
		written := operator.put(t, path, string(read.Body), "If-Match", read.Header.Get("ETag"))
		if written.Status != http.StatusOK || written.Header.Get("ETag") != read.Header.Get("ETag") || !bytes.Equal(written.Body, read.Body) {
			t.Errorf("%s: PUT of what was read: %d, ETag %s\n%s\nread: ETag %s\n%s", name, written.Status, written.Header.Get("ETag"),
				written.Body, read.Header.Get("ETag"), read.Body)
		}
		if after := len(historyOf(t, p, service)) + len(historyOf(t, p, workspaceID("demo"))); after != before {
			t.Errorf("%s: PUT of what was read is a change in the history", name)
		}
	}
}

// corsSettings/default and the service's corsConfiguration are one value.
func TestOneValue(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	client := p.client(t, p.token(t, "contributor"))
	service := serviceID("demo", "records") + azureVersion
	extension := serviceID("demo", "records") + corsSettingsOf + corsgateVersion

	first := `{"origins":["https://a.example.org","https://a.example.org"],"headers":[],"methods":["GET"],"maxAge":0}`
	client.mustPut(t, extension, `{"properties":`+first+`}`)
	expectJSON(t, "what was put on corsSettings, in the service", propertiesOf(t, client.get(t, service))["corsConfiguration"], first)

	second := `{"methods":["PUT"],"origins":["*"],"allowCredentials":false}`
	client.mustPut(t, service, `{"location":"westeurope","kind":"fhir-R4","properties":{"corsConfiguration":`+second+`}}`)
	got := client.get(t, extension)
	all, err := json.Marshal(propertiesOf(t, got))
	if err != nil {
		t.Fatal(err)
	}
	expectJSON(t, "what was put on the service, in corsSettings", all, second)

	if deleted := client.delete(t, extension); deleted.Status != http.StatusOK {
		t.Errorf("DELETE: %d", deleted.Status)
	}
	if left := propertiesOf(t, client.get(t, service))["corsConfiguration"]; left != nil {
		t.Errorf("the service still has %s", left)
	}
	client.mustPut(t, extension, `{"properties":`+first+`}`)
	client.mustPut(t, service, `{"location":"westeurope","kind":"fhir-R4"}`)
	if left := client.get(t, extension); left.Status != http.StatusNotFound {
		t.Errorf("a service without corsConfiguration was put, and corsSettings is %d\n%s", left.Status, left.Body)
	}
}

func propertiesOf(t *testing.T, got answer) map[string]json.RawMessage {
	t.Helper()
	var resource struct{ Properties map[string]json.RawMessage }
	if err := json.Unmarshal(got.Body, &resource); err != nil || got.Status != http.StatusOK {
		t.Fatalf("%d %v\n%s", got.Status, err, got.Body)
	}
	return resource.Properties
}

// expectJSON compares values; the order of members does not matter.
func expectJSON(t *testing.T, what string, got []byte, want string) {
	t.Helper()
	var gotValue, wantValue any
	if err := json.Unmarshal(got, &gotValue); err != nil {
		t.Errorf("%s: %v: %q", what, err, got)
		return
	}
	if err := json.Unmarshal([]byte(want), &wantValue); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(gotValue, wantValue) {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}
