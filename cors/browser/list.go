// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// Names of the fields with which a server answers, as Fetch spells them.
const (
	allowOrigin      = "Access-Control-Allow-Origin"
	allowCredentials = "Access-Control-Allow-Credentials"
	allowMethods     = "Access-Control-Allow-Methods"
	allowHeaders     = "Access-Control-Allow-Headers"
	exposeHeaders    = "Access-Control-Expose-Headers"
)

// httpSpace is what surrounds a field value without being part of it.
//
// https://fetch.spec.whatwg.org/#http-whitespace-byte
const httpSpace = "\t\n\r "

// Get is a field's value: those of all its lines, in their order, with ", " between them. Names are compared without
// case. A field that is there but empty is present.
//
// https://fetch.spec.whatwg.org/#concept-header-list-get
func (r Response) Get(name string) (value string, present bool) {
	lines := r.lines(name)
	return strings.Join(lines, ", "), len(lines) > 0
}

// lines are the values of a field line by line, without the white space around them.
func (r Response) lines(name string) []string {
	var values []string
	for _, header := range r.Headers {
		if sameName(header.Name, name) {
			values = append(values, strings.Trim(header.Value, httpSpace))
		}
	}
	return values
}

// ListValues are the elements of a field that is a list of methods or of field names: tokens with commas and white
// space between them, on any number of lines; empty elements are passed over. It is not ok where anything else stands
// in the list: then none of it counts. An absent field has no values and is ok.
//
// Chromium reads the lines after joining them and Firefox takes a form feed for white space, too: neither makes a
// difference for anything that a server sends in earnest.
//
// https://fetch.spec.whatwg.org/#extract-header-list-values and RFC 9110, section 5.6.1.2
func ListValues(r Response, name string) (values []string, ok bool) {
	for _, line := range r.lines(name) {
		for element := range strings.SplitSeq(line, ",") {
			element = strings.Trim(element, "\t ")
			if element == "" {
				continue
			}
			if !cors.IsToken(element) {
				return nil, false
			}
			values = append(values, element)
		}
	}
	return values, true
}

// badElement is the first element of a list that is no token; "" if there is none.
func badElement(r Response, name string) string {
	for _, line := range r.lines(name) {
		for element := range strings.SplitSeq(line, ",") {
			if element = strings.Trim(element, "\t "); element != "" && !cors.IsToken(element) {
				return element
			}
		}
	}
	return ""
}

// listed reports whether a list has a name, whatever its case.
func listed(list []string, name string) bool {
	for _, element := range list {
		if sameName(element, name) {
			return true
		}
	}
	return false
}

// sameName compares a name that came from outside with one of ours, byte by byte without ASCII case. The lengths keep
// out what Unicode folds to ASCII, such as the Kelvin sign.
func sameName(theirs, ours string) bool {
	return len(theirs) == len(ours) && strings.EqualFold(theirs, ours)
}
