// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"slices"
	"strings"
)

// needed are the response headers that FHIR and SMART clients work with and that browsers hide unless they are exposed.
func needed() []string {
	return []string{"ETag", "Location", "Content-Location", "Link", "Retry-After", "X-Progress", "WWW-Authenticate"}
}

// checkActual looks at an answer to the call itself. answers are all those of the call.
func (l *linter) checkActual(a Answer, answers []Answer) {
	if _, present := get(a.Response.Headers, allowOrigin); !present {
		if slices.ContainsFunc(answers, isWelcome) && !isDenied(a) {
			l.add(Defect{AnswerWithoutCORS,
				fmt.Sprintf("%s (status %d) has no Access-Control-Allow-Origin, though the preflight's has.", upper(where(a)), a.Response.Status),
				"The page sees a CORS error and not the answer: neither its status nor why.",
				"Send CORS headers with every answer, errors and redirects included."})
		}
		return
	}
	if !l.checkList(a, exposeHeaders) {
		return
	}
	list := elements(a.Response.Headers, exposeHeaders)
	credentials, _ := get(a.Response.Headers, allowCredentials)
	if slices.Contains(list, "*") && credentials != "true" {
		return
	}
	var hidden []string
	for _, name := range needed() {
		if _, sent := get(a.Response.Headers, name); sent && !names(list, name) {
			hidden = append(hidden, name)
		}
	}
	if len(hidden) > 0 {
		l.add(notExposed(fmt.Sprintf("%s has %s, which the page cannot read.", upper(where(a)), strings.Join(hidden, ", "))))
	}
}

func notExposed(what string) Defect {
	return Defect{NotExposed, what,
		"Browsers hide what Access-Control-Expose-Headers does not name. Without ETag there is no If-Match, " +
			"without Location no way to what was created.",
		"Name it in Access-Control-Expose-Headers."}
}

// checkExposed looks at a list that no browser reads, and which tells all the same what the server would expose if the
// call itself was not made.
func (l *linter) checkExposed(preflight Answer, answers []Answer) {
	if _, present := get(preflight.Response.Headers, exposeHeaders); !present {
		return
	}
	l.add(Defect{ExposeOnPreflight, "The preflight's answer has Access-Control-Expose-Headers.",
		"Browsers read it in the answer to the call itself only.", "Send it there, and leave it out of preflights' answers."})
	list := elements(preflight.Response.Headers, exposeHeaders)
	if slices.Contains(list, "*") || slices.ContainsFunc(answers, func(a Answer) bool { return !a.Request.Preflight }) {
		return
	}
	hidden := slices.DeleteFunc([]string{"ETag", "Location"}, func(name string) bool { return names(list, name) })
	if len(hidden) > 0 {
		l.add(notExposed("The server's Access-Control-Expose-Headers does not name " + strings.Join(hidden, ", ") + "."))
	}
}

func isWelcome(a Answer) bool {
	_, present := get(a.Response.Headers, allowOrigin)
	return a.Request.Preflight && present
}
