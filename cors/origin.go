// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// maxOriginBytes bounds what is looked at: no browser sends an origin that long.
const maxOriginBytes = 2 * MaxEntryBytes

// Origin is a tuple origin, taken apart. Its parts are pieces of the text that was parsed.
//
// https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-tuple
type Origin struct {
	Scheme string
	Host   string // an IPv6 address stands in its brackets
	Port   string // "" is the scheme's default
}

// ParseOrigin takes s apart if it is, byte for byte, an origin as a browser serializes it, and says what it is
// otherwise. The Origin is empty unless the form is one of a tuple origin.
//
// https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
func ParseOrigin(s string) (Origin, OriginForm) {
	if len(s) > maxOriginBytes {
		return Origin{}, LongOrigin
	}
	scheme, authority, ok := cutScheme(s)
	if !ok {
		return Origin{}, formWithoutScheme(s)
	}
	if strings.HasPrefix(authority, "[") {
		return parseIPv6Origin(scheme, authority)
	}
	end := 0
	for end < len(authority) && hostBytes[authority[end]] {
		end++
	}
	o := Origin{Scheme: scheme, Host: authority[:end]}
	rest := authority[end:]
	if rest != "" {
		if form := portForm(scheme, rest); form != DomainOrigin {
			return Origin{}, form
		}
		o.Port = rest[1:]
	}
	form := hostForm(o.Host)
	if !form.Serialized() {
		return Origin{}, form
	}
	return o, form
}

// IsSerializedOrigin reports whether s is a tuple origin as a browser serializes it. "null" is not one.
func IsSerializedOrigin(s string) bool {
	_, form := ParseOrigin(s)
	return form.Serialized()
}

// cutScheme cuts off a scheme as browsers write it.
func cutScheme(s string) (scheme, authority string, ok bool) {
	switch {
	case strings.HasPrefix(s, "https://"):
		return s[:len("https")], s[len("https://"):], true
	case strings.HasPrefix(s, "http://"):
		return s[:len("http")], s[len("http://"):], true
	}
	scheme, authority, ok = strings.Cut(s, "://")
	return scheme, authority, ok && isScheme(scheme)
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !isLower(c) && (i == 0 || !isDigit(c) && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}

// hostForm judges a host of nothing but host bytes.
func hostForm(host string) OriginForm {
	switch {
	case host == "":
		return HostlessOrigin
	case host[0] == '.':
		return BadHost
	case endsInNumber(host):
		if !isSerializedIPv4(host) {
			return BadIPv4
		}
		return IPv4Origin
	case host[len(host)-1] == '.':
		return DottedOrigin
	}
	return DomainOrigin
}

// portForm judges what follows the host: DomainOrigin for a colon and a port that browsers write.
func portForm(scheme, rest string) OriginForm {
	if rest[0] != ':' || hasUserinfo(rest) {
		return formAt(rest)
	}
	port, number := rest[1:], 0
	for i := range len(port) {
		if !isDigit(port[i]) {
			return formInPort(port[i:])
		}
		if number = number*10 + int(port[i]-'0'); number > 65535 {
			return BadPort
		}
	}
	switch {
	case port == "" || port[0] == '0':
		return BadPort
	case isDefaultPort(scheme, port):
		return DefaultPortOrigin
	}
	return DomainOrigin
}

func isDefaultPort(scheme, port string) bool {
	return scheme == "https" && port == "443" || scheme == "http" && port == "80"
}
