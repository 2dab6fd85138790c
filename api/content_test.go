// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// TestUnknownPropertiesAreNamed: what does not exist is refused, with the name that was probably meant.
func TestUnknownPropertiesAreNamed(t *testing.T) {
	t.Parallel()
	const service = "service"
	ids := map[string]string{"subscription": "/subscriptions/" + sub1, "group": groupID, "workspace": workspaceID, service: serviceID,
		"upstream": upstreamID, "gateway": gatewayID, "settings": corsID}
	for name, c := range map[string]struct {
		on, body, target, near string
		code                   arm.Code
	}{
		"tag":                          {service, `{"tag":{}}`, "tag", "tags", ""},
		"Location":                     {service, `{"Location":"westeurope"}`, "Location", "location", ""},
		"propertis":                    {service, `{"propertis":{}}`, "propertis", "properties", ""},
		"sku":                          {service, `{"sku":{}}`, "sku", "", ""},
		"zones":                        {service, `{"zones":[]}`, "zones", "", ""},
		"authenticationConfig":         {service, `{"properties":{"authenticationConfig":{}}}`, "properties.authenticationConfig", "authenticationConfiguration", ""},
		"cors":                         {service, `{"properties":{"cors":{}}}`, "properties.cors", "corsConfiguration", ""},
		"cors_configuration":           {service, `{"properties":{"cors_configuration":{}}}`, "properties.cors_configuration", "corsConfiguration", ""},
		"exportConfig":                 {service, `{"properties":{"exportConfig":{}}}`, "properties.exportConfig", "exportConfiguration", ""},
		"smartProxy":                   {service, `{"properties":{"authenticationConfiguration":{"smartProxy":true}}}`, "properties.authenticationConfiguration.smartProxy", "smartProxyEnabled", ""},
		"useridentities":               {service, `{"identity":{"type":"None","userAssignedIdentity":{}}}`, "identity.userAssignedIdentity", "userAssignedIdentities", ""},
		"in an array":                  {service, `{"properties":{"acrConfiguration":{"ociArtifacts":[{},{"login_server":"x"}]}}}`, "properties.acrConfiguration.ociArtifacts[1].login_server", "loginServer", ""},
		"in a map":                     {service, `{"identity":{"type":"UserAssigned","userAssignedIdentities":{"` + someIdentity + `":{"x":1}}}}`, "identity.userAssignedIdentities." + someIdentity[:64] + "….x", "", ""},
		"with dots":                    {service, `{"a.b":1}`, "['a.b']", "", ""},
		"without letters":              {service, `{"":1}`, "['']", "", ""},
		"settings of Terraform":        {service, `{"properties":{"corsConfiguration":{"allowed_origins":[]}}}`, "properties.corsConfiguration.allowed_origins", "origins", arm.InvalidCorsConfiguration},
		"allow_origin":                 {"settings", `{"properties":{"allow_origin":[]}}`, "properties.allow_origin", "origins", arm.InvalidCorsConfiguration},
		"maxAgeInSeconds":              {"settings", `{"properties":{"maxAgeInSeconds":1}}`, "properties.maxAgeInSeconds", "maxAge", arm.InvalidCorsConfiguration},
		"kind of a workspace":          {"workspace", `{"kind":"x"}`, "kind", "", ""},
		"identity of a workspace":      {"workspace", `{"identity":{}}`, "identity", "", ""},
		"publicNetwork":                {"workspace", `{"properties":{"publicNetwork":"Enabled"}}`, "properties.publicNetwork", "publicNetworkAccess", ""},
		"manageBy":                     {"group", `{"manageBy":"x"}`, "manageBy", "managedBy", ""},
		"property of a group":          {"group", `{"properties":{"x":1}}`, "properties.x", "", ""},
		"display_name":                 {"subscription", `{"display_name":"x"}`, "display_name", "displayName", ""},
		"location of a subscription":   {"subscription", `{"location":"x"}`, "location", "", ""},
		"URL":                          {"upstream", `{"properties":{"URL":"https://a.example"}}`, "properties.URL", "url", ""},
		"enforce":                      {"gateway", `{"properties":{"enforce":"advise"}}`, "properties.enforce", "enforcement", ""},
		"location of gateway settings": {"gateway", `{"location":"x","properties":{}}`, "location", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, code := newWorld(t), arm.InvalidRequestContent
			if c.code != "" {
				code = c.code
			}
			f := w.put(ids[c.on], c.body, as(auth.Operator)).want(http.StatusBadRequest, code).failure()
			if len(f.Details) != 1 || f.Details[0].Code != arm.UnknownProperty || f.Details[0].Target != c.target {
				t.Fatalf("details %+v", f.Details)
			}
			d := f.Details[0]
			if suggested := strings.Contains(d.Message, "Did you mean"); suggested != (c.near != "") ||
				suggested && !strings.HasSuffix(d.Message, "Did you mean "+c.near+"?") || strings.Contains(d.Message, " .") {
				t.Errorf("message %q, want %q", d.Message, c.near)
			}
			if code == arm.InvalidRequestContent && (len(d.AdditionalInfo) > 0) != (c.near != "") ||
				len(d.AdditionalInfo) > 0 && d.AdditionalInfo[0].Info["property"] != c.near {
				t.Errorf("additionalInfo %+v", d.AdditionalInfo)
			}
		})
	}
}

// Everything that is wrong with the form of a body is told at once, in its order.
func TestAllFaultsOfABodyAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.put(serviceID, `{"kind":"fhir-R5","tags":{"a":1,"b":"`+strings.Repeat("x", 257)+`"},"identity":{"type":"none","x":1},
		"properties":{"publicNetworkAccess":"enabled","zeta":1,"acrConfiguration":{"loginServers":["a",null,`+`{}]},
		"encryption":[],"authenticationConfiguration":{"authority":"login","smartProxyEnabled":"yes"}},"alpha":1}`).
		want(http.StatusBadRequest, arm.InvalidRequestContent)
	sameValue(t, r.findings(), []finding{
		{arm.InvalidValue, "kind"}, {arm.InvalidType, "tags.a"}, {arm.TooLong, "tags.b"},
		{arm.InvalidValue, "identity.type"}, {arm.UnknownProperty, "identity.x"},
		{arm.InvalidValue, "properties.publicNetworkAccess"}, {arm.UnknownProperty, "properties.zeta"},
		{arm.InvalidType, "properties.acrConfiguration.loginServers[1]"}, {arm.InvalidType, "properties.acrConfiguration.loginServers[2]"},
		{arm.InvalidType, "properties.encryption"}, {arm.InvalidValue, "properties.authenticationConfiguration.authority"},
		{arm.InvalidType, "properties.authenticationConfiguration.smartProxyEnabled"}, {arm.UnknownProperty, "alpha"}})
	if f := r.failure(); f.Target != "" {
		t.Errorf("of several, none is the target: %q", f.Target)
	}
}

// There is an end to them: a body can have hundreds of thousands.
func TestFaultsOfABodyAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var many strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&many, `,"x%d":1`, i)
	}
	for _, body := range []string{`{` + many.String()[1:] + `}`, `{"tags":{` + strings.ReplaceAll(many.String()[1:], "x", "y") + `}}`,
		`{"properties":{"acrConfiguration":{"loginServers":[` + strings.Repeat("1,", 5000) + `1]}}}`} {
		r := w.put(serviceID, body).want(http.StatusBadRequest, arm.InvalidRequestContent)
		if n := len(r.failure().Details); n < 50 || n > 100 || len(r.body) > 64<<10 {
			t.Errorf("%d details in %d bytes", n, len(r.body))
		}
	}
}

// TestReadOnlyPropertiesAreIgnored wherever they are, whatever they say, in every version.
func TestReadOnlyPropertiesAreIgnored(t *testing.T) {
	t.Parallel()
	const own = `"id":1,"name":"w/f","type":[],"etag":"\"x\"","systemData":{"createdAt":"2001-01-01T00:00:00.000Z"},`
	for name, c := range map[string]struct{ id, plain, full string }{
		"group":        {groupID, located, `{` + own + `"location":"westeurope","properties":{"provisioningState":"Deleting"}}`},
		"workspace":    {workspaceID, located, `{` + own + `"location":"westeurope","properties":{"provisioningState":1,"privateEndpointConnections":[{"id":"x"}]}}`},
		"service":      {serviceID, located, `{` + own + `"location":"westeurope","properties":{"provisioningState":null,"eventState":"Enabled","privateEndpointConnections":{}}}`},
		"subscription": {"/subscriptions/" + sub1, `{}`, `{` + own + `"subscriptionId":"x","tenantId":"x","state":"Disabled","authorizationSource":"x","managedByTenants":["x"],"subscriptionPolicies":{"x":1}}`},
		"identity": {serviceID, `{"identity":{"type":"UserAssigned","userAssignedIdentities":{"` + someIdentity + `":{}}}}`,
			`{"identity":{"type":"UserAssigned","principalId":"x","tenantId":"x","userAssignedIdentities":{"` + someIdentity + `":{"principalId":"x","clientId":"x"}}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, operator := newWorld(t).withAnyRequest(t), as(auth.Operator)
			before := w.put(c.id, c.plain, operator).want(http.StatusOK, "")
			w.tick()
			after := w.put(c.id, c.full, operator).want(http.StatusOK, "")
			if sameJSON(t, string(after.body), string(before.body)); after.etag() != before.etag() {
				t.Error("what is read-only changed the ETag")
			}
			if !strings.HasPrefix(name, "subscription") {
				if again := w.patch(c.id, c.full, operator).want(http.StatusOK, ""); again.etag() != before.etag() {
					t.Error("what is read-only changed the ETag by a patch")
				}
			}
		})
	}
}

// TestNull is no value, but where clients send it for none.
func TestNull(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for body, target := range map[string]string{
		`{"tags":null}`:       "",
		`{"location":null}`:   "location",
		`{"kind":null}`:       "kind",
		`{"identity":null}`:   "identity",
		`{"properties":null}`: "properties",
		`{"identity":{"type":"None","userAssignedIdentities":null}}`:                                  "",
		`{"identity":{"type":"UserAssigned","userAssignedIdentities":{"` + someIdentity + `":null}}}`: "identity.userAssignedIdentities." + someIdentity[:64] + "…",
		`{"properties":{"authenticationConfiguration":{"smartIdentityProviders":null}}}`:              "",
		`{"properties":{"authenticationConfiguration":{"authority":null}}}`:                           "properties.authenticationConfiguration.authority",
		`{"properties":{"encryption":null}}`:                                                          "properties.encryption",
		`{"properties":{"importConfiguration":{"enabled":null}}}`:                                     "properties.importConfiguration.enabled",
	} {
		r := w.put(serviceID, body)
		if target == "" {
			r.want(http.StatusOK, "")
			for _, absent := range [][]string{{"tags"}, {"identity", "userAssignedIdentities"}, {"properties", "authenticationConfiguration", "smartIdentityProviders"}} {
				if got := r.member(absent); got != "absent" {
					t.Errorf("%s: %v is %s", body, absent, got)
				}
			}
			continue
		}
		r.want(http.StatusBadRequest, arm.InvalidRequestContent)
		sameValue(t, r.findings(), []finding{{arm.InvalidType, target}})
	}
}
