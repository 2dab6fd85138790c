// SPDX-License-Identifier: Apache-2.0

package browser

// Step is a step of the Fetch standard at which a call can fail.
type Step string

// Steps, in the order in which Chromium takes them. The standard looks at the port before it does so for mixed content.
// The standard and Firefox find a preflight's redirect after its CORS check; Firefox reads the list of header names only once it has found the method.
const (
	StepRequest         Step = "new Request: an exception"
	StepMethod          Step = "new Request: forbidden method"
	StepScheme          Step = "main fetch: URL's scheme and mixed content"
	StepPort            Step = "main fetch: block bad port"
	StepPreflightMoved  Step = "CORS-preflight fetch: redirect"
	StepPreflightCORS   Step = "CORS-preflight fetch: CORS check"
	StepPreflightStatus Step = "CORS-preflight fetch: ok status"
	StepPreflightList   Step = "CORS-preflight fetch: extract header list values"
	StepPreflightMethod Step = "CORS-preflight fetch: methods"
	StepPreflightHeader Step = "CORS-preflight fetch: header names"
	StepCORSCheck       Step = "HTTP fetch: CORS check"
	StepRedirect        Step = "HTTP-redirect fetch"
)

// Link is where the standard describes the step.
func (s Step) Link() string {
	switch s {
	case StepRequest:
		return "https://fetch.spec.whatwg.org/#dom-request"
	case StepScheme:
		return "https://fetch.spec.whatwg.org/#main-fetch"
	case StepPort:
		return "https://fetch.spec.whatwg.org/#port-blocking"
	case StepMethod:
		return "https://fetch.spec.whatwg.org/#forbidden-method"
	case StepPreflightStatus, StepPreflightList, StepPreflightMethod, StepPreflightHeader, StepPreflightMoved:
		return "https://fetch.spec.whatwg.org/#cors-preflight-fetch"
	case StepPreflightCORS, StepCORSCheck:
		return "https://fetch.spec.whatwg.org/#cors-check"
	case StepRedirect:
		return "https://fetch.spec.whatwg.org/#http-redirect-fetch"
	}
	return ""
}
