// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"fmt"
	"strings"
)

// chromiumSentence is what Chromium writes to the console for a failed call, measured with version 156; "" where it
// writes nothing about CORS. A secure page's insecure call is one of these: its sentence names the page's own URL.
func chromiumSentence(r Request, w walk) string {
	found := w.hop.request.Browser.first(w.faults)
	reason := chromiumReason(found, r)
	switch {
	case found.cause == badScheme && !r.XHR: // fetch looks at the scheme before CORS does
		return fmt.Sprintf("Fetch API cannot load %s. URL scheme %q is not supported.", found.value, schemeOf(found.value))
	case reason == "":
		return ""
	}
	call, url, redirected := "fetch", spelling(w.hop.request.URL), ""
	if found.cause == movedOffHTTP {
		url = found.value
	}
	if r.XHR {
		call = "XMLHttpRequest"
	}
	if from := spelling(r.URL); from != url {
		redirected = fmt.Sprintf(" (redirected from '%s')", from)
	}
	// The origin is the page's own, even where a redirect has made it "null" for the server.
	frame := fmt.Sprintf("Access to %s at '%s'%s from origin '%s' has been blocked by CORS policy: ", call, url, redirected,
		r.Origin)
	switch found.step {
	case StepPreflightMoved, StepPreflightCORS, StepPreflightStatus:
		frame += "Response to preflight request doesn't pass access control check: "
	}
	return frame + reason
}

// chromiumReason is the sentence's part that tells the cause.
func chromiumReason(found fault, r Request) string {
	switch found.cause {
	case noOrigin, anyOrigin, otherOrigin, noCredentials:
		return chromiumCheck(found, r.XHR)
	case preflightMoved:
		return "Redirect is not allowed for a preflight request."
	case badStatus:
		return "It does not have HTTP ok status."
	case badMethodList:
		return "Cannot parse Access-Control-Allow-Methods response header field in preflight response."
	case badHeaderList:
		return "Cannot parse Access-Control-Allow-Headers response header field in preflight response."
	case noMethod:
		return "Method " + printable(found.value) + " is not allowed by Access-Control-Allow-Methods in preflight response."
	case noHeader:
		return "Request header field " + printable(found.value) +
			" is not allowed by Access-Control-Allow-Headers in preflight response."
	case movedWithLogin: // it leaves the place for the URL empty
		return "Redirect location '' contains a username and password, which is disallowed for cross-origin requests."
	case badScheme, movedOffHTTP:
		return "Cross origin requests are only supported for protocol schemes: chrome, " +
			"chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app."
	}
	return ""
}

// chromiumCheck tells why the CORS check fails. To an XMLHttpRequest it gives other hints than to fetch.
func chromiumCheck(found fault, xhr bool) string {
	value, hint, mode := printable(found.value), " Have the server send the header with a valid value.", ""
	if xhr {
		hint = ""
		mode = " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials" +
			" attribute."
	}
	switch {
	case found.cause == noOrigin:
		return "No 'Access-Control-Allow-Origin' header is present on the requested resource."
	case found.cause == anyOrigin:
		return "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when" +
			" the request's credentials mode is 'include'." + mode
	case found.cause == noCredentials:
		return "The value of the 'Access-Control-Allow-Credentials' header in the response is '" + value +
			"' which must be 'true' when the request's credentials mode is 'include'." + mode
	case strings.ContainsAny(found.value, " ,"):
		return "The 'Access-Control-Allow-Origin' header contains multiple values '" + value +
			"', but only one is allowed." + hint
	case found.value != "null" && !validURL(found.value):
		return "The 'Access-Control-Allow-Origin' header contains the invalid value '" + value + "'." + hint
	}
	return "The 'Access-Control-Allow-Origin' header has a value '" + value +
		"' that is not equal to the supplied origin." + hint
}

// printable writes what is not printable ASCII as \uXXXX, a byte at a time.
func printable(s string) string {
	var out strings.Builder
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c > 0x7e {
			fmt.Fprintf(&out, `\u%04X`, c)
		} else {
			out.WriteByte(c)
		}
	}
	return out.String()
}
