// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"slices"
	"strings"
)

// checkList looks at the form of a list of methods or header names, and reports whether it can be read.
func (l *linter) checkList(a Answer, field string) bool {
	list := elements(a.Response.Headers, field)
	for _, entry := range list {
		switch {
		case !isToken(entry):
			l.add(Defect{ListMalformed, fmt.Sprintf("%s has the entry %s in %s.", upper(where(a)), show(entry), canonical(field)),
				"That is no name, so a browser reads nothing of the whole list.",
				"Write names with a comma between them."})
			return false
		case entry != "*" && strings.Contains(entry, "*"):
			l.add(Defect{ListPattern, fmt.Sprintf("%s lists %s in %s.", upper(where(a)), show(entry), canonical(field)),
				"Browsers know no patterns: it is taken as a name, letter by letter.",
				"Send back the names that are asked for and allowed."})
		}
	}
	l.checkWildcard(a, field, list)
	return true
}

// checkWildcard looks at a * that does not mean what its author thinks.
//
// https://fetch.spec.whatwg.org/#http-new-header-syntax, https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
func (l *linter) checkWildcard(a Answer, field string, list []string) {
	if !slices.Contains(list, "*") {
		return
	}
	if credentials, _ := get(a.Response.Headers, allowCredentials); credentials == "true" {
		l.add(Defect{WildcardListWithCredentials,
			fmt.Sprintf("%s has * in %s and allows credentials.", upper(where(a)), canonical(field)),
			"For a call with credentials the * is a name like any other, and stands for nothing.",
			"Send back the names that are asked for and allowed."})
	}
	if field == allowHeaders && !names(list, "authorization") {
		l.add(Defect{AuthorizationByWildcard, fmt.Sprintf("%s allows all request headers by *.", upper(where(a))),
			"The standard excepts Authorization from it. Chromium and Firefox let it pass all the same, and may stop doing so.",
			"Name Authorization too."})
	}
}
