// SPDX-License-Identifier: Apache-2.0

package samplefhir

// seed stores two invented resources. They are valid, so nothing can fail.
func seed(s *store) {
	for _, content := range []object{
		{
			"resourceType": "Organization",
			"id":           "example",
			"active":       true,
			"name":         "Sample Clinic",
		},
		{
			"resourceType":         "Patient",
			"id":                   "example",
			"active":               true,
			"name":                 []any{object{"use": "official", "family": "Sample", "given": []any{"Nora"}}},
			"gender":               "female",
			"birthDate":            "1980-02-29",
			"managingOrganization": object{"reference": "Organization/example"},
		},
	} {
		typeName, _ := content["resourceType"].(string)
		_, _ = s.put(key{typeName, "example"}, "", func(*resource) (object, *failure) { return content, nil })
	}
}

// capabilities is what GET /metadata says: https://hl7.org/fhir/R4/capabilitystatement.html.
func capabilities(base string) object {
	interactions := []any{}
	for _, code := range []string{"read", "vread", "update", "patch", "delete", "create", "search-type"} {
		interactions = append(interactions, object{"code": code})
	}
	resources := []any{}
	for _, name := range []string{"Organization", "Patient"} {
		resources = append(resources, object{
			"type":         name,
			"interaction":  interactions,
			"versioning":   "versioned-update",
			"updateCreate": true,
		})
	}
	return object{
		"resourceType":   "CapabilityStatement",
		"status":         "active",
		"date":           "2026-11-01",
		"kind":           "instance",
		"software":       object{"name": "corsgate sample FHIR server"},
		"implementation": object{"description": "A sample in memory, for development", "url": base},
		"fhirVersion":    "4.0.1",
		"format":         []any{typeFHIR, typeJSON},
		"patchFormat":    []any{typeMergePatch},
		"rest": []any{object{
			"mode":     "server",
			"security": object{"cors": true},
			"resource": resources,
		}},
	}
}

// smartConfiguration has the shape of https://hl7.org/fhir/smart-app-launch/conformance.html, with no authorization
// server behind it: the sample is open.
func smartConfiguration(base string) object {
	return object{
		"token_endpoint":                   base + "/auth/token",
		"grant_types_supported":            []any{"client_credentials"},
		"capabilities":                     []any{"permission-v2"},
		"code_challenge_methods_supported": []any{"S256"},
	}
}
