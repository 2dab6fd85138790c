// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
)

const inSMART = "properties.authenticationConfiguration.smartIdentityProviders"

func smartApplication(clientID string) string {
	return `{"clientId":"` + clientID + `","audience":"a","allowedDataActions":["Read"]}`
}

func smartProvider(authority string, applications ...string) string {
	return `{"authority":"` + authority + `","applications":[` + strings.Join(applications, ",") + `]}`
}

// TestSMARTIdentityProviders are held to Azure's documented rules.
//
// https://learn.microsoft.com/azure/healthcare-apis/fhir/configure-identity-providers
func TestSMARTIdentityProviders(t *testing.T) {
	t.Parallel()
	const a, b, c = "https://a.example/t", "https://b.example/t", "https://c.example/t"
	good := smartProvider(a, smartApplication("1"))
	for name, tc := range map[string]struct {
		providers string
		want      []finding
	}{
		"none":                  {``, nil},
		"one":                   {good, nil},
		"two of two":            {smartProvider(a, smartApplication("1"), smartApplication("2")) + `,` + smartProvider(b, smartApplication("3"), smartApplication("4")), nil},
		"three":                 {good + `,` + smartProvider(b, smartApplication("2")) + `,` + smartProvider(c, smartApplication("3")), []finding{{arm.TooManyItems, inSMART}}},
		"three applications":    {smartProvider(a, smartApplication("1"), smartApplication("2"), smartApplication("3")), []finding{{arm.TooManyItems, inSMART + "[0].applications"}}},
		"no application":        {smartProvider(a), []finding{{arm.TooFewItems, inSMART + "[0].applications"}}},
		"applications missing":  {`{"authority":"` + a + `"}`, []finding{{arm.MissingProperty, inSMART + "[0].applications"}}},
		"applications are null": {`{"authority":"` + a + `","applications":null}`, []finding{{arm.InvalidType, inSMART + "[0].applications"}}},
		"null":                  {`null`, []finding{{arm.InvalidType, inSMART + "[0]"}}},
		"authority missing":     {`{"applications":[` + smartApplication("1") + `]}`, []finding{{arm.MissingProperty, inSMART + "[0].authority"}}},
		"authority empty":       {smartProvider("", smartApplication("1")), []finding{{arm.InvalidValue, inSMART + "[0].authority"}}},
		"authority relative":    {smartProvider("login/t", smartApplication("1")), []finding{{arm.InvalidValue, inSMART + "[0].authority"}}},
		"authority over http":   {smartProvider("http://a.example", smartApplication("1")), []finding{{arm.InvalidValue, inSMART + "[0].authority"}}},
		"authority with query":  {smartProvider(a+"?x=y", smartApplication("1")), []finding{{arm.InvalidValue, inSMART + "[0].authority"}}},
		"authority with a user": {smartProvider("https://u:p@a.example", smartApplication("1")), []finding{{arm.InvalidValue, inSMART + "[0].authority"}}},
		"authority twice":       {good + `,` + smartProvider(a, smartApplication("2")), []finding{{arm.InvalidValue, inSMART + "[1].authority"}}},
		"client twice in one":   {smartProvider(a, smartApplication("1"), smartApplication("1")), []finding{{arm.InvalidValue, inSMART + "[0].applications[1].clientId"}}},
		"client twice in two":   {good + `,` + smartProvider(b, smartApplication("1")), []finding{{arm.InvalidValue, inSMART + "[1].applications[0].clientId"}}},
		"client empty":          {smartProvider(a, smartApplication("")), []finding{{arm.InvalidValue, inSMART + "[0].applications[0].clientId"}}},
		"audience empty":        {smartProvider(a, strings.Replace(smartApplication("1"), `"a"`, `""`, 1)), []finding{{arm.InvalidValue, inSMART + "[0].applications[0].audience"}}},
		"audience a number":     {smartProvider(a, strings.Replace(smartApplication("1"), `"a"`, `1`, 1)), []finding{{arm.InvalidType, inSMART + "[0].applications[0].audience"}}},
		"one audience twice":    {smartProvider(a, smartApplication("1"), smartApplication("2")), nil},
		"action Write":          {smartProvider(a, strings.Replace(smartApplication("1"), `Read`, `Write`, 1)), []finding{{arm.InvalidValue, inSMART + "[0].applications[0].allowedDataActions[0]"}}},
		"action read":           {smartProvider(a, strings.Replace(smartApplication("1"), `Read`, `read`, 1)), []finding{{arm.InvalidValue, inSMART + "[0].applications[0].allowedDataActions[0]"}}},
		"action twice":          {smartProvider(a, strings.Replace(smartApplication("1"), `"Read"`, `"Read","Read"`, 1)), []finding{{arm.TooManyItems, inSMART + "[0].applications[0].allowedDataActions"}}},
		"no action":             {smartProvider(a, strings.Replace(smartApplication("1"), `"Read"`, ``, 1)), []finding{{arm.TooFewItems, inSMART + "[0].applications[0].allowedDataActions"}}},
		"all of it missing": {smartProvider(a, `{}`), []finding{{arm.MissingProperty, inSMART + "[0].applications[0].clientId"},
			{arm.MissingProperty, inSMART + "[0].applications[0].audience"}, {arm.MissingProperty, inSMART + "[0].applications[0].allowedDataActions"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			configuration := `{"smartIdentityProviders":[` + tc.providers + `]}`
			for _, send := range []func(string, string, ...option) *reply{w.put, w.patch} {
				r := send(serviceID, `{"location":"westeurope","properties":{"authenticationConfiguration":`+configuration+`}}`)
				if tc.want == nil {
					r.want(http.StatusOK, "")
					sameJSON(t, r.at("properties", "authenticationConfiguration"), configuration)
					continue
				}
				r.want(http.StatusBadRequest, arm.InvalidRequestContent)
				sameValue(t, r.findings(), tc.want)
			}
		})
	}
}

// TestIdentity: what it says must fit together, and what was sent is answered.
func TestIdentity(t *testing.T) {
	t.Parallel()
	const ids = `"userAssignedIdentities"`
	const two = `{"` + someIdentity + `":{},"/subscriptions/s/resourcegroups/g/providers/microsoft.managedidentity/userassignedidentities/other":{}}`
	for name, c := range map[string]struct {
		identity string
		want     []finding
	}{
		"none":                       {`{"type":"None"}`, nil},
		"system":                     {`{"type":"SystemAssigned"}`, nil},
		"user":                       {`{"type":"UserAssigned",` + ids + `:` + two + `}`, nil},
		"user without one":           {`{"type":"UserAssigned"}`, nil},
		"user with an empty set":     {`{"type":"UserAssigned",` + ids + `:{}}`, nil},
		"both":                       {`{"type":"SystemAssigned,UserAssigned",` + ids + `:` + two + `}`, nil},
		"both with a space":          {`{"type":"SystemAssigned, UserAssigned",` + ids + `:` + two + `}`, nil},
		"none with an empty set":     {`{"type":"None",` + ids + `:{}}`, nil},
		"none with identities":       {`{"type":"None",` + ids + `:` + two + `}`, []finding{{arm.InvalidValue, "identity.userAssignedIdentities"}}},
		"system with identities":     {`{"type":"SystemAssigned",` + ids + `:` + two + `}`, []finding{{arm.InvalidValue, "identity.userAssignedIdentities"}}},
		"no type":                    {`{}`, []finding{{arm.MissingProperty, "identity.type"}}},
		"null type":                  {`{"type":null}`, []finding{{arm.InvalidType, "identity.type"}}},
		"another type":               {`{"type":"Both"}`, []finding{{arm.InvalidValue, "identity.type"}}},
		"a type in another case":     {`{"type":"systemassigned"}`, []finding{{arm.InvalidValue, "identity.type"}}},
		"both in the other order":    {`{"type":"UserAssigned,SystemAssigned"}`, []finding{{arm.InvalidValue, "identity.type"}}},
		"an id of another type":      {`{"type":"UserAssigned",` + ids + `:{"/subscriptions/s":{}}}`, []finding{{arm.InvalidValue, "identity.userAssignedIdentities./subscriptions/s"}}},
		"an id that is none":         {`{"type":"UserAssigned",` + ids + `:{"me":{}}}`, []finding{{arm.InvalidValue, "identity.userAssignedIdentities.me"}}},
		"an identity that is a text": {`{"type":"UserAssigned",` + ids + `:{"` + someIdentity + `":"x"}}`, []finding{{arm.InvalidType, "identity.userAssignedIdentities." + someIdentity[:64] + "…"}}},
		"a list of identities":       {`{"type":"UserAssigned",` + ids + `:["` + someIdentity + `"]}`, []finding{{arm.InvalidType, "identity.userAssignedIdentities"}}},
		"one id in two cases": {`{"type":"UserAssigned",` + ids + `:{"` + someIdentity + `":{},"` + strings.ToUpper(someIdentity) + `":{}}}`,
			[]finding{{arm.InvalidValue, "identity.userAssignedIdentities." + strings.ToUpper(someIdentity[:64]) + "…"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.put(serviceID, `{"location":"westeurope","identity":`+c.identity+`}`)
			if c.want != nil {
				r.want(http.StatusBadRequest, arm.InvalidRequestContent)
				sameValue(t, r.findings(), c.want)
				return
			}
			sameJSON(t, r.want(http.StatusOK, "").at("identity"), c.identity)
			w.patch(serviceID, `{"identity":`+c.identity+`}`).want(http.StatusOK, "")
			sameJSON(t, w.get(serviceID).at("identity"), c.identity)
			if again := w.put(serviceID, string(r.body)).want(http.StatusOK, ""); again.etag() != r.etag() {
				t.Error("what was read is not the same when it is put")
			}
		})
	}
}

// An identity is changed by a patch as SDKs send it, one at a time.
func TestPatchOfIdentities(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const first, second = someIdentity, someIdentity + "2"
	w.patch(serviceID, `{"identity":{"type":"UserAssigned","userAssignedIdentities":{"`+first+`":{}}}}`).want(http.StatusOK, "")
	w.patch(serviceID, `{"identity":{"userAssignedIdentities":{"`+second+`":{}}}}`).want(http.StatusOK, "")
	w.patch(serviceID, `{"identity":{"userAssignedIdentities":{"`+first+`":null}}}`).want(http.StatusOK, "")
	sameJSON(t, w.get(serviceID).at("identity"), `{"type":"UserAssigned","userAssignedIdentities":{"`+second+`":{}}}`)
	w.patch(serviceID, `{"identity":{"type":"None","userAssignedIdentities":null}}`).want(http.StatusOK, "")
	sameJSON(t, w.get(serviceID).at("identity"), `{"type":"None"}`)
	w.patch(serviceID, `{"identity":null}`).want(http.StatusOK, "")
	if got := w.get(serviceID).at("identity"); got != "absent" {
		t.Errorf("identity %s", got)
	}
}
