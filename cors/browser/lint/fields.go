// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// The fields that browsers look for, in lower case.
const (
	allowOrigin      = "access-control-allow-origin"
	allowCredentials = "access-control-allow-credentials"
	allowMethods     = "access-control-allow-methods"
	allowHeaders     = "access-control-allow-headers"
	exposeHeaders    = "access-control-expose-headers"
	maxAge           = "access-control-max-age"

	requestPrefix = "access-control-request-"
)

func known(name string) bool {
	switch name {
	case allowOrigin, allowCredentials, allowMethods, allowHeaders, exposeHeaders, maxAge,
		"access-control-allow-private-network", "access-control-allow-local-network":
		return true
	}
	return false
}

// values are the lines of one field.
func values(lines []browser.Header, name string) []string {
	var list []string
	for _, line := range lines {
		if strings.EqualFold(line.Name, name) {
			list = append(list, line.Value)
		}
	}
	return list
}

// get is a field's value as browsers read it: several lines make one.
//
// https://fetch.spec.whatwg.org/#concept-header-list-get
func get(lines []browser.Header, name string) (value string, present bool) {
	list := values(lines, name)
	return strings.Join(list, ", "), len(list) > 0
}

// elements are the entries of a list field.
func elements(lines []browser.Header, name string) []string {
	value, _ := get(lines, name)
	var list []string
	for element := range strings.SplitSeq(value, ",") {
		if element = strings.Trim(element, " \t"); element != "" {
			list = append(list, element)
		}
	}
	return list
}

// names reports whether a list of header names has one, in any case.
func names(list []string, name string) bool {
	return slices.ContainsFunc(list, func(entry string) bool { return strings.EqualFold(entry, name) })
}

// isToken reports whether s is made of what RFC 9110 section 5.6.2 allows in a name.
func isToken(s string) bool {
	return s != "" && strings.Trim(s, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// canonical spells a field's name as people do: Access-Control-Allow-Origin.
func canonical(name string) string {
	words := strings.Split(strings.ToLower(name), "-")
	for i, word := range words {
		if word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "-")
}

// where says which answer a finding is about.
func where(a Answer) string {
	if a.Request.Preflight {
		return "the preflight's answer"
	}
	return "the answer to " + a.Request.Method
}

// checkFields looks at the names and the number of lines of fields.
func (l *linter) checkFields(a Answer) {
	for _, name := range []string{allowOrigin, allowCredentials, maxAge} {
		if list := values(a.Response.Headers, name); len(list) > 1 {
			l.add(Defect{DuplicateHeader,
				fmt.Sprintf("%s has %s %d times.", upper(where(a)), canonical(name), len(list)),
				"A browser joins the lines with a comma, and the result is no value that it accepts.",
				"Let one part of the system set CORS headers: the server, or the proxy in front of it, which then removes the server's."})
		}
	}
	for _, line := range a.Response.Headers {
		name := strings.ToLower(line.Name)
		switch {
		case strings.HasPrefix(name, requestPrefix):
			l.add(Defect{RequestHeaderInResponse,
				fmt.Sprintf("%s has %s, which is a request header.", upper(where(a)), canonical(name)),
				"Browsers send it and never read it, so it allows nothing.",
				"Remove it; Access-Control-Allow-Methods and Access-Control-Allow-Headers are the fields of an answer."})
		case strings.HasPrefix(name, "access-control-") && !known(name):
			l.add(Defect{UnknownHeader,
				fmt.Sprintf("%s has %s, which does not exist.", upper(where(a)), canonical(name)),
				"Browsers do not know it, so it allows nothing.", "Correct its spelling, or remove it."})
		}
	}
}

// upper begins a sentence.
func upper(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
