// SPDX-License-Identifier: Apache-2.0

package main

import (
	"maps"
	"testing"
)

func TestConnectTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		entry string
		want  routes // nil is refused
	}{
		{"fhir.example.org:443:127.0.0.1:8443", routes{"fhir.example.org:443": "127.0.0.1:8443"}},
		{"FHIR.example.org:443:other:1", routes{"fhir.example.org:443": "other:1"}},
		{"[::1]:80:[2001:db8::1]:8080", routes{"[::1]:80": "[2001:db8::1]:8080"}},
		{"BÜCHER.example:443:other:1", routes{"xn--bcher-kva.example:443": "other:1"}},
		{"xn--bcher-kva.example:443:other:1", routes{"xn--bcher-kva.example:443": "other:1"}},
		{"", nil},
		{"fhir.example.org:443", nil},
		{"fhir.example.org:443:127.0.0.1", nil},
		{"fhir.example.org:443:127.0.0.1:8443:1", nil},
		{"fhir.example.org:443:127.0.0.1:", nil},
		{":443:127.0.0.1:8443", nil},
		{"[::1:80:a:1", nil},
		{"[::1]80:a:1", nil},
	} {
		got, err := parseRoutes([]string{c.entry})
		if (err != nil) != (c.want == nil) || !maps.Equal(got, c.want) {
			t.Errorf("%q: %v, %v; want %v", c.entry, got, err, c.want)
		}
	}
}
