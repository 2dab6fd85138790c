// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"strconv"
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// target is an absolute http or https URL, taken apart as browsers do. Its String is what they write for it, without
// the fragment.
//
// https://url.spec.whatwg.org/#concept-basic-url-parser
type target struct {
	origin   string
	path     string // starts with a slash
	query    string // starts with a question mark, or is empty
	fragment string // starts with a number sign, or is empty
	userinfo bool   // a user name or a password
}

func (t target) String() string { return t.origin + t.path + t.query }

// parseTarget reads a URL that stands alone. The Problem's Field is "URL".
func parseTarget(rawURL string) (target, *Problem) {
	// Browsers strip what surrounds a URL, and tabs and line breaks within.
	text := strings.TrimFunc(rawURL, func(r rune) bool { return r <= ' ' })
	text = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(text)
	scheme, rest, found := strings.Cut(text, ":")
	scheme = byteLower(scheme)
	switch {
	case !found || strings.ContainsAny(scheme, "/?#"):
		return target{}, badURL(rawURL, "is not absolute",
			"Write it with its scheme and host, such as https://fhir.example.org/Patient.")
	case scheme != "http" && scheme != "https":
		return target{}, badURL(rawURL, "has a scheme other than http and https",
			"Use the http or https address of the server.")
	case !strings.HasPrefix(strings.ReplaceAll(rest, `\`, "/"), "//"):
		return target{}, badURL(rawURL, "has no // after its scheme", "Write "+scheme+":// and the host.")
	}
	authority, rest := cutAt(rest[2:], `/?#\`)
	at := strings.LastIndexByte(authority, '@')
	t := target{userinfo: at > 0 && authority[:at] != ":"}
	origin, problem := serializeOrigin(scheme, authority[at+1:])
	if problem != nil {
		problem.Value = rawURL
		return target{}, problem
	}
	t.origin = origin
	rest, t.fragment = cutAt(rest, "#")
	t.path, t.query = cutAt(rest, "?")
	t.path = serializePath(t.path)
	t.query = percentEncode(t.query, `"#<>'`)
	t.fragment = percentEncode(t.fragment, "\"<>`")
	return t, nil
}

// cutAt cuts before the first of some bytes.
func cutAt(s, bytes string) (before, after string) {
	if i := strings.IndexAny(s, bytes); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// serializeOrigin takes the URL's authority without user information.
//
// https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
func serializeOrigin(scheme, authority string) (string, *Problem) {
	host, port := authority, ""
	if i := strings.LastIndexByte(authority, ':'); i > strings.LastIndexByte(authority, ']') {
		host, port = authority[:i], authority[i+1:]
	}
	const fixHost = "Write the host's name or address as it stands in a browser's address bar."
	if host == "" {
		return "", badURL("", "has no host", "Write it with its host, such as "+scheme+"://fhir.example.org.")
	}
	serialized, fault := parseHost(host)
	if fault != "" {
		return "", badURL("", fault, fixHost)
	}
	origin := scheme + "://" + serialized
	if port != "" {
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil || number == 0 { // to port 0 browsers make no call
			return "", badURL("", "has a port that is no number from 1 to 65535",
				"Write "+origin+" with the server's port, or without any.")
		}
		if scheme == "http" && number != 80 || scheme == "https" && number != 443 {
			origin += ":" + strconv.FormatUint(number, 10)
		}
	}
	if _, form := cors.ParseOrigin(origin); !form.Serialized() {
		return "", badURL("", form.String(), fixHost)
	}
	return origin, nil
}
