// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"errors"
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// hop is a call between two redirects.
type hop struct {
	// page is the page's own origin.
	page string
	// request is the call as it is at this hop. Its Origin is what is sent: "null" once a redirect has tainted it.
	request Request
	// cors is the response tainting "cors".
	cors      bool
	redirects int
}

// checkCall says for what the page cannot make the call at all.
//
// https://fetch.spec.whatwg.org/#dom-request and https://fetch.spec.whatwg.org/#main-fetch
func (h *hop) checkCall() []fault {
	joined, _ := h.request.Check().(interface{ Unwrap() []error })
	if joined == nil {
		t, _ := parseTarget(h.request.URL)
		faults := h.request.Browser.checkPort(t, badPort)
		if h.isMixed(t) {
			faults = append(faults, fault{StepScheme, mixedContent, t.String() + t.fragment})
		}
		return faults
	}
	var faults []fault
	for _, one := range joined.Unwrap() {
		var problem *Problem
		errors.As(one, &problem)
		f := fault{StepRequest, badRequest, one.Error()}
		switch scheme := schemeOf(strings.TrimSpace(h.request.URL)); {
		case problem.Field == "Method" && IsForbiddenMethod(h.request.Method):
			f = fault{StepMethod, badMethod, h.request.Method}
		case problem.Field == "URL" && scheme != "" && scheme != "http" && scheme != "https":
			f = fault{StepScheme, badScheme, h.request.URL}
		}
		faults = append(faults, f)
	}
	return faults
}

// isMixed reports whether a page that came over https would call over http, which browsers do not let it: mixed content.
// The own machine is as good as https.
//
// https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
func (h *hop) isMixed(t target) bool {
	o, _ := cors.ParseOrigin(t.origin)
	return o.Scheme == "http" && strings.HasPrefix(h.page, "https:") && !o.IsLoopback()
}

// preflight is the call whose preflight is sent and judged.
func (h *hop) preflight() Request {
	r := h.request
	if r.Browser.PreflightKeepsOrigin {
		r.Origin = h.page
	}
	return r
}
