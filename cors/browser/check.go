// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"errors"
	"fmt"
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// Check says everything that is wrong with the request itself, so that no browser would make it for a page: fetch()
// throws a TypeError, XMLHttpRequest a SyntaxError or a SecurityError. It is nil or joins *Problems, in the order of
// the fields. A forbidden header is no problem: it is dropped.
//
// https://fetch.spec.whatwg.org/#dom-request and https://xhr.spec.whatwg.org/#dom-xmlhttprequest-open
func (r *Request) Check() error {
	var problems []error
	add := func(field, value, reason, fix string) {
		problems = append(problems, &Problem{field, value, reason, fix})
	}
	if _, form := cors.ParseOrigin(r.Origin); !form.Serialized() && r.Origin != "null" {
		add("Origin", r.Origin, form.String(), fixOrigin(r.Origin))
	}
	if t, problem := parseTarget(r.URL); problem != nil {
		problems = append(problems, problem)
	} else if t.userinfo && !r.XHR {
		add("URL", r.URL, "has user information, which fetch() does not take", "Write "+t.String()+".")
	}
	switch {
	case r.Method != "" && !cors.IsToken(r.Method):
		add("Method", r.Method, "is not a method: it is no token", "Use letters, such as GET or PATCH.")
	case IsForbiddenMethod(r.Method):
		add("Method", r.Method, "is a method that no page may use", "Use another method.")
	}
	for i, h := range r.Headers {
		if !cors.IsToken(h.Name) {
			add(fmt.Sprintf("Headers[%d].Name", i), h.Name, "is not a header name: it is no token",
				"Use letters, digits and hyphens, such as If-Match.")
		}
		if reason := valueFault(h.Value); reason != "" {
			add(fmt.Sprintf("Headers[%d].Value", i), h.Value, reason, "Remove or encode it.")
		}
	}
	return errors.Join(problems...)
}

// valueFault says why a page cannot set a header to a value.
//
// https://fetch.spec.whatwg.org/#header-value
func valueFault(value string) string {
	switch {
	case strings.ContainsAny(NormalizeValue(value), "\x00\r\n"):
		return "has a NUL or a line break inside"
	case strings.IndexFunc(strings.ToValidUTF8(value, ""), isNoByte) >= 0:
		return "has a character above U+00FF"
	}
	return ""
}

// fixOrigin is what to write for what looks like the address of a page.
func fixOrigin(origin string) string {
	if t, problem := parseTarget(origin); problem == nil {
		return "Write " + t.origin + "."
	}
	return "Write the page's scheme and host, such as https://app.example.org, or null for an opaque origin."
}
