// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"strconv"
	"strings"
)

// resolve is a reference as an absolute URL, not yet serialized.
//
// https://url.spec.whatwg.org/#concept-basic-url-parser with a base
func resolve(base target, reference string) string {
	reference = strings.TrimFunc(reference, func(r rune) bool { return r <= ' ' })
	scheme, _, _ := strings.Cut(base.origin, ":")
	switch own := schemeOf(reference); own {
	case "":
	case "http", "https": // it may stand before a relative URL, if it is the base's, and needs no slashes else
		after := reference[len(own)+1:]
		if own != scheme {
			return own + "://" + strings.TrimLeft(after, `/\`)
		}
		reference = after
	default:
		return reference
	}
	slashed := strings.ReplaceAll(reference, `\`, "/")
	switch {
	case strings.HasPrefix(slashed, "//"): // and whatever slashes follow
		return scheme + "://" + strings.TrimLeft(reference, `/\`)
	case strings.HasPrefix(slashed, "/"):
		return base.origin + reference
	case strings.HasPrefix(reference, "?"):
		return base.origin + base.path + reference
	case reference == "" || reference[0] == '#':
		return base.String() + reference
	}
	return base.origin + base.path[:strings.LastIndexByte(base.path, '/')+1] + reference
}

// schemeOf is what stands before a URL's colon, in lower case; "" for a relative one.
//
// https://url.spec.whatwg.org/#url-scheme-string
func schemeOf(url string) string {
	scheme, _, found := strings.Cut(url, ":")
	scheme = byteLower(scheme)
	if !found || strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyz0123456789+-.") != "" ||
		scheme == "" || scheme[0] < 'a' {
		return ""
	}
	return scheme
}

// hasLogin reports whether a URL holds a user name or a password. An "@" or ":@" alone is none.
//
// https://url.spec.whatwg.org/#include-credentials
func hasLogin(url string) bool {
	_, rest, _ := strings.Cut(url, ":")
	authority, _ := cutAt(strings.TrimLeft(rest, `/\`), `/?#\`)
	at := strings.LastIndexByte(authority, '@')
	return at > 0 && authority[:at] != ":"
}

// spelling is a URL as browsers write it to their consoles: with its fragment. One that is none stays as it is.
func spelling(url string) string {
	t, problem := parseTarget(url)
	if problem != nil {
		return url
	}
	return t.String() + t.fragment
}

// validURL reports whether Chromium takes a value for a URL of any scheme, which makes a difference in what it says.
//
// https://url.spec.whatwg.org/#url-parsing
func validURL(value string) bool {
	scheme := schemeOf(value)
	rest := strings.TrimPrefix(value[min(len(value), len(scheme)):], ":")
	switch scheme {
	case "":
		return false
	case "file":
		return true
	case "http", "https", "ws", "wss", "ftp":
		rest = strings.TrimLeft(rest, `/\`)
	default:
		var opaque bool
		if rest, opaque = strings.CutPrefix(rest, "//"); !opaque {
			return true
		}
	}
	authority, _ := cutAt(rest, `/?#\`)
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	host, port := authority, ""
	if i := strings.LastIndexByte(authority, ':'); i > strings.LastIndexByte(authority, ']') {
		host, port = authority[:i], authority[i+1:]
	}
	if _, err := strconv.ParseUint(port, 10, 16); port != "" && err != nil {
		return false
	}
	return host != "" && validHost(host)
}

// validHost reports whether a host has nothing in it that none may have.
//
// https://url.spec.whatwg.org/#forbidden-domain-code-point
func validHost(host string) bool {
	serialized, fault := parseHost(host)
	if fault != "" || serialized == "" {
		return false
	}
	return serialized[0] == '[' || !strings.ContainsFunc(serialized, func(r rune) bool {
		return r <= ' ' || r == 0x7f || strings.ContainsRune("#/:<>?@[\\]^|%", r)
	})
}
