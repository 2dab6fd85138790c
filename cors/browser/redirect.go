// SPDX-License-Identifier: Apache-2.0

package browser

import "slices"

// maxRedirects is how many redirects a call follows; the next one is an error.
//
// https://fetch.spec.whatwg.org/#http-redirect-fetch step 7
const maxRedirects = 20

// redirects reports whether an answer is a redirect, and to where as it says itself. Without a Location it is given to
// the page like any other.
//
// https://fetch.spec.whatwg.org/#redirect-status
func (p Profile) redirects(answer Response) (location string, moves bool) {
	switch answer.Status {
	case 301, 302, 303, 307, 308:
		lines := answer.lines("Location")
		if len(lines) == 0 || lines[0] == "" && p.EmptyLocationStays {
			return "", false
		}
		return lines[0], true
	}
	return "", false
}

// checkRedirect is the URL to which a redirect leads, and why it is not followed if it is not.
//
// https://fetch.spec.whatwg.org/#http-redirect-fetch steps 3 to 10
func (h *hop) checkRedirect(answer Response) (to target, faults []fault) {
	to, url, ok := h.locate(answer)
	switch {
	case !ok: // step 5
		location, _ := answer.Get("Location")
		return to, []fault{{StepRedirect, badLocation, location}}
	case schemeOf(url) == "data": // step 6
		return to, []fault{{StepRedirect, movedToData, url}}
	case to.origin == "":
		return to, []fault{{StepRedirect, movedOffHTTP, url}}
	case h.redirects == maxRedirects: // step 7
		return to, []fault{{StepRedirect, movedTooOften, url}}
	}
	if to.userinfo && (h.cors || to.origin != h.page) { // steps 9 and 10: a login is for one's own origin alone
		faults = append(faults, fault{StepRedirect, movedWithLogin, to.String()})
	}
	// The rest is main fetch's to find, but nothing is sent before it does.
	faults = append(faults, h.request.Browser.checkPort(to, movedToBadPort)...)
	if h.isMixed(to) {
		faults = append(faults, fault{StepScheme, movedToHTTP, to.String() + to.fragment})
	}
	return to, faults
}

// locate resolves Location, also as text. Of a URL that is not HTTP's the target is empty. Lines that differ name no
// URL; to the standard equal ones are none either, but browsers take them.
//
// https://fetch.spec.whatwg.org/#concept-response-location-url
func (h *hop) locate(answer Response) (to target, url string, ok bool) {
	lines := slices.Compact(answer.lines("Location"))
	base, problem := parseTarget(h.request.URL)
	if len(lines) != 1 || problem != nil {
		return target{}, "", false
	}
	url = resolve(base, lines[0])
	if scheme := schemeOf(url); scheme != "http" && scheme != "https" {
		return target{}, url, true
	}
	if to, problem = parseTarget(url); problem != nil {
		return target{}, "", false
	}
	to.userinfo = hasLogin(url)
	if to.fragment == "" {
		to.fragment = base.fragment
	}
	return to, url, true
}

// follow makes the request of the next hop.
//
// https://fetch.spec.whatwg.org/#http-redirect-fetch steps 8 and 12 to 18
func (h *hop) follow(status int, to target) {
	h.redirects++
	from, _ := OriginOf(h.request.URL)
	method := NormalizeMethod(h.request.Method)
	if status <= 302 && method == "POST" || status == 303 && method != "GET" && method != "HEAD" {
		h.request.Method = "GET"
		h.drop("content-encoding", "content-language", "content-location", "content-type")
	}
	if from != to.origin {
		h.drop("authorization")
		// One foreign origin sent the call on to another one, or back: nobody can say any more who asks.
		// https://fetch.spec.whatwg.org/#concept-request-tainted-origin
		if from != h.page {
			h.request.Origin = "null"
		}
	}
	h.request.URL = to.String() + to.fragment
}

// drop removes header fields that do not go along with a redirect.
func (h *hop) drop(names ...string) {
	h.request.Headers = slices.DeleteFunc(slices.Clone(h.request.Headers), func(header Header) bool {
		return slices.Contains(names, byteLower(header.Name))
	})
}
