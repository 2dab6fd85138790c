// SPDX-License-Identifier: Apache-2.0

package netguard

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

const (
	schemeHTTP  = "http"
	schemeHTTPS = "https"

	// longest is the length of an upstream URL that CheckURL still looks at.
	longest = 2048

	fixShape  = "Write it as https://host/base, such as https://fhir.example.org/r4."
	fixPublic = "Use a public address over https, or let the operator allow its range with --upstream-allow."
	fixHTTPS  = "Use https, or let the operator allow the address's range with --upstream-allow."
)

// Refusal is the error of CheckURL: why a URL may not be an upstream, and what to write instead. It never quotes the
// URL, which may hold a password.
type Refusal struct {
	Reason string
	Fix    string
}

// Error is reason and fix as one text.
func (r *Refusal) Error() string { return r.Reason + " " + r.Fix }

func refuse(reason, fix string) *Refusal { return &Refusal{Reason: reason, Fix: fix} }

// CheckURL says whether raw may be an upstream at all, before any DNS. Its error is a *Refusal. A host name that passes
// may still be refused when it is dialled.
func (g *Guard) CheckURL(raw string) (*url.URL, error) {
	if refusal := checkText(raw); refusal != nil {
		return nil, refusal
	}
	// The error of url.Parse quotes the URL, so it is not passed on.
	u, err := url.Parse(raw)
	if err != nil {
		return nil, refuse("The URL cannot be read.", fixShape)
	}
	if refusal := g.checkParts(u); refusal != nil {
		return nil, refusal
	}
	return u, nil
}

// checkText looks at the bytes alone, where parsers differ most.
func checkText(raw string) *Refusal {
	switch {
	case raw == "":
		return refuse("The URL is empty.", fixShape)
	case len(raw) > longest:
		return refuse(fmt.Sprintf("The URL is longer than %d bytes.", longest), fixShape)
	}
	for i := range len(raw) {
		switch c := raw[i]; {
		case c < ' ' || c == 0x7f:
			return refuse("The URL contains a control character.", "Remove it.")
		case c > 0x7f:
			return refuse("The URL contains a character outside ASCII.", "Write the host in Punycode and percent-encode the path.")
		case c == '\\':
			return refuse("The URL contains a backslash.", "Use forward slashes.")
		case c == '?':
			return refuse("The URL has a query.", "Leave it out: the query of each request is used.")
		case c == '#':
			return refuse("The URL has a fragment.", "Leave it out: it is never sent to a server.")
		case strings.IndexByte(" \"<>^`{|}", c) >= 0:
			return refuse("The URL contains a character that must be percent-encoded.", "Encode or remove it.")
		}
	}
	return nil
}

func (g *Guard) checkParts(u *url.URL) *Refusal {
	switch {
	case u.Scheme != schemeHTTP && u.Scheme != schemeHTTPS:
		return refuse("The URL is not an absolute http or https URL.", fixShape)
	case u.User != nil:
		return refuse("The URL holds a user name or password.", "Leave it out: the credentials of each request are passed on.")
	case u.Opaque != "" || u.Hostname() == "":
		return refuse("The URL has no host.", fixShape)
	}
	if refusal := checkPort(u); refusal != nil {
		return refusal
	}
	if refusal := checkPath(u.EscapedPath()); refusal != nil {
		return refusal
	}
	return g.checkHost(u)
}

func checkPort(u *url.URL) *Refusal {
	port := u.Port()
	if port == "" && !strings.HasSuffix(u.Host, ":") {
		return nil
	}
	if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
		return refuse("The port is not a number from 1 to 65535.", "Correct it, or leave it out with its colon.")
	}
	return nil
}

// checkHost refuses what is neither a DNS name nor an IP address in its usual spelling, and then judges the address.
func (g *Guard) checkHost(u *url.URL) *Refusal {
	host := u.Hostname()
	if refusal := g.checkName(host); refusal != nil {
		return refusal
	}
	addr, err := netip.ParseAddr(host)
	switch bracketed := strings.HasPrefix(u.Host, "["); {
	case bracketed && (err != nil || !addr.Is6() || addr.Zone() != ""):
		return refuse("The host is not a valid IPv6 address.", "Write it as [2001:db8::1], without a zone.")
	case err == nil:
		return g.checkAddr(addr, u.Scheme == schemeHTTPS)
	case !isDNSName(host):
		return refuse("The host is not a valid DNS name.", "Use letters, digits, hyphens and single dots.")
	}
	return nil
}

// checkName refuses the gateway's own hosts, and IPv4 addresses that mean different things to different resolvers.
func (g *Guard) checkName(host string) *Refusal {
	if g.ownHost(host) {
		return refuse("The host belongs to the gateway's own domain, which would be a loop.", "Name the FHIR server itself.")
	}
	if _, err := netip.ParseAddr(host); err != nil && endsInNumber(host) {
		return refuse("The host is an unusual spelling of an IPv4 address.", "Write four decimal numbers, such as 192.0.2.1.")
	}
	return nil
}
