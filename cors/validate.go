// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"slices"
	"strings"
)

// Validate checks settings as a whole. The error is nil or a *Problems with every problem; the warnings are what is
// accepted but probably not meant. Warnings are given for refused settings as well.
func Validate(s Settings) (warnings []Problem, err error) {
	f := newFindings(nil)
	f.check(s)
	return f.warnings, asError(f.problems)
}

// findings collects what is wrong and what is doubtful. mistyped holds the targets that already have a problem
// because their JSON type is wrong, so that no second one is reported for the same entry.
type findings struct {
	problems, warnings []Problem
	mistyped           map[string]bool
	// What was understood, for Compile.
	origins   set
	patterns  []settingPattern
	anyOrigin bool
}

func newFindings(typeProblems []Problem) *findings {
	f := &findings{problems: typeProblems, mistyped: make(map[string]bool, len(typeProblems))}
	for _, p := range typeProblems {
		if p.Code == InvalidType { // a property that does not exist may be called "origins[0]"
			f.mistyped[p.Target()] = true
		}
	}
	return f
}

func (f *findings) refuse(p Problem) {
	if !f.mistyped[p.Target()] {
		f.problems = append(f.problems, p)
	}
}

func (f *findings) warn(code Code, field string, index int, message string) {
	f.warnings = append(f.warnings, Problem{Code: code, Field: field, Index: index, Reason: message})
}

func (f *findings) check(s Settings) {
	f.checkOrigins(s)
	f.checkHeaders(s)
	f.checkMethods(s)
	f.checkMaxAge(s)
	f.checkCredentials(s)
	f.checkPatterns(s)
}

// tooMany refuses a list as a whole.
func (f *findings) tooMany(field string, entries, limit int) bool {
	if entries > limit {
		f.refuse(Problem{TooManyItems, field, -1,
			fmt.Sprintf("%s has %d entries; at most %d are allowed.", field, entries, limit),
			"Remove entries that are not used."})
	}
	return entries > limit
}

// list applies the rules that headers and methods share and calls each for every entry that remains to be checked.
// fold gives the form in which two entries mean the same.
func (f *findings) list(field string, entries []string, fold func(string) string, each func(int, string)) {
	wildcardReported := false
	seen := make(map[string]int, len(entries))
	for i, entry := range entries {
		if entry == anything {
			if len(entries) > 1 && !wildcardReported {
				wildcardReported = true
				f.refuse(notAlone(field, i))
			}
			continue
		}
		each(i, entry)
		if entry == "" { // refused, or mistyped and no entry at all
			continue
		}
		meaning := fold(entry)
		if first, again := seen[meaning]; again {
			f.warnDuplicate(field, i, first)
			continue
		}
		seen[meaning] = i
	}
}

func (f *findings) checkHeaders(s Settings) {
	if f.tooMany(fieldHeaders, len(s.Headers), MaxHeaders) {
		return
	}
	f.list(fieldHeaders, s.Headers, lower, func(i int, entry string) {
		switch {
		case len(entry) > MaxEntryBytes:
			f.refuse(tooLong(InvalidHeaderName, fieldHeaders, i))
		case !IsToken(entry):
			f.refuse(Problem{InvalidHeaderName, fieldHeaders, i,
				quote(entry) + " is not a header name: a name is letters, digits and !#$%&'*+-.^_`|~ (RFC 9110).",
				"Write one name an entry, without a colon, a value or spaces."})
		case IsForbiddenHeader(lower(entry)):
			f.warn(ForbiddenHeader, fieldHeaders, i, "a page can never set this header, so the entry has no effect")
		}
	})
	if !s.Enabled() || f.mistyped[fieldHeaders] {
		return
	}
	if len(s.Headers) == 0 {
		f.warn(EmptyList, fieldHeaders, -1, "only safelisted headers are allowed, so a page cannot send FHIR content")
	}
	if set := compileHeaders(s.Headers); set.judge("authorization") != allowed {
		f.warn(NoAuthorization, fieldHeaders, -1, "authorization is not allowed, so a page cannot send a bearer token")
	}
}

func (f *findings) checkMethods(s Settings) {
	if f.tooMany(fieldMethods, len(s.Methods), MaxMethods) {
		return
	}
	f.list(fieldMethods, s.Methods, func(m string) string { return m }, func(i int, entry string) {
		upper := strings.ToUpper(entry)
		switch {
		case len(entry) > MaxEntryBytes:
			f.refuse(tooLong(InvalidMethod, fieldMethods, i))
		case !IsToken(entry):
			f.refuse(Problem{InvalidMethod, fieldMethods, i, quote(entry) + " is not an HTTP method.",
				"Write one method an entry, such as GET, POST, PUT, PATCH or DELETE."})
		case IsForbiddenMethod(entry):
			f.refuse(Problem{ForbiddenMethod, fieldMethods, i, quote(entry) + " is forbidden: no browser lets a page use it (Fetch).",
				"Remove it."})
		case entry != upper && isKnownMethod(upper):
			f.refuse(Problem{MethodCase, fieldMethods, i, quote(entry) + " is not " + upper + ": methods are compared letter by letter.",
				"Write " + upper + "."})
		}
	})
	if s.Enabled() && len(s.Methods) == 0 && !f.mistyped[fieldMethods] {
		f.warn(EmptyList, fieldMethods, -1, "no method is allowed, so no page can call the service")
	}
}

func tooLong(code Code, field string, index int) Problem {
	return Problem{code, field, index, fmt.Sprintf("The entry is longer than %d bytes.", MaxEntryBytes), "Shorten or remove it."}
}

func (f *findings) checkMaxAge(s Settings) {
	if s.MaxAge == nil {
		return
	}
	switch age := *s.MaxAge; {
	case age < 0 || age > MaxMaxAge:
		f.refuse(maxAgeOutOfRange(fmt.Sprint(age)))
	case age > BrowserMaxAge:
		f.warn(MaxAgeAboveBrowserCap, fieldMaxAge, -1,
			fmt.Sprintf("Chromium remembers a preflight for at most %d seconds", BrowserMaxAge))
	}
}

func maxAgeOutOfRange(value string) Problem {
	return Problem{MaxAgeOutOfRange, fieldMaxAge, -1, fmt.Sprintf("%s is outside 0 to %d seconds.", value, MaxMaxAge),
		fmt.Sprintf("Write a number of seconds from 0 to %d, or leave maxAge out.", MaxMaxAge)}
}

func (f *findings) checkCredentials(s Settings) {
	if !s.Credentials() {
		return
	}
	if slices.Contains(s.Origins, anything) {
		f.refuse(Problem{WildcardWithCredentials, fieldCredentials, -1,
			`Credentials cannot be allowed to any origin ("*"): every web site could act as the signed-in user.`,
			"List the origins that are trusted, or set allowCredentials to false."})
	}
}
