// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// settingOrigin is an entry of Settings.Origins, understood.
type settingOrigin struct {
	canonical      string // the bytes that a browser sends
	hadUpperCase   bool
	hadDefaultPort bool
	trailingDot    bool
	insecure       bool // http to a host that is not this computer
}

// originFault says why an entry is no origin that a browser sends, or one that nobody should trust.
type originFault struct{ reason, fix string }

func faultf(fix, reason string, args ...any) *originFault {
	return &originFault{reason: fmt.Sprintf(reason, args...), fix: fix}
}

// parseSetting reads one entry of Settings.Origins. What it accepts is Azure's pattern less what no browser ever
// sends; every refusal says which.
func parseSetting(entry string) (settingOrigin, *originFault) {
	if fault := wholeEntryFault(entry); fault != nil {
		return settingOrigin{}, fault
	}
	scheme, rest, found := strings.Cut(entry, "://")
	if !found {
		return settingOrigin{}, faultf("Write it with its scheme, such as https://app.example.org.", "has no scheme")
	}
	o := settingOrigin{hadUpperCase: lower(entry) != entry}
	scheme = lower(scheme)
	if scheme != "http" && scheme != "https" {
		return o, faultf("Use an http or https origin.", "has a scheme other than http and https")
	}
	if fault := authorityFault(scheme, rest); fault != nil {
		return o, fault
	}
	host, port, hasPort := strings.Cut(lower(rest), ":")
	if strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
		return o, unicodeFault(scheme, host, port)
	}
	if fault := hostFault(host); fault != nil {
		return o, fault
	}
	o.canonical = scheme + "://" + host
	if hasPort {
		if fault := portFault(o.canonical, port); fault != nil {
			return o, fault
		}
		o.hadDefaultPort = isDefaultPort(scheme, port)
		if !o.hadDefaultPort {
			o.canonical += ":" + port
		}
	}
	o.trailingDot = strings.HasSuffix(host, ".")
	o.insecure = scheme == "http" && !Origin{Host: host}.IsLoopback()
	return o, nil
}

// wholeEntryFault finds what is wrong before the entry is taken apart.
func wholeEntryFault(entry string) *originFault {
	switch {
	case entry == "":
		return faultf("Remove the entry.", "is empty")
	case len(entry) > MaxEntryBytes:
		return faultf("Shorten or remove it.", "is longer than %d bytes", MaxEntryBytes)
	case entry == "null":
		return faultf("List the origin of the page itself.",
			"is what every sandboxed frame and local file sends, so to trust it is to trust anybody")
	case strings.ContainsFunc(entry, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return faultf("Remove the white space.", "contains white space or a control character")
	case strings.Contains(entry, anything):
		return faultf(`List each origin, or use "*" alone for any.`, "has a wildcard inside; wildcards within an origin are not supported")
	}
	return nil
}

// authorityFault finds what is more than host and port after "://".
func authorityFault(scheme, rest string) *originFault {
	if end := strings.IndexAny(rest, `/?#\`); end >= 0 {
		fix := fixOf(scheme + "://" + rest[:end])
		if rest[end:] == "/" {
			return faultf(fix, "has a trailing slash, which no browser sends")
		}
		return faultf(fix, "has a path, which no browser sends: an origin ends after host and port")
	}
	switch {
	case strings.Contains(rest, "@"):
		return faultf("Remove everything up to the @.", "has user information, which no browser sends")
	case strings.HasPrefix(rest, "["):
		return faultf("Use a host name.", "has an IPv6 address, which Azure's pattern does not allow")
	}
	return nil
}

// fixOf is what to write for an entry that had more to it: a fix must not be refused in turn.
func fixOf(shorter string) string {
	o, fault := parseSetting(shorter)
	if fault != nil {
		return fault.fix
	}
	return "Write " + quote(o.canonical) + "."
}

// unicodeFault names the form that browsers send, if the host has one that could be listed: U+FF0F maps to a slash.
func unicodeFault(scheme, host, port string) *originFault {
	ascii, err := lookupProfile.ToASCII(host)
	if err != nil || !utf8.ValidString(host) || hostFault(ascii) != nil {
		return faultf("Write the host in Punycode.", "has a Unicode host, which is not a valid name")
	}
	bare := scheme + "://" + ascii
	if o, fault := parseSetting(bare + ":" + port); fault == nil {
		bare = o.canonical
	}
	return faultf("Write "+quote(bare)+".", "has a Unicode host; browsers send its Punycode form")
}

func hostFault(host string) *originFault {
	if fault := hostBytesFault(host); fault != nil {
		return fault
	}
	name := strings.TrimSuffix(host, ".")
	for label := range strings.SplitSeq(name, ".") {
		if label == "" {
			return faultf("Correct the host name.", "has an empty label in its host")
		}
	}
	if endsInNumber(name) {
		return ipv4Fault(host)
	}
	if strings.Contains("."+name, ".xn--") {
		if _, err := lookupProfile.ToUnicode(name); err != nil {
			return faultf("Write the host's correct Punycode form.", "has a label that is not valid Punycode")
		}
	}
	return nil
}

func hostBytesFault(host string) *originFault {
	for _, r := range host {
		switch {
		case r < 0x80 && (isLower(byte(r)) || isDigit(byte(r)) || r == '-' || r == '.'):
		case r == '_':
			return faultf("Use a host name without it.", "has an underscore in its host, which Azure's pattern does not allow")
		default:
			return faultf("Correct the host name.", "has the character %q in its host", r)
		}
	}
	if host == "" {
		return faultf("Write it with its host, such as https://app.example.org.", "has no host")
	}
	return nil
}

// lookupProfile maps names as browsers do when they parse a URL.
//
// https://url.spec.whatwg.org/#concept-domain-to-ascii
var lookupProfile = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false),
	idna.CheckHyphens(false), idna.CheckJoiners(true), idna.BidiRule())

func ipv4Fault(host string) *originFault {
	addr, err := netip.ParseAddr(host)
	if err != nil || !addr.Is4() || addr.String() != host {
		return faultf("Write four decimal numbers from 0 to 255, such as http://192.0.2.1, or a host name.",
			"has a host that ends in a number but is not an IPv4 address as browsers write it")
	}
	return nil
}

func portFault(bare, port string) *originFault {
	number, err := strconv.Atoi(port)
	switch {
	case port == "":
		return faultf("Write "+quote(bare)+".", "ends in a colon without a port")
	case strings.Trim(port, "0123456789") != "":
		return faultf("Write the port as a number.", "has a port that is not a number")
	case err != nil || number < 1 || number > 65535:
		return faultf("Write a port from 1 to 65535, or none.", "has a port outside 1 to 65535")
	case port[0] == '0':
		return faultf(fmt.Sprintf("Write port %d.", number), "has a port with leading zeros, which no browser sends")
	}
	return nil
}
