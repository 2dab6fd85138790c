// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// document makes a request one for a discovery document.
func document(r cors.Request) cors.Request {
	r.Discovery = true
	return r
}

// TestDiscovery wants discovery documents open to every origin, without credentials, and closed to writes.
//
// https://hl7.org/fhir/smart-app-launch/app-launch.html#considerations-for-cross-origin-resource-sharing-cors-support
func TestDiscovery(t *testing.T) {
	t.Parallel()
	public := answer{Reason: cors.Discovery, AllowOrigin: "*"}
	constant := answer{Reason: cors.NotCORS, AllowOrigin: "*"}
	trusted := with(func(s *cors.Settings) { s.AllowCredentials = new(true) })
	credentials := granted()
	credentials.AllowCredentials = true
	writeOnly := with(func(s *cors.Settings) { s.Methods, s.AllowCredentials = []string{"PUT"}, new(true) })
	listed := public
	listed.OriginAllowed = true
	everybody := granted()
	everybody.Reason, everybody.AllowOrigin = cors.AllowedAny, "*"
	two := document(actual("GET", app))
	two.Origin = []string{app, other}
	same := document(actual("GET", self))
	same.SelfOrigin = self
	check(t, []decision{
		{"not listed", trusted, document(actual("GET", other)), public},
		{"not listed, HEAD", trusted, document(actual("HEAD", other)), public},
		{"null", trusted, document(actual("GET", "null")), public},
		{"malformed", trusted, document(actual("GET", "x y")), public},
		{"two lines", trusted, two, public},
		{"no origin", trusted, document(cors.Request{Method: "GET"}), constant},
		{"no origin, HEAD", trusted, document(cors.Request{Method: "HEAD"}), constant},
		{"listed gets the settings' answer", trusted, document(actual("GET", app)), credentials},
		{"listed, GET is not", writeOnly, document(actual("GET", app)), listed},
		{"any origin", open(), document(actual("GET", app)), everybody},
		{"the service's own", trusted, same, public},
		{"write of another origin", trusted, document(actual("POST", other)), withheld(cors.OriginNotAllowed)},
		{"write without origin", trusted, document(cors.Request{Method: "POST"}), withheld(cors.NotCORS)},
		{"write of a listed origin, the method is not", writeOnly, document(actual("POST", app)),
			answer{Reason: cors.MethodNotAllowed, OriginAllowed: true}},
		{"get is not GET", trusted, document(actual("get", other)), withheld(cors.OriginNotAllowed)},
		{"CORS off", cors.Settings{}, document(actual("GET", other)), withheld(cors.CORSDisabled)},
		{"CORS off, no origin", cors.Settings{}, document(cors.Request{Method: "GET"}), withheld(cors.NotCORS)},
	})
}

func TestDiscoveryPreflight(t *testing.T) {
	t.Parallel()
	public := func(method, headers string) answer {
		return answer{Reason: cors.Discovery, Preflight: true, Status: 204, AllowOrigin: "*", AllowMethods: method, AllowHeaders: headers}
	}
	trusted := with(func(s *cors.Settings) { s.AllowCredentials = new(true) })
	writeOnly := with(func(s *cors.Settings) { s.Methods, s.AllowCredentials = []string{"PUT"}, new(true) })
	settingsSay := partly(cors.HeaderNotAllowed, "GET", "authorization")
	settingsSay.AllowCredentials = true
	listed := public("GET", "authorization")
	listed.OriginAllowed = true
	two := document(preflight("GET", other))
	two.RequestMethod = []string{"GET", "GET"}
	check(t, []decision{
		{"not listed", trusted, document(preflight("GET", other, "authorization,x-anything")), public("GET", "authorization,x-anything")},
		{"not listed, HEAD", trusted, document(preflight("HEAD", other)), public("HEAD", "")},
		{"null", trusted, document(preflight("GET", "null", "Accept, X-A")), public("GET", "X-A")},
		{"forbidden names are not echoed", trusted, document(preflight("GET", other, "cookie,x-a,*")), public("GET", "x-a")},
		{"listed gets the settings' answer", trusted, document(preflight("GET", app, "authorization,x-anything")), settingsSay},
		{"listed, GET is not", writeOnly, document(preflight("GET", app, "authorization")), listed},
		{"write", trusted, document(preflight("PUT", other)), forbidden(cors.OriginNotAllowed)},
		{"two methods", trusted, two, forbidden(cors.OriginNotAllowed)},
		{"CORS off", cors.Settings{}, document(preflight("GET", other)), forbidden(cors.CORSDisabled)},
	})
}

// TestIsDiscovery wants five paths, byte for byte: what a server might read as one of them is none.
func TestIsDiscovery(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"/metadata": true, "/.well-known/smart-configuration": true, "/.well-known/openid-configuration": true,
		"/.well-known/jwks.json": true, "/.well-known/udap": true,
		"": false, "/": false, "metadata": false, "/metadata/": false, "//metadata": false, "/./metadata": false, "/Metadata": false,
		"/metadata?x": false, "/%6detadata": false, "/metadata;x": false, "/metadata.json": false, "/Patient/../metadata": false,
		"/.well-known": false, "/.well-known/": false, "/.well-known/smart-configuration.json": false, "/.Well-Known/udap": false,
	} {
		if cors.IsDiscovery(path) != want {
			t.Errorf("%q is a discovery document: %v", path, !want)
		}
	}
}
