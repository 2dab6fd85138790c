// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"fmt"
	"slices"
	"strings"
)

// changeFor is the smallest change that mends all the faults. It looks past a preflight's bad status, since the lists of
// the answer count as soon as the status is right.
func changeFor(r Request, faults []fault, answer Response) *Change {
	change := &Change{}
	for _, f := range faults {
		switch f.cause.kind() {
		case MissingOrigin:
			change.admit(r, f, answer)
		case MissingCredentials:
			change.trust(f)
		case MissingMethod:
			change.addMethod(f, answer)
		case MissingHeader:
			change.Headers = append(change.Headers, f.value)
		case MissingList:
			change.relist(r, f)
		case MissingStatus:
			change.advise("Answer the preflight with a status of 200 to 299 before anything else, sign-in included: it was %s.",
				f.value)
		default:
			change.advise(moveAdvice(f.cause), f.value)
		}
	}
	return change
}

// advise adds a sentence.
func (c *Change) advise(format string, args ...any) {
	c.Advice = append(c.Advice, fmt.Sprintf(format, args...))
}

// admit makes the CORS check's first half pass.
func (c *Change) admit(r Request, f fault, answer Response) {
	if lines := answer.lines(allowOrigin); len(lines) > 1 || strings.Contains(f.value, ",") {
		c.advise("Send Access-Control-Allow-Origin once and with one origin: it was %q.", f.value)
		elements := strings.FieldsFunc(f.value, func(r rune) bool { return r == ',' || r == ' ' })
		if slices.Contains(elements, r.Origin) || !r.Credentials && slices.Contains(elements, "*") {
			return
		}
	}
	if f.cause == anyOrigin {
		c.advise(`Name the origins instead of "*", which does not count for a call with credentials.`)
	}
	if r.Origin == "null" {
		c.advise(`Call %s from a page with an origin of its own and without a redirect from one foreign origin to another: `+
			`"null" is sent by every sandboxed frame of every site, so that no server should allow it by name.`, r.URL)
		return
	}
	c.Origins = append(c.Origins, r.Origin)
}

// trust makes the CORS check's second half pass. Two lines that say "true" are one too many: no setting mends that.
func (c *Change) trust(f fault) {
	elements := strings.FieldsFunc(f.value, func(r rune) bool { return r == ',' || r == ' ' })
	if len(elements) > 1 {
		c.advise("Send Access-Control-Allow-Credentials once: it was %q.", f.value)
	}
	if len(elements) < 2 || !slices.Contains(elements, "true") {
		c.AllowCredentials = true
	}
}

// addMethod lets a method pass. Settings take a method that everybody knows only in upper case, and a browser corrects
// all of those but PATCH.
func (c *Change) addMethod(f fault, answer Response) {
	method := f.value
	switch {
	case f.cause == badMethod:
		c.advise("Use another method: no page may send %s.", method)
		return
	case sameName(method, "PATCH") && method != "PATCH":
		c.advise(`Write the method as "PATCH" in the page: %q is another one, and browsers do not correct it.`, method)
		if methods, _ := ListValues(answer, allowMethods); slices.Contains(methods, "PATCH") {
			return
		}
		method = "PATCH"
	}
	c.Methods = append(c.Methods, method)
}

// relist asks for a list that can be read, and for the entries that it must have at the least.
func (c *Change) relist(r Request, f fault) {
	if f.cause == badMethodList {
		c.advise("Write %s as methods with commas between them: %q is none.", allowMethods, f.value)
		if method := NormalizeMethod(r.Method); !IsSafelistedMethod(method) {
			c.addMethod(fault{StepPreflightMethod, noMethod, method}, Response{})
		}
		return
	}
	c.advise("Write %s as names with commas between them: %q is none.", allowHeaders, f.value)
	c.Headers = append(c.Headers, r.unsafeHeaderNames()...)
}

// moveAdvice is the advice against a redirect or a URL with which the browser will have nothing to do, as a format.
func moveAdvice(c cause) string {
	switch c {
	case badRequest:
		return "%s"
	case preflightMoved:
		return "Call the URL to which the preflight was redirected, or answer it before redirecting: %s."
	case badLocation:
		return "Send one Location that is a URL: %q is none."
	case movedToData, movedOffHTTP:
		return "Redirect to an http or https URL only: %s is none."
	case movedTooOften:
		return "Redirect at most 20 times: it would go on to %s."
	case movedWithLogin:
		return "Redirect to a URL without user name and password: %s."
	case mixedContent, movedToHTTP:
		return "Serve %s over https: a page that came over https cannot call it over http."
	case badPort, movedToBadPort:
		return "Serve %s on another port: browsers call none of those that other protocols use."
	}
	return "Call an http or https URL: %s is none."
}
