// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
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
		scheme := reference.Scheme
		if scheme == "" { // //host/path
			scheme = base.Scheme
		}
		if !strings.EqualFold(scheme, base.Scheme) || authority(scheme, reference.Host) != authority(base.Scheme, base.Host) {
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

// authority is host and port in the one form in which they can be compared.
func authority(scheme, host string) string { return serializedHost(strings.ToLower(scheme), host) }

// dropCookieDomains removes Domain from the cookies that an upstream sets: tenants are siblings under one parent
// domain, and a cookie for the parent would go to all of them.
//
// https://www.rfc-editor.org/rfc/rfc6265#section-5.2.3
func dropCookieDomains(h http.Header) {
	for i, cookie := range h["Set-Cookie"] {
		kept := make([]string, 0, 8)
		for attribute := range strings.SplitSeq(cookie, ";") {
			name, _, _ := strings.Cut(attribute, "=")
			if len(kept) == 0 || !strings.EqualFold(strings.TrimSpace(name), "domain") {
				kept = append(kept, attribute)
			}
		}
		h["Set-Cookie"][i] = strings.Join(kept, ";")
	}
}
