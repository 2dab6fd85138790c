// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/cors/browser"
)

// amendment looks for the smallest change of settings after which a call is allowed, by making it and asking again.
type amendment struct {
	settings cors.Settings
	change   browser.Change
	// request is the call, with the method as the page should write it.
	request browser.Request
}

// mostRounds bounds the search. Settings that are off hide what else is missing, and failures are listed 32 at a time.
const mostRounds = 16

// amend returns the change, or as advice what nobody can mend in the settings.
func (s *simulation) amend(settings cors.Settings, request browser.Request, verdict browser.Verdict) *browser.Change {
	if len(s.failures) == 0 { // the settings are not what is in the way
		return verdict.Change
	}
	a := amendment{settings: settings, request: request}
	next := s
	for range mostRounds {
		if !a.take(next.failures, request.Origin) {
			break
		}
		policy, err := cors.Compile(a.settings)
		if err != nil {
			break
		}
		next = &simulation{policy: policy, anyOrigin: s.anyOrigin}
		if verdict, err := next.call(a.request); err == nil && verdict.Outcome == browser.Allowed {
			return &a.change
		}
	}
	advice := &browser.Change{}
	for _, f := range next.failures {
		advice.Advice = append(advice.Advice, f.Fix)
	}
	return advice
}

// take mends failures, and reports whether that changes anything.
func (a *amendment) take(failures []reportFailure, origin string) (changed bool) {
	for _, f := range failures {
		switch f.Reason {
		case cors.CORSDisabled.String(), cors.OriginNotAllowed.String():
			changed = add(&a.settings.Origins, &a.change.Origins, origin) || changed
		case cors.MethodNotAllowed.String():
			changed = a.allowMethod(f.Item) || changed
		case cors.HeaderNotAllowed.String():
			changed = add(&a.settings.Headers, &a.change.Headers, f.Item) || changed
		case cors.CredentialsNotAllowed.String():
			changed = a.allowCredentials(origin) || changed
		}
	}
	return changed
}

// allowMethod adds a method, in upper case and with a word to the page where only that is a method.
func (a *amendment) allowMethod(method string) (changed bool) {
	upper := strings.ToUpper(method)
	if upper == method || !slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, upper) {
		return add(&a.settings.Methods, &a.change.Methods, method)
	}
	add(&a.settings.Methods, &a.change.Methods, upper)
	a.request.Method = upper
	a.change.Advice = append(a.change.Advice, "Write "+upper+" in the page.")
	return true
}

func add(list, added *[]string, entry string) bool {
	if slices.Contains(*list, entry) {
		return false
	}
	*list, *added = append(slices.Clone(*list), entry), append(*added, entry)
	return true
}

// allowCredentials also names the origin where all were allowed: credentials never go to any origin.
func (a *amendment) allowCredentials(origin string) bool {
	if a.settings.Credentials() {
		return false
	}
	a.settings.AllowCredentials, a.change.AllowCredentials = new(true), true
	if slices.Contains(a.settings.Origins, "*") {
		a.settings.Origins, a.change.Origins = []string{origin}, []string{origin}
		a.change.Advice = append(a.change.Advice, `Remove "*" from origins, and list every origin that is trusted.`)
	}
	return true
}
