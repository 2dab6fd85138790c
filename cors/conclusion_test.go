// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"net/http"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// conclusion is what a browser makes of an answer, as far as it depends on the server.
type conclusion struct {
	origin      string // Access-Control-Allow-Origin
	credentials bool
	passes      bool   // a preflight: the page may go on
	maxAge      string // of a preflight that passes
	exposed     string // names beyond the safelisted ones, in lower case and order
}

// concludeOn judges an answer to a request without credentials. Of a preflight that does not pass nothing else counts.
func concludeOn(h http.Handler, r cors.Request) conclusion {
	status, fields := ask(h, r)
	c := conclusion{origin: strings.Join(fields[allowOrigin], ", "),
		credentials: fields.Get(allowCredentials) == "true"}
	if !r.IsPreflight() {
		c.exposed = exposedBy(fields)
		return c
	}
	passes := status/100 == 2 && (c.origin == "*" || slices.Equal(r.Origin, []string{c.origin})) &&
		grantsMethod(fields, r.RequestMethod[0])
	for _, name := range names(r.RequestHeaders...) {
		passes = passes && grantsHeader(fields, name)
	}
	if !passes {
		return conclusion{}
	}
	c.passes, c.maxAge = true, fields.Get(maxAge)
	return c
}

// grantsMethod is the step of Fetch's CORS-preflight fetch that looks at the method.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
func grantsMethod(fields http.Header, method string) bool {
	listed := names(fields[allowMethods]...)
	return slices.Contains([]string{"GET", "HEAD", "POST"}, method) || slices.Contains(listed, method) ||
		slices.Contains(listed, "*") && fields.Get(allowCredentials) == ""
}

// grantsHeader is the step that looks at one header's name; "*" leaves authorization out.
func grantsHeader(fields http.Header, name string) bool {
	listed := names(fields[allowHeaders]...)
	return slices.ContainsFunc(listed, func(l string) bool { return strings.EqualFold(l, name) }) ||
		slices.Contains(listed, "*") && fields.Get(allowCredentials) == "" && !strings.EqualFold(name, "authorization")
}

// exposedBy leaves out what a page may read anyway.
//
// https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
func exposedBy(fields http.Header) string {
	safelisted := []string{"cache-control", "content-language", "content-length", "content-type", "expires",
		"last-modified", "pragma"}
	exposed := slices.DeleteFunc(names(strings.ToLower(strings.Join(fields[exposeHeaders], ","))),
		func(name string) bool { return slices.Contains(safelisted, name) })
	slices.Sort(exposed)
	return strings.Join(exposed, ",")
}
