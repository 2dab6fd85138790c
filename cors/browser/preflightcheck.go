// SPDX-License-Identifier: Apache-2.0

package browser

import "strconv"

// checkPreflight says everything for which the answer to a preflight fails, in the standard's order. A redirect is
// never followed: the standard sees in it just another status that is not ok, browsers name it apart.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch step 7
func checkPreflight(r Request, answer Response) []fault {
	var faults []fault
	location, moves := r.Browser.redirects(answer)
	if moves {
		faults = append(faults, fault{StepPreflightMoved, preflightMoved, location})
	}
	if r.CrossOrigin() { // it is by the standard, in any case; but see Profile.PreflightKeepsOrigin
		faults = append(faults, checkCORS(StepPreflightCORS, r, answer)...)
	}
	if !moves && (answer.Status < 200 || answer.Status > 299) {
		faults = append(faults, fault{StepPreflightStatus, badStatus, strconv.Itoa(answer.Status)})
	}
	methods, methodsOK := ListValues(answer, allowMethods)
	if !methodsOK { // step 7.3
		faults = append(faults, fault{StepPreflightList, badMethodList, badElement(answer, allowMethods)})
	}
	names, namesOK := ListValues(answer, allowHeaders)
	if !namesOK {
		faults = append(faults, fault{StepPreflightList, badHeaderList, badElement(answer, allowHeaders)})
	}
	if methodsOK {
		faults = append(faults, checkMethod(r, methods)...)
	}
	if namesOK {
		faults = append(faults, checkHeaders(r, names)...)
	}
	return faults
}

// checkMethod compares methods byte by byte: "patch" is not "PATCH".
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch step 7.5
func checkMethod(r Request, allowed []string) []fault {
	method := NormalizeMethod(r.Method)
	if IsSafelistedMethod(method) {
		return nil
	}
	for _, one := range allowed {
		// With credentials "*" is a method's name like any other.
		if one == method || one == "*" && !r.Credentials {
			return nil
		}
	}
	return []fault{{StepPreflightMethod, noMethod, method}}
}

// checkHeaders compares the names that the preflight asked for with those that the answer lists.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch steps 7.6 and 7.7
func checkHeaders(r Request, allowed []string) []fault {
	var faults []fault
	star := !r.Credentials && listed(allowed, "*")
	for _, name := range r.unsafeHeaderNames() {
		if listed(allowed, name) {
			continue
		}
		// Authorization is a CORS non-wildcard request-header name; no browser has followed the standard in that so far.
		if star && (name != "authorization" || r.Browser.WildcardCoversAuthorization) {
			continue
		}
		faults = append(faults, fault{StepPreflightHeader, noHeader, name})
	}
	return faults
}
