// SPDX-License-Identifier: Apache-2.0

package cors

// isAlwaysSafelisted names the request headers that need no permission, in any case. A browser lists one of them in a
// preflight only for an unusual value; people and old browsers list them habitually. content-type and range are not
// among them, since most of their values do need permission.
//
// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
func isAlwaysSafelisted(name string) bool {
	switch len(name) {
	case len("accept"):
		return equalFold("accept", name)
	case len("accept-language"):
		return equalFold("accept-language", name)
	case len("content-language"):
		return equalFold("content-language", name)
	}
	return false
}

// IsForbiddenHeader reports whether a page can never set this request header, in any case, so that allowing it means
// nothing.
//
// https://fetch.spec.whatwg.org/#forbidden-request-header
func IsForbiddenHeader(name string) bool {
	for _, prefix := range []string{"proxy-", "sec-"} {
		if len(name) >= len(prefix) && equalFold(prefix, name[:len(prefix)]) {
			return true
		}
	}
	for _, forbidden := range forbiddenHeaders {
		if len(name) == len(forbidden) && equalFold(forbidden, name) {
			return true
		}
	}
	return false
}

var forbiddenHeaders = [...]string{"accept-charset", "accept-encoding", "access-control-request-headers",
	"access-control-request-method", "connection", "content-length", "cookie", "cookie2", "date", "dnt", "expect", "host",
	"keep-alive", "origin", "referer", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "via"}

// IsForbiddenMethod reports whether no page may use the method, in any case.
//
// https://fetch.spec.whatwg.org/#forbidden-method
func IsForbiddenMethod(method string) bool {
	return equalFold("connect", method) || equalFold("trace", method) || equalFold("track", method)
}

// IsSafelistedMethod reports whether a browser sends the method even if a preflight does not list it.
//
// https://fetch.spec.whatwg.org/#cors-safelisted-method
func IsSafelistedMethod(method string) bool {
	return method == "GET" || method == "HEAD" || method == "POST"
}

// isKnownMethod names the methods of FHIR's RESTful API and of HTTP that are written in upper case. Fetch compares
// methods byte by byte, so "patch" is another method than "PATCH".
func isKnownMethod(method string) bool {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return true
	}
	return false
}
