// SPDX-License-Identifier: Apache-2.0

package browser

import "strconv"

// firefoxSentence is what Firefox writes to the console for a failed call, measured with version 153: the first of its
// sentences, which tells the cause. A second one without a cause follows where a preflight or a redirect fails.
func firefoxSentence(w walk) string {
	found := w.hop.request.Browser.first(w.faults)
	url, reason, tail := spelling(w.hop.request.URL), firefoxReason(found), ""
	switch found.cause {
	case mixedContent, movedToHTTP:
		return "Blocked loading mixed active content “" + found.value + "”"
	case noOrigin, badStatus:
		tail = " Status code: " + strconv.Itoa(w.answer.Status) + "."
	case anyOrigin:
		url = "‘" + url + "’"
	case otherOrigin:
		if len(w.answer.lines(allowOrigin)) > 1 {
			reason = "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed"
		}
	case badScheme, movedOffHTTP:
		url = found.value
	case badLocation, movedToData, movedTooOften:
		if !w.hop.cors { // the call never was a cross-origin one
			return ""
		}
		fallthrough
	case movedWithLogin, movedToBadPort: // a call to such a port itself fails without a word
		reason, tail = "CORS request did not succeed", " Status code: (null)."
	}
	if reason == "" {
		return ""
	}
	return "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at " + url +
		". (Reason: " + reason + ")." + tail
}

// firefoxReason is the sentence's part that tells the cause.
func firefoxReason(found fault) string {
	switch found.cause {
	case noOrigin:
		return "CORS header ‘Access-Control-Allow-Origin’ missing"
	case anyOrigin:
		return "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’"
	case otherOrigin:
		return "CORS header ‘Access-Control-Allow-Origin’ does not match ‘" + found.value + "’"
	case noCredentials:
		return "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’"
	case preflightMoved:
		return "CORS request external redirect not allowed"
	case badStatus:
		return "CORS preflight response did not succeed"
	case badMethodList:
		return "invalid token ‘" + found.value + "’ in CORS header ‘Access-Control-Allow-Methods’"
	case badHeaderList:
		return "invalid token ‘" + found.value + "’ in CORS header ‘Access-Control-Allow-Headers’"
	case noMethod:
		return "Did not find method in CORS header ‘Access-Control-Allow-Methods’"
	case noHeader:
		return "header ‘" + found.value +
			"’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response"
	case badScheme, movedOffHTTP:
		return "CORS request not http"
	}
	return ""
}
