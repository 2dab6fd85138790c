// SPDX-License-Identifier: Apache-2.0

package browser

// Outcome is how a call ends for the page.
type Outcome uint8

// Outcomes.
const (
	Unfinished Outcome = iota // the browser would now send Verdict.Next
	Allowed                   // the page may read the answer
	Blocked                   // the page gets a network error
)

// String is the outcome in lower case.
func (o Outcome) String() string { return [...]string{"unfinished", "allowed", "blocked"}[o] }

// Verdict is what the browser concludes from the answers that it has got so far.
type Verdict struct {
	Outcome Outcome
	// Next is what the browser would send now; nil unless the outcome is Unfinished.
	Next *Outgoing
	// Step is where the call failed; "" unless it is blocked.
	Step Step
	// Missing is everything that would have to be otherwise at that step and the ones after it, not only what failed
	// first. It is empty unless the call is blocked.
	Missing []Missing
	// Chromium and Firefox are the sentences that these two browsers write to their consoles; "" where that browser
	// would not block the call or says nothing. They are exact for the versions that the profiles name, but for this: of
	// several header names that are not allowed Chromium gives any one, and this the first in sorted order. Chromium's
	// sentence on mixed content is left out, since it has the page's own URL in it. Of Firefox's sentences this is the
	// first, which tells the cause.
	Chromium, Firefox string
	// Preflighted says that the last hop needed a preflight.
	Preflighted bool
	// URL is the one of the hop that the verdict is about: another than the request's after a redirect.
	URL string
	// Status is what the page sees as the answer's status; 0 unless the call is allowed.
	Status int
	// Readable are the names of the answer's header fields that the page can read, in lower case, sorted.
	Readable []string
	// MaxAge is for how many seconds the preflight's answer is remembered; 0 if there was none.
	MaxAge int
	// Change is the smallest change that would allow the call; nil unless it is blocked.
	Change *Change
}

// Missing is one thing that the answers lack.
type Missing struct {
	Kind MissingKind `json:"kind"`
	// Name is the origin, method, header name, status, URL or port concerned; "" where the kind says it all.
	Name string `json:"name,omitzero"`
}

// String is kind and name, such as "header x-fhir-starter".
func (m Missing) String() string {
	if m.Name == "" {
		return string(m.Kind)
	}
	return string(m.Kind) + " " + m.Name
}

// MissingKind says what sort of thing is missing.
type MissingKind string

// Kinds, in the order in which they are listed.
const (
	MissingRequest     MissingKind = "request"     // the named field of the Request is wrong; the page gets an exception
	MissingRedirect    MissingKind = "redirect"    // the answer redirects where none is followed, or to where none may lead
	MissingStatus      MissingKind = "status"      // the preflight's status is not 200 to 299
	MissingOrigin      MissingKind = "origin"      // Access-Control-Allow-Origin does not name the origin
	MissingCredentials MissingKind = "credentials" // Access-Control-Allow-Credentials is not "true"
	MissingList        MissingKind = "list"        // the named header is no list of names
	MissingMethod      MissingKind = "method"      // the method is not allowed
	MissingHeader      MissingKind = "header"      // the request header is not allowed
	MissingScheme      MissingKind = "scheme"      // an https page calls an http URL, or the URL is not an http one
	MissingPort        MissingKind = "port"        // the URL's port, the named one, is none that browsers call
)

// Change is what to change at the server so that the call is allowed.
type Change struct {
	// Origins, Methods and Headers are the entries to add to the settings of the same names.
	Origins []string `json:"origins,omitzero"`
	Methods []string `json:"methods,omitzero"`
	Headers []string `json:"headers,omitzero"`
	// AllowCredentials says that credentials must be allowed.
	AllowCredentials bool `json:"allowCredentials,omitzero"`
	// Advice is what no setting can mend, as sentences: a preflight that is redirected, a duplicated header.
	Advice []string `json:"advice,omitzero"`
}
