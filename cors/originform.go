// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// OriginForm says what a text is that stands where an origin should: one of the forms that browsers send, or why no
// browser would have sent it. The set is closed.
type OriginForm uint8

// Forms. The first four are serialized tuple origins.
const (
	DomainOrigin OriginForm = iota // such as https://app.example.org:8443
	DottedOrigin                   // its host ends in a dot, which browsers keep
	IPv4Origin                     // four decimal numbers
	IPv6Origin                     // compressed, in brackets
	NullOrigin                     // "null", an opaque origin

	EmptyOrigin
	LongOrigin        // longer than any browser's
	SchemelessOrigin  // no "scheme://" in front
	UpperCaseOrigin   // browsers write scheme and host in lower case
	ControlOrigin     // a control byte or white space
	UserinfoOrigin    // user information before the host
	PathOrigin        // a slash after the host: a path, or a trailing slash
	QueryOrigin       // a question mark
	FragmentOrigin    // a number sign
	BackslashOrigin   // browsers read it as a slash
	ListedOrigin      // several origins in one field line
	HostlessOrigin    // nothing after "://"
	UnicodeOrigin     // a host in Unicode; browsers send Punycode
	BadHost           // a byte that no host has, or an empty first label
	BadIPv4           // a host that browsers read as an IPv4 address and write otherwise, or refuse
	BadIPv6           // brackets without an IPv6 address as browsers write it
	BadPort           // none, zero, with leading zeros, above 65535 or not a number
	DefaultPortOrigin // the scheme's own port, which browsers leave out
	originFormCount
)

// Serialized reports whether the form is one of a tuple origin, byte for byte as browsers serialize it.
func (f OriginForm) Serialized() bool { return f <= IPv6Origin }

// String is the form as the end of a sentence that starts with the origin.
func (f OriginForm) String() string {
	if f < originFormCount {
		return originFormTexts[f]
	}
	return "is unknown"
}

var originFormTexts = [originFormCount]string{
	DomainOrigin: "is an origin", DottedOrigin: "is an origin whose host ends in a dot", IPv4Origin: "is an origin with an IPv4 address",
	IPv6Origin: "is an origin with an IPv6 address", NullOrigin: "is the opaque origin of sandboxed frames, local files and some redirects",
	EmptyOrigin: "is empty", LongOrigin: "is longer than any origin", SchemelessOrigin: "has no scheme such as https://",
	UpperCaseOrigin: "has upper case, and browsers write origins in lower case", ControlOrigin: "has white space or a control byte",
	UserinfoOrigin: "has user information", PathOrigin: "has a path or a trailing slash", QueryOrigin: "has a query",
	FragmentOrigin: "has a fragment", BackslashOrigin: "has a backslash", ListedOrigin: "is more than one origin",
	HostlessOrigin: "has no host", UnicodeOrigin: "has a host in Unicode, and browsers send Punycode", BadHost: "has a host that no browser accepts",
	BadIPv4: "has an IPv4 address in a form that no browser sends", BadIPv6: "has an IPv6 address in a form that no browser sends",
	BadPort: "has a port that no browser sends", DefaultPortOrigin: "has the default port, which browsers leave out",
}

// formAt names what the first byte of rest means, found where host or port should go on.
func formAt(rest string) OriginForm {
	if hasUserinfo(rest) {
		return UserinfoOrigin
	}
	switch c := rest[0]; {
	case c == '/':
		return PathOrigin
	case c == '?':
		return QueryOrigin
	case c == '#':
		return FragmentOrigin
	case c == '\\':
		return BackslashOrigin
	case c == ' ' && strings.Contains(rest, "://"):
		return ListedOrigin
	case c <= ' ' || c == 0x7f:
		return ControlOrigin
	case c >= 0x80:
		return UnicodeOrigin
	case isUpper(c):
		return UpperCaseOrigin
	case c == ':':
		return BadPort
	}
	return BadHost
}

// hasUserinfo reports whether the host is still to come, behind an "@".
func hasUserinfo(rest string) bool {
	at := strings.IndexAny(rest, `@/?#\`)
	return at >= 0 && rest[at] == '@'
}

// formInPort names what the first byte of rest means, found where a port should go on.
func formInPort(rest string) OriginForm {
	if strings.HasPrefix(rest, "//") { // a comma is a host byte, so the colon is another scheme's: "https://a,https://b"
		return ListedOrigin
	}
	switch form := formAt(rest); form {
	case BadHost, UpperCaseOrigin, UnicodeOrigin:
		return BadPort
	default:
		return form
	}
}

// formWithoutScheme names what s is that does not begin with a scheme in lower case.
func formWithoutScheme(s string) OriginForm {
	scheme, _, found := strings.Cut(s, "://")
	switch {
	case s == "":
		return EmptyOrigin
	case s == "null":
		return NullOrigin
	case strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return ControlOrigin
	case found && isSchemeFolded(scheme):
		return UpperCaseOrigin
	}
	return SchemelessOrigin
}

func isSchemeFolded(s string) bool {
	for i := range len(s) {
		c := fold(s[i])
		if !isLower(c) && (i == 0 || !isDigit(c) && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}
