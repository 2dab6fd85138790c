// SPDX-License-Identifier: Apache-2.0

package browser

// cause is why a step fails, as finely as the browsers' sentences tell it.
type cause uint8

// Causes, in the order in which the standard would find them.
const (
	noCause        cause = iota
	badRequest           // the call itself is wrong: an exception
	badMethod            // a method that no page may use
	badScheme            // the URL's scheme is not one of HTTP
	badPort              // the URL's port is another protocol's
	mixedContent         // a secure page, an insecure URL
	preflightMoved       // the preflight's answer is a redirect
	noOrigin             // no Access-Control-Allow-Origin
	anyOrigin            // it is "*", although credentials are included
	otherOrigin          // it is anything else
	noCredentials        // Access-Control-Allow-Credentials is not "true"
	badStatus            // the preflight's status is not ok
	badMethodList        // Access-Control-Allow-Methods is no list of methods
	badHeaderList        // Access-Control-Allow-Headers is no list of names
	noMethod             // the method is not allowed
	noHeader             // a request header is not allowed
	badLocation          // the redirect's Location is no URL
	movedToData          // it leads to a data: URL
	movedOffHTTP         // it leads to another scheme than HTTP's
	movedTooOften        // it is the 21st
	movedWithLogin       // it leads to a URL with user name or password
	movedToBadPort       // it leads to another protocol's port
	movedToHTTP          // it leads from a secure page to an insecure URL
)

// fault is one thing for which a step fails.
type fault struct {
	step  Step
	cause cause
	// value is what the cause is about: a field's value, a method, a name, a status, a URL.
	value string
}

// checkCORS is the CORS check of an answer. Where the origin's line fails, the one on credentials is looked at all the
// same: both must be right in the end.
//
// https://fetch.spec.whatwg.org/#cors-check
func checkCORS(step Step, r Request, answer Response) []fault {
	var faults []fault
	origin, present := answer.Get(allowOrigin)
	switch {
	case !present: // step 2; null is not "null"
		faults = append(faults, fault{step, noOrigin, ""})
	case !r.Credentials && origin == "*": // step 3
	case r.Credentials && origin == "*":
		faults = append(faults, fault{step, anyOrigin, origin})
	case origin != r.Origin: // step 4: byte by byte, on the combined value, so that two lines always fail
		faults = append(faults, fault{step, otherOrigin, origin})
	}
	if !r.Credentials { // step 5
		return faults
	}
	// Steps 6 to 8: "true" in lower case and nothing else.
	if credentials, _ := answer.Get(allowCredentials); credentials != "true" {
		faults = append(faults, fault{step, noCredentials, credentials})
	}
	return faults
}
