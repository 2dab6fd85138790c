// SPDX-License-Identifier: Apache-2.0

package shape_test

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm/shape"
)

const full = `{"kind":"fhir-R4","identity":{"type":"None"},"properties":{"authenticationConfiguration":{"authority":"https://a",` +
	`"smartIdentityProviders":[]},"importConfiguration":{"enabled":true},"encryption":{}}}`

func TestKept(t *testing.T) {
	t.Parallel()
	body := `{"properties":{"corsConfiguration":null,"provisioningState":"x","acrConfiguration":{"loginServers":["\u0041",  "b"]}},` +
		`"identity":{"userAssignedIdentities":null,"type":"None","principalId":1},"location":"x","id":"y"}`
	want := `{"location":"x","identity":{"type":"None"},"properties":{"acrConfiguration":{"loginServers":["\u0041",  "b"]},"corsConfiguration":null}}`
	if got := shape.Kept(jsontext.Value(body), shape.FHIRService()); string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestView(t *testing.T) {
	t.Parallel()
	for version, want := range map[shape.Version]string{
		"2024-03-31":         full,
		"2023-11-01":         `{"kind":"fhir-R4","identity":{"type":"None"},"properties":{"authenticationConfiguration":{"authority":"https://a"},"importConfiguration":{"enabled":true},"encryption":{}}}`,
		"2021-06-01-preview": `{"kind":"fhir-R4","identity":{"type":"None"},"properties":{"authenticationConfiguration":{"authority":"https://a"}}}`,
	} {
		if got := shape.View(jsontext.Value(full), shape.FHIRService(), version); string(got) != want {
			t.Errorf("%s: got  %s\nwant %s", version, got, want)
		}
	}
}

func TestCarry(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		version    shape.Version
		next, want string
	}{
		"same version": {"2024-03-31", `{"properties":{}}`, `{"properties":{}}`},
		"kept below what stays": {"2023-09-06", `{"properties":{"authenticationConfiguration":{"authority":"https://b"}}}`,
			`{"properties":{"authenticationConfiguration":{"authority":"https://b","smartIdentityProviders":[]},"encryption":{}}}`},
		"kept below what goes": {"2023-09-06", `{"properties":{}}`,
			`{"properties":{"authenticationConfiguration":{"smartIdentityProviders":[]},"encryption":{}}}`},
		"kept below nothing": {"2023-09-06", `{"kind":"fhir-R4"}`,
			`{"kind":"fhir-R4","properties":{"authenticationConfiguration":{"smartIdentityProviders":[]},"encryption":{}}}`},
		"nothing to keep": {"2024-03-31", `{"kind":"fhir-R4"}`, `{"kind":"fhir-R4"}`},
	} {
		if got := shape.Carry(jsontext.Value(full), jsontext.Value(tc.next), shape.FHIRService(), tc.version); string(got) != tc.want {
			t.Errorf("%s: got  %s\nwant %s", name, got, tc.want)
		}
	}
}

// TestViewOfWhatIsForOthers: an object that has only what the version lacks is not there for its reader, one that was
// empty is.
func TestViewOfWhatIsForOthers(t *testing.T) {
	t.Parallel()
	stored := `{"properties":{"authenticationConfiguration":{"smartIdentityProviders":[]},"exportConfiguration":{}}}`
	want := `{"properties":{"exportConfiguration":{}}}`
	if got := shape.View(jsontext.Value(stored), shape.FHIRService(), "2023-09-06"); string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzShape: what Check passes can be kept, seen in every version, and put again without a change.
func FuzzShape(f *testing.F) {
	f.Add(full, "2023-11-01")
	f.Add(`{"tags":{"a":"b"},"properties":{"accessPolicies":[{"objectId":"11111111-2222-3333-4444-555555555555"}]}}`, "2022-12-01")
	f.Add(`{"identity":{"type":"UserAssigned","userAssignedIdentities":null}}`, "2025-04-01-preview")
	f.Fuzz(func(t *testing.T, body, version string) {
		raw, s, v := jsontext.Value(body), shape.FHIRService(), shape.Version(version)
		if !raw.IsValid() {
			return
		}
		if len(shape.Check(raw, s, v)) > 0 {
			return
		}
		kept := shape.Kept(raw, s)
		if faults := shape.Check(kept, s, v); len(faults) > 0 {
			t.Fatalf("what was kept of %s is refused: %+v", body, faults)
		}
		if again := shape.Carry(kept, shape.View(kept, s, v), s, v); string(again) != string(shape.Kept(kept, s)) {
			t.Fatalf("what was read of %s and put again is %s", kept, again)
		}
	})
}
