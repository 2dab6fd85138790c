// SPDX-License-Identifier: Apache-2.0

package browser

import "github.com/corsgate/corsgate/cors"

// NormalizeMethod is a method as the browser sends it: DELETE, GET, HEAD, OPTIONS, POST and PUT in upper case however
// the page writes them, any other byte for byte as the page writes it, so that "patch" stays "patch". As in a Request,
// "" is GET.
//
// https://fetch.spec.whatwg.org/#concept-method-normalize
func NormalizeMethod(method string) string {
	if method == "" {
		return "GET"
	}
	for _, known := range [...]string{"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"} {
		if sameName(method, known) {
			return known
		}
	}
	return method
}

// IsForbiddenMethod reports whether no page may use the method, in any case: CONNECT, TRACE and TRACK.
//
// https://fetch.spec.whatwg.org/#forbidden-method
func IsForbiddenMethod(method string) bool {
	return cors.IsForbiddenMethod(method)
}

// IsSafelistedMethod reports whether a normalized method needs no permission from a preflight: GET, HEAD and POST.
//
// https://fetch.spec.whatwg.org/#cors-safelisted-method
func IsSafelistedMethod(method string) bool {
	return cors.IsSafelistedMethod(method)
}
