// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// settingPattern is an entry of Settings.OriginPatterns, understood.
type settingPattern struct {
	scheme string
	// suffix is what an origin ends in, from the dot on, port included; "" for a pattern with any port.
	suffix string
	// bare is the origin without its port, for a pattern with any port; "" for subdomains.
	bare     string
	insecure bool // http to hosts that are not this computer
}

// canonical is the pattern as it is matched.
func (p settingPattern) canonical() string {
	if p.suffix == "" {
		return p.bare + ":*"
	}
	return p.scheme + "://*" + p.suffix
}

// parsePattern reads one entry of Settings.OriginPatterns: "https://*.example.org" for one or more labels before the
// dot, or "http://localhost:*" for a loopback host with any port.
func parsePattern(entry string) (settingPattern, *originFault) {
	if len(entry) > MaxEntryBytes {
		return settingPattern{}, faultf("Shorten or remove it.", "is longer than %d bytes", MaxEntryBytes)
	}
	folded := lower(entry)
	if bare, anyPort := strings.CutSuffix(folded, ":*"); anyPort {
		return parseAnyPort(bare)
	}
	scheme, rest, found := strings.Cut(folded, "://*.")
	if !found {
		return settingPattern{}, faultf("Write https://*.example.org for its subdomains, http://localhost:* for any port, or list it in origins.",
			"is neither a subdomain wildcard nor a loopback host with any port")
	}
	base, fault := parseSetting(scheme + "://" + rest)
	if fault != nil {
		fault.fix = strings.Replace(fault.fix, `Write "`+scheme+"://", `Write "`+scheme+"://*.", 1)
		return settingPattern{}, fault
	}
	o, form := ParseOrigin(base.canonical)
	if form != DomainOrigin {
		return settingPattern{}, faultf("List the origin itself.", "has no name after the wildcard whose subdomains could be meant")
	}
	if coversPublicSuffix(o.Host) {
		return settingPattern{}, faultf("Name the domain below it that is yours, such as https://*.example."+quoteless(o.Host)+".",
			"would trust every customer of the public suffix %s (publicsuffix.org)", quoteless(o.Host))
	}
	if len(o.Host) > maxNameBytes {
		return settingPattern{}, faultf("Shorten or remove it.", "has a host that is longer than any name of the DNS")
	}
	_, authority, _ := strings.Cut(base.canonical, "://")
	return settingPattern{scheme: scheme, suffix: "." + authority, insecure: base.insecure}, nil
}

// maxNameBytes is the length of the longest name of the DNS.
//
// https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
const maxNameBytes = 253

// coversPublicSuffix reports whether anybody can have a subdomain right below host, because it is a public suffix or
// because every name right below it is one, as with *.kawasaki.jp in the list. A domain with a public suffix of its owner
// somewhere further below it, such as amazonaws.com, is not one: its owner's services are trusted with it.
//
// https://github.com/publicsuffix/list/wiki/Format
func coversPublicSuffix(host string) bool {
	suffix, _ := publicsuffix.PublicSuffix(host)
	below, _ := publicsuffix.PublicSuffix("*." + host)
	return suffix == host || below == "*."+host
}

// quoteless cuts a host for a message; it has no byte that needs quoting.
func quoteless(host string) string { return fmt.Sprintf("%.80s", host) }

func parseAnyPort(bare string) (settingPattern, *originFault) {
	o, form := ParseOrigin(bare)
	if !form.Serialized() || !o.IsLoopback() || o.Port != "" || strings.Contains(o.Host, anything) || bitOf(o.Scheme) == 0 {
		return settingPattern{}, faultf("Write http://localhost:*, http://127.0.0.1:* or http://[::1]:*, or list the port.",
			"has any port on a host that is not this computer")
	}
	return settingPattern{scheme: o.Scheme, bare: bare}, nil
}
