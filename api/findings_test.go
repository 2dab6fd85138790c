// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
)

// Everything that is wrong is told at once: in the order of the fields, then of the entries.
func TestAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	const settings = `{"zeta":1,"allowCredentials":true,"maxAge":100000,"alpha":1,
		"methods":["get","*","TRACE"],"headers":["a b",5],"origins":["*","null","https://a.example/"]}`
	want := []finding{
		{"WildcardNotAlone", "origins[0]"}, {"InvalidOrigin", "origins[1]"}, {"InvalidOrigin", "origins[2]"},
		{"InvalidHeaderName", "headers[0]"}, {"InvalidType", "headers[1]"},
		{"MethodCase", "methods[0]"}, {"WildcardNotAlone", "methods[1]"}, {"ForbiddenMethod", "methods[2]"},
		{"MaxAgeOutOfRange", "maxAge"}, {"WildcardWithCredentials", "allowCredentials"},
		{"UnknownProperty", "alpha"}, {"UnknownProperty", "zeta"},
	}
	w := newWorld(t)
	for prefix, send := range map[string]func() *reply{
		"properties":                   func() *reply { return w.put(corsID, `{"properties":`+settings+`}`) },
		"properties.corsConfiguration": func() *reply { return w.put(serviceID, withSettings(settings)) },
	} {
		failure := send().want(http.StatusBadRequest, arm.InvalidCorsConfiguration).failure()
		var got []finding
		for _, d := range failure.Details {
			got = append(got, finding{d.Code, strings.TrimPrefix(d.Target, prefix+".")})
		}
		if !slices.Equal(got, want) || failure.Target != prefix {
			t.Errorf("%s: got %v\nwant %v", failure.Target, got, want)
		}
	}
	w.get(corsID).want(http.StatusNotFound, arm.ResourceNotFound)
}

// Every warning comes with its target, on the write, on each read, and on both resources; the body stays Azure's.
func TestWarnings(t *testing.T) {
	t.Parallel()
	const rest = `,"headers":["authorization"],"methods":["GET"]`
	cases := map[string]struct{ settings, code, target string }{
		"default port":        {`{"origins":["https://a.example:443"]` + rest + `}`, "DefaultPort", "origins[0]"},
		"upper case":          {`{"origins":["https://a.example","https://B.example"]` + rest + `}`, "UpperCase", "origins[1]"},
		"trailing dot":        {`{"origins":["https://a.example."]` + rest + `}`, "TrailingDot", "origins[0]"},
		"insecure":            {`{"origins":["http://a.example"],"allowCredentials":true` + rest + `}`, "InsecureOriginWithCredentials", "origins[0]"},
		"long max age":        {`{"origins":["https://a.example"],"maxAge":99999` + rest + `}`, "MaxAgeAboveBrowserCap", "maxAge"},
		"no authorization":    {`{"origins":["https://a.example"],"headers":["x-a"],"methods":["GET"]}`, "NoAuthorization", "headers"},
		"forbidden header":    {`{"origins":["https://a.example"],"headers":["authorization","Cookie"],"methods":["GET"]}`, "ForbiddenHeader", "headers[1]"},
		"duplicate":           {`{"origins":["https://a.example","https://b.example","https://A.example"]` + rest + `}`, "Duplicate", "origins[2]"},
		"duplicate header":    {`{"origins":["https://a.example"],"headers":["authorization","AUTHORIZATION"],"methods":["GET"]}`, "Duplicate", "headers[1]"},
		"empty methods":       {`{"origins":["https://a.example"],"headers":["authorization"],"methods":[]}`, "EmptyList", "methods"},
		"empty headers":       {`{"origins":["https://a.example"],"headers":[],"methods":["GET"]}`, "EmptyList", "headers"},
		"empty origins":       {`{"origins":[]` + rest + `}`, "EmptyList", "origins"},
		"not listed is empty": {`{"origins":["https://a.example"],"headers":["authorization"]}`, "EmptyList", "methods"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.put(corsID, `{"properties":`+c.settings+`}`).want(http.StatusCreated, "").warns(c.code, "properties."+c.target)
			w.put(corsID, `{"properties":`+c.settings+`}`).want(http.StatusOK, "").warns(c.code, "properties."+c.target)
			w.get(corsID).warns(c.code, "properties."+c.target)
			w.get(serviceID).warns(c.code, "properties.corsConfiguration."+c.target)
			w.put(serviceID, withSettings(c.settings)).want(http.StatusOK, "").warns(c.code, "properties.corsConfiguration."+c.target)
			read := w.get(corsID)
			sameJSON(t, read.at("properties"), c.settings)
		})
	}
}

// warns fails the test unless the reply has exactly one warning of the code, with its target.
func (r *reply) warns(code, target string) {
	r.t.Helper()
	found := 0
	for _, warning := range r.header.Values("Corsgate-Warning") {
		if strings.HasPrefix(warning, code+"; target="+target+"; message=") {
			found++
		}
	}
	if found != 1 {
		r.t.Errorf("%d warnings %s for %s in %q", found, code, target, r.header.Values("Corsgate-Warning"))
	}
}

func TestSettingsWithoutWarnings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, settings := range []string{`{}`,
		`{"origins":["*"],"headers":["*"],"methods":["*"],"maxAge":7200}`,
		`{"origins":["http://localhost:3000","https://a.example:8443"],"headers":["Authorization"],"methods":["GET"],"allowCredentials":true}`} {
		r := w.put(corsID, `{"properties":`+settings+`}`)
		if got := r.header.Values("Corsgate-Warning"); len(got) != 0 {
			t.Errorf("%s: %q", settings, got)
		}
	}
}

// Clients refuse answers with too many header fields, so there is an end to warnings.
func TestManyWarnings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	origins := strings.TrimSuffix(strings.Repeat(`"https://A.example:443",`, 2000), ",")
	r := w.put(corsID, `{"properties":{"origins":[`+origins+`]}}`).want(http.StatusCreated, "")
	if got := len(r.header.Values("Corsgate-Warning")); got != maxWarnings {
		t.Errorf("%d warnings", got)
	}
}
