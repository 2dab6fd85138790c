// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"strings"
	"unicode"
)

// labelOf returns the label that a Host field names under domain, or "". Case, a port and a final dot do not count.
// The label is never split: which workspace and service it means is for the table to say.
func labelOf(host, domain string) string {
	name, port, hasPort := strings.Cut(host, ":")
	if hasPort && strings.Trim(port, "0123456789") != "" {
		return ""
	}
	if strings.ContainsFunc(name, func(c rune) bool { return c > unicode.MaxASCII }) {
		return "" // the Kelvin sign in lower case is a k
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	label, ok := strings.CutSuffix(name, "."+domain)
	if !ok || strings.Contains(label, ".") {
		return ""
	}
	return label
}

// serializedHost is the host as it stands in the origin of the service's own pages: in lower case and without the
// scheme's default port.
func serializedHost(scheme, host string) string {
	host = strings.ToLower(host)
	switch scheme {
	case "https":
		return strings.TrimSuffix(host, ":443")
	default:
		return strings.TrimSuffix(host, ":80")
	}
}
