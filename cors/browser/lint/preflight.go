// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

func (l *linter) checkPreflight(a Answer, answers []Answer) {
	l.checkExposed(a, answers)
	if !l.checkStatus(a) {
		return
	}
	if _, present := get(a.Response.Headers, allowOrigin); !present {
		return // this origin is allowed nothing, so there is nothing to say about the rest
	}
	if l.checkList(a, allowMethods) {
		l.checkMethods(a)
	}
	if l.checkList(a, allowHeaders) {
		l.checkHeaders(a)
	}
	l.checkMaxAge(a)
}

// checkStatus reports whether a browser goes on to read the preflight's answer.
//
// https://fetch.spec.whatwg.org/#ok-status
func (l *linter) checkStatus(a Answer) bool {
	status := a.Response.Status
	if status >= 200 && status <= 299 {
		return true
	}
	if isRefusal(a) {
		return false
	}
	d := Defect{PreflightStatus, fmt.Sprintf("The preflight is answered with status %d.", status),
		"A browser goes on only if it is 200 to 299.", "Answer OPTIONS with Origin and Access-Control-Request-Method with 204, for every path."}
	switch {
	case status >= 300 && status <= 399:
		d = Defect{PreflightRedirected, fmt.Sprintf("The preflight is redirected (status %d).", status),
			"No browser follows a redirect of a preflight.",
			"Answer preflights before anything redirects, or publish the URL that the redirect leads to."}
	case status == 401 || status == 403:
		d.Why += " A preflight never carries a token or a cookie."
		d.Fix = "Answer preflights before authentication."
	}
	l.add(d)
	return false
}

// checkMethods looks at the list of methods. Whoever lists only what was asked is not known to leave anything out.
func (l *linter) checkMethods(a Answer) {
	list, asked := elements(a.Response.Headers, allowMethods), askedMethod(a)
	decides := decidesBy(a, "method")
	if _, present := get(a.Response.Headers, allowMethods); !present {
		if decides {
			return
		}
		l.add(Defect{NoAllowMethods, "The preflight's answer has no Access-Control-Allow-Methods.",
			"Browsers then let only GET, HEAD and POST pass.", "Name the methods that pages may use, or the one that is asked for."})
		return
	}
	for _, method := range list {
		switch strings.ToUpper(method) {
		case "CONNECT", "TRACE", "TRACK":
			l.add(Defect{ForbiddenMethod, fmt.Sprintf("The preflight's answer allows %s.", strings.ToUpper(method)),
				"No browser lets a page use it, and servers should not offer it.", "Remove it from the list."})
		}
	}
	if (len(list) > 1 || asked == "PATCH" && !decides) && !slices.Contains(list, "PATCH") && !slices.Contains(list, "*") {
		l.add(Defect{PatchMissing, "The preflight's answer does not allow PATCH.",
			"FHIR changes parts of a resource with it, and it is not among the methods that need no permission.",
			"Add PATCH, in upper case, if the server supports it."})
	}
}

func askedMethod(a Answer) string {
	method, _ := get(a.Request.Headers, "access-control-request-method")
	return method
}

// checkHeaders compares the names that were asked for with those that are allowed.
func (l *linter) checkHeaders(a Answer) {
	asked := elements(a.Request.Headers, "access-control-request-headers")
	if len(asked) == 0 || decidesBy(a, "headers") {
		return
	}
	if _, present := get(a.Response.Headers, allowHeaders); !present {
		l.add(Defect{NoAllowHeaders,
			fmt.Sprintf("The preflight asks for %s; its answer has no Access-Control-Allow-Headers.", show(strings.Join(asked, ", "))),
			"Browsers then refuse each of these request headers. FHIR content needs Content-Type, and tokens need Authorization.",
			"Name the request headers that pages may send."})
		return
	}
	list := elements(a.Response.Headers, allowHeaders)
	missing := slices.DeleteFunc(asked, func(name string) bool { return names(list, name) || slices.Contains(list, "*") })
	if len(missing) > 0 {
		l.add(Defect{HeaderMissing, fmt.Sprintf("The preflight's answer does not allow %s.", show(strings.Join(missing, ", "))),
			"Browsers refuse each request header that is asked for and not listed.",
			"Add the name to Access-Control-Allow-Headers if pages may send it."})
	}
}

// checkMaxAge looks at for how long the answer may be remembered.
//
// https://fetch.spec.whatwg.org/#http-access-control-max-age
func (l *linter) checkMaxAge(a Answer) {
	lines := values(a.Response.Headers, maxAge)
	if len(lines) == 0 && !isPartlyRefused(a) {
		l.add(Defect{NoMaxAge, "The preflight's answer has no Access-Control-Max-Age.",
			"Browsers forget it after 5 seconds and ask again.", "Send a number of seconds, such as 600."})
	}
	if len(lines) != 1 {
		return // absent, or named already
	}
	digits := strings.TrimLeft(lines[0], "0")
	seconds := fmt.Sprintf("The preflight's answer has Access-Control-Max-Age: %s.", show(lines[0]))
	switch chromium, firefox := browser.Chromium().MaxAgeCap, browser.Firefox().MaxAgeCap; {
	case lines[0] == "" || strings.Trim(lines[0], "0123456789") != "":
		answer := browser.Response{Headers: []browser.Header{{Name: "Access-Control-Max-Age", Value: lines[0]}}}
		l.add(Defect{MaxAgeInvalid, seconds,
			fmt.Sprintf("That is no number of seconds. Chromium remembers the answer for %d, Firefox for %d.",
				browser.MaxAge(browser.Chromium(), answer), browser.MaxAge(browser.Firefox(), answer)),
			"Send digits only, such as 600."})
	case len(digits) > 9 || atoi(digits) > chromium:
		l.add(Defect{MaxAgeAboveBrowserCap, seconds,
			fmt.Sprintf("Chromium remembers it for at most %d seconds, Firefox for %d, WebKit for %d.", chromium, firefox, browser.WebKitMaxAgeCap),
			fmt.Sprintf("Send at most %d; nobody gains by more.", chromium)})
	}
}

// atoi is the value of at most nine digits.
func atoi(digits string) int {
	number := 0
	for i := range len(digits) {
		number = 10*number + int(digits[i]-'0')
	}
	return number
}
