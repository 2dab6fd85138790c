// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// withSettings is a service whose CORS settings are the JSON given.
func withSettings(settings string) string {
	return `{"location":"westeurope","properties":{"corsConfiguration":` + settings + `}}`
}

// The settings' own resource and the service's property are one stored value.
func TestSettingsAreOneValueInTwoPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const first, second = `{"origins":["https://a.example"],"methods":["GET"]}`, `{"origins":["https://b.example"],"maxAge":0}`

	service := w.get(serviceID).want(http.StatusOK, "")
	own := w.put(corsID, `{"properties":`+first+`}`).want(http.StatusCreated, "")
	read := w.get(serviceID).want(http.StatusOK, "")
	sameJSON(t, read.at("properties", "corsConfiguration"), first)
	if read.etag() == service.etag() {
		t.Error("the service's content changed, and its ETag did not")
	}

	outer := w.put(serviceID, withSettings(second)).want(http.StatusOK, "")
	changed := w.get(corsID).want(http.StatusOK, "")
	sameJSON(t, changed.at("properties"), second)
	if changed.etag() == own.etag() || outer.revision() != own.revision()+1 {
		t.Errorf("ETag %s after %s, revision %d after %d", changed.etag(), own.etag(), outer.revision(), own.revision())
	}

	w.put(serviceID, located).want(http.StatusOK, "")
	w.get(corsID).want(http.StatusNotFound, arm.ResourceNotFound)
	w.put(serviceID, withSettings(first)).want(http.StatusOK, "")
	w.delete(corsID).want(http.StatusOK, "")
	if got := w.get(serviceID).at("properties", "corsConfiguration"); got != "absent" {
		t.Errorf("settings were deleted, and the service shows %s", got)
	}
}

// What clients sent is what they read: they compare.
func TestEchoOfSettings(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"nothing set":          `{}`,
		"all empty":            `{"origins":[],"headers":[],"methods":[],"allowCredentials":false}`,
		"origins empty":        `{"origins":[]}`,
		"false is not absent":  `{"allowCredentials":false}`,
		"zero is not absent":   `{"maxAge":0}`,
		"the longest max age":  `{"maxAge":99999}`,
		"order and duplicates": `{"origins":["https://b.example","https://a.example","https://b.example"],"methods":["PUT","GET","PUT"]}`,
		"upper case":           `{"origins":["HTTPS://A.Example"],"headers":["X-FHIR-Starter","x-fhir-starter"]}`,
		"default port":         `{"origins":["https://a.example:443","http://a.example:80"]}`,
		"trailing dot":         `{"origins":["https://a.example."]}`,
		"anything":             `{"origins":["*"],"headers":["*"],"methods":["*"],"maxAge":1440,"allowCredentials":false}`,
		"odd tokens":           "{\"headers\":[\"a'b`c|d~\",\"x-app-*\"],\"methods\":[\"M-SEARCH\",\"$op\"]}",
	}
	for name, settings := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			put := w.put(corsID, `{"properties":`+settings+`}`).want(http.StatusCreated, "")
			sameJSON(t, put.at("properties"), settings)
			sameJSON(t, w.get(corsID).at("properties"), settings)
			sameJSON(t, w.get(serviceID).at("properties", "corsConfiguration"), settings)
			again := w.put(serviceID, withSettings(settings)).want(http.StatusOK, "")
			sameJSON(t, again.at("properties", "corsConfiguration"), settings)
			if again.revision() != put.revision() {
				t.Error("the same settings by the other way took a revision")
			}
		})
	}
}

// Numbers in other spellings are the same JSON value, not the same text.
func TestMaxAgeInOtherSpellings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, spelling := range []string{"600", "600.0", "6e2", "6E+2"} {
		w.put(corsID, `{"properties":{"maxAge":`+spelling+`}}`)
		if got := w.get(corsID).at("properties", "maxAge"); got != "600" {
			t.Errorf("%s reads back as %s", spelling, got)
		}
	}
}

// Escapes are spellings of the same string bytes.
func TestEscapesAreTheSameString(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.put(corsID, `{"properties":{"origins":["https:\/\/\u0061.example"]}}`).want(http.StatusCreated, "")
	second := w.put(corsID, `{"properties":{"origins":["https://a.example"]}}`).want(http.StatusOK, "")
	if first.etag() != second.etag() {
		t.Error("an escape made a difference")
	}
}

// Azure's clients send the whole properties; whatever of them is nobody's business here is kept.
func TestWholeServiceIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	put := w.put(serviceID, newestService).want(http.StatusOK, "")
	want := object(t, []byte(newestService))
	want["properties"].(map[string]any)["provisioningState"] = "Succeeded"
	for _, r := range []*reply{put, w.get(serviceID)} {
		got := object(t, r.body)
		for _, own := range []string{"id", "name", "type", "etag", "systemData"} {
			delete(got, own)
		}
		sameValue(t, got, want)
	}
	// A change of the settings alone leaves the rest.
	w.put(corsID, `{"properties":{"origins":["*"]}}`).want(http.StatusOK, "")
	properties := want["properties"].(map[string]any)
	properties["corsConfiguration"] = map[string]any{"origins": []any{"*"}}
	sameValue(t, object(t, w.get(serviceID).body)["properties"], properties)
}

// Who changed what: settings are content of the service, the operator's parts are not.
func TestOperatorsPartsLeaveTheServiceAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.get(serviceID)
	w.tick()
	w.put(upstreamID, `{"properties":{"url":"https://fhir.example.org/r4"}}`, as(auth.Operator)).want(http.StatusCreated, "")
	w.put(gatewayID, `{"properties":{"discovery":"configuredOrigins"}}`, as(auth.Operator)).want(http.StatusCreated, "")
	after := w.get(serviceID)
	sameJSON(t, string(after.body), string(before.body))
	w.put(serviceID, withSettings(`{"origins":["*"]}`)).want(http.StatusOK, "")
	sameJSON(t, w.get(upstreamID).at("properties"), `{"url":"https://fhir.example.org/r4"}`)
	sameJSON(t, w.get(gatewayID).at("properties"), `{"discovery":"configuredOrigins"}`)
	if got := w.get(serviceID); got.at("systemData", "lastModifiedAt") == before.at("systemData", "lastModifiedAt") {
		t.Error("a change of the settings is no modification of the service")
	}
}
