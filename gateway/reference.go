// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/url"
	"strings"
)

// publicReference is a Location or Content-Location as the caller can use it: what lies on the upstream's own base is
// moved to the public one; anything else stays as it is, so that no redirect to another host is introduced or hidden.
func publicReference(base *url.URL, public, value string) string {
	reference, err := url.Parse(value)
	if err != nil {
		return value
	}
	if reference.Host != "" {
		if !sameServer(base, reference) && !isPublic(base, public, reference) {
			return value
		}
	} else if reference.Scheme != "" || !strings.HasPrefix(value, "/") {
		return value // relative to the request, so right as it is
	}
	rest, below := strings.CutPrefix(reference.EscapedPath(), base.EscapedPath())
	if !below || rest != "" && rest[0] != '/' {
		return value
	}
	return public + rest + tail(reference)
}

// sameServer reports whether a reference with a host leads to the server of base.
func sameServer(base, reference *url.URL) bool {
	scheme := strings.ToLower(reference.Scheme)
	if scheme == "" { // //host/path
		scheme = base.Scheme
	}
	return scheme == base.Scheme && serializedHost(scheme, reference.Host) == serializedHost(scheme, base.Host)
}

// isPublic reports whether an upstream has put its own path behind the public host, which X-Forwarded-Host told it.
// Without a path of its own there is nothing to mend.
func isPublic(base *url.URL, public string, reference *url.URL) bool {
	u, err := url.Parse(public)
	return err == nil && base.Path != "" && sameServer(u, reference)
}

// tail is the query and fragment of a reference.
func tail(u *url.URL) string {
	s := ""
	if u.RawQuery != "" || u.ForceQuery {
		s = "?" + u.RawQuery
	}
	if u.Fragment != "" {
		s += "#" + u.EscapedFragment()
	}
	return s
}
