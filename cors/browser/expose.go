// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"slices"
	"strings"
)

// readableNames are the names of an answer's fields that the page can read, in lower case and sorted.
//
// https://fetch.spec.whatwg.org/#concept-filtered-response-cors
func readableNames(r Request, answer Response, cors bool) []string {
	exposed, _ := ListValues(answer, exposeHeaders) // a list with an error in it exposes nothing
	all := !cors || !r.Credentials && listed(exposed, "*")
	var names []string
	for _, header := range answer.Headers {
		name := strings.ToLower(header.Name)
		switch {
		case isForbiddenResponseHeader(name): // not even where it is exposed by name, or on one's own origin
		case all, isSafelistedResponseHeader(name), listed(exposed, name):
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// isForbiddenResponseHeader names what no page may read.
//
// https://fetch.spec.whatwg.org/#forbidden-response-header-name
func isForbiddenResponseHeader(name string) bool {
	return name == "set-cookie" || name == "set-cookie2"
}

// isSafelistedResponseHeader names what every page may read.
//
// https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
func isSafelistedResponseHeader(name string) bool {
	switch name {
	case "cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma":
		return true
	}
	return false
}
