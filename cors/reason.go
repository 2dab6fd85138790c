// SPDX-License-Identifier: Apache-2.0

package cors

// Reason says why a decision came out as it did. The set is closed: metrics, logs and the Corsgate-Decision header
// carry its names.
type Reason uint8

// Reasons. Those from CORSDisabled on withhold permission, in the order in which they are looked for.
const (
	NotCORS          Reason = iota // the request has no Origin
	SameOrigin                     // the origin is the service's own
	AllowedExact                   // the origin is listed
	AllowedPattern                 // a pattern covers the origin
	AllowedAny                     // any origin is allowed
	Discovery                      // a discovery document, open to any origin; AllowHeaders says with which headers
	CORSDisabled                   // no origin is configured
	OriginMalformed                // not one serialized origin
	OriginNotAllowed               // a well-formed origin that is not listed
	MethodNotAllowed
	HeaderNotAllowed
	CredentialsNotAllowed // of Explain only: HTTP does not say whether a page wants credentials
)

// Reasons lists every reason that a Decision can have.
func Reasons() []Reason {
	all := make([]Reason, CredentialsNotAllowed)
	for i := range all {
		all[i] = Reason(i)
	}
	return all
}

// Denied reports whether the reason is one for withholding permission.
func (r Reason) Denied() bool { return r >= CORSDisabled }

// String is the reason's name.
func (r Reason) String() string {
	switch r {
	case NotCORS:
		return "NotCORS"
	case SameOrigin:
		return "SameOrigin"
	case AllowedExact:
		return "AllowedExact"
	case AllowedPattern:
		return "AllowedPattern"
	case AllowedAny:
		return "AllowedAny"
	case Discovery:
		return "Discovery"
	case CORSDisabled:
		return "CORSDisabled"
	case OriginMalformed:
		return "OriginMalformed"
	case OriginNotAllowed:
		return "OriginNotAllowed"
	case MethodNotAllowed:
		return "MethodNotAllowed"
	case HeaderNotAllowed:
		return "HeaderNotAllowed"
	case CredentialsNotAllowed:
		return "CredentialsNotAllowed"
	}
	return "Unknown"
}
