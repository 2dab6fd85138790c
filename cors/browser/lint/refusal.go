// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// A server may refuse what it is asked, and then it is right that its answer lacks something. Two signs tell that from
// a server that does not know better: corsgate's own field, and a Vary that names what the answer depends on.

// isDenied reports whether corsgate says that it refuses something.
func isDenied(a Answer) bool {
	value, _ := get(a.Response.Headers, "corsgate-decision")
	return strings.HasPrefix(strings.ToLower(value), "denied")
}

// isRefusal reports whether a preflight is refused as a whole: 403, and no word of CORS.
func isRefusal(a Answer) bool {
	return a.Response.Status == 403 && !slices.ContainsFunc(a.Response.Headers, func(h browser.Header) bool {
		return strings.HasPrefix(strings.ToLower(h.Name), "access-control-")
	})
}

// decidesBy reports whether the server answers a preflight by what it asks for, the "method" or the "headers": such a
// server leaves out what it refuses, on purpose.
//
// https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5
func decidesBy(a Answer, what string) bool {
	return isDenied(a) || names(elements(a.Response.Headers, "vary"), requestPrefix+what)
}

// isPartlyRefused reports whether a server that decides by what is asked for has left some of that out. Nobody gains by
// remembering its answer.
func isPartlyRefused(a Answer) bool {
	methods, headers := elements(a.Response.Headers, allowMethods), elements(a.Response.Headers, allowHeaders)
	lacks := func(name string) bool { return !names(headers, name) && !slices.Contains(headers, "*") }
	method := askedMethod(a)
	return isDenied(a) ||
		decidesBy(a, "method") && !browser.IsSafelistedMethod(method) && !slices.Contains(methods, method) && !slices.Contains(methods, "*") ||
		decidesBy(a, "headers") && slices.ContainsFunc(elements(a.Request.Headers, requestPrefix+"headers"), lacks)
}
