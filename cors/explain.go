// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// maxFailures bounds an Explanation: a hostile request can ask for thousands of headers.
const maxFailures = 32

// Explanation is a Decision with everything that speaks against the request, not only what was found first.
type Explanation struct {
	Decision Decision
	// Allowed: a browser that makes this request lets its page go on.
	Allowed bool
	// Failures are what has to change, at most 32, in the order in which Decide looks.
	Failures []Failure
	// Omitted counts the failures that are not listed.
	Omitted int
}

// Failure is one thing that the settings do not allow.
type Failure struct {
	Reason Reason
	// Item is the origin, method or header name concerned, as it was asked, so it can hold any byte; "" where there is none.
	Item string
	// Message says what is wrong, in a sentence.
	Message string
	// Fix says what to change, in a sentence.
	Fix string
}

// Explain says what p answers to r and why. It is for people, off the request path: unlike Decide it looks at
// everything, and takes the view of the browser: whether credentials may be sent (r.Credentials), and whether the answer
// lists each header that the browser asks for.
func Explain(p *Policy, r *Request) Explanation {
	e := Explanation{Decision: p.Decide(r)}
	switch {
	case e.Decision.Reason == NotCORS, r.isSameOrigin(): // listed or not
	case e.Decision.Reason == Discovery:
		e.headers(&anyHeader, r)
		e.credentials(r, nil)
	default:
		e.origin(p, r)
		if p != nil {
			e.method(p, r)
			e.headers(&p.headers, r)
			e.credentials(r, p)
		}
	}
	e.Allowed = len(e.Failures) == 0
	return e
}

func (e *Explanation) add(reason Reason, item, message, fix string) {
	if len(e.Failures) == maxFailures {
		e.Omitted++
		return
	}
	if len(item) > MaxEntryBytes {
		item = strings.ToValidUTF8(item[:MaxEntryBytes], "") + "…"
	}
	e.Failures = append(e.Failures, Failure{reason, item, message, fix})
}

func (e *Explanation) origin(p *Policy, r *Request) {
	item := strings.Join(r.Origin, ", ")
	reason := p.judgeOrigin(r.Origin)
	_, form := ParseOrigin(strings.Join(r.Origin, ""))
	switch {
	case reason == CORSDisabled:
		e.add(reason, item, "No origin is configured, so CORS is off.", fixUnlisted(r.Origin[0]))
	case len(r.Origin) > 1:
		e.add(reason, item, "The request has more than one Origin, which no browser sends.", "Send one.")
	case reason == OriginMalformed:
		e.add(reason, item, quote(r.Origin[0])+" "+form.String()+", so no browser sends it.", "Ask with an origin as browsers send it.")
	case reason == OriginNotAllowed && form == NullOrigin:
		e.add(reason, item, `"null" `+form.String()+"; it cannot be allowed, except by any origin.", "Serve the page from an origin of its own and list that.")
	case reason == OriginNotAllowed:
		e.add(reason, item, quote(r.Origin[0])+" is not among origins.", fixUnlisted(r.Origin[0]))
	}
}

// fixUnlisted does not ask for an entry that would be refused in turn.
func fixUnlisted(origin string) string {
	if _, fault := parseSetting(origin); fault != nil {
		return "It cannot be listed, since it " + fault.reason + ". " + fault.fix
	}
	return "Add " + quote(origin) + " to origins."
}

func (e *Explanation) method(p *Policy, r *Request) {
	method := askedMethod(r)
	switch {
	case p.methods.allows(method):
	case e.Decision.Preflight && len(r.RequestMethod) > 1:
		e.add(MethodNotAllowed, "", "The preflight asks for more than one method, which no browser does.", "Ask for one.")
	case !IsToken(method) || method == anything:
		e.add(MethodNotAllowed, method, quote(method)+" is no method that a page can use.", "Use another method.")
	case IsForbiddenMethod(method):
		e.add(MethodNotAllowed, method, method+" is forbidden: no browser lets a page use it (Fetch).", "Use another method.")
	case isKnownMethod(strings.ToUpper(method)) && method != strings.ToUpper(method):
		upper := strings.ToUpper(method)
		fix := "Write " + upper + " in the page."
		if !p.methods.allows(upper) {
			fix = "Write " + upper + " in the page, and add it to methods."
		}
		e.add(MethodNotAllowed, method, quote(method)+" is not "+upper+": methods are compared letter by letter.", fix)
	default:
		e.add(MethodNotAllowed, method, cut(method)+" is not among methods.", "Add "+quote(method)+" to methods.")
	}
}

func (e *Explanation) credentials(r *Request, p *Policy) {
	switch {
	case !r.Credentials:
	case p == nil:
		e.add(CredentialsNotAllowed, "", "A discovery document is open to any origin, so never with credentials.", "Ask for it without credentials.")
	case p.anyOrigin:
		e.add(CredentialsNotAllowed, "", "Any origin is allowed, and credentials are never allowed to any origin.",
			`List the origins that are trusted instead of "*", and set allowCredentials to true.`)
	case !p.credentials:
		e.add(CredentialsNotAllowed, "", "The page wants to send credentials, and allowCredentials is not true.", "Set allowCredentials to true.")
	}
}
