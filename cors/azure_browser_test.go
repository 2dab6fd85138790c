// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// browserSends is the origin that an entry is compiled to, in lower case and without its default port, and whether there
// is a URL whose origin is serialized so. If there is one, the origin is its own: serializing twice changes nothing. It
// looks only at what Azure's pattern lets through.
//
// https://url.spec.whatwg.org/#concept-url-origin
func browserSends(entry string) (compiled string, ever bool) {
	compiled = strings.ToLower(entry)
	parts := compiledParts.FindStringSubmatch(compiled)
	if parts == nil {
		return compiled, false
	}
	scheme, host, port := parts[1], parts[2], parts[3]
	if port == map[string]string{"https": ":443", "http": ":80"}[scheme] {
		compiled, port = scheme+"://"+host, ""
	}
	if port != "" {
		number, err := strconv.Atoi(port[1:])
		if err != nil || number < 1 || number > 65535 { // the standard lets port 0 be one, but no page comes from it
			return compiled, false
		}
		port = ":" + strconv.Itoa(number)
	}
	serialized, ok := serializeHost(host)
	return compiled, ok && scheme+"://"+serialized+port == compiled
}

var compiledParts = regexp.MustCompile(`^(https?)://([a-z0-9.-]+)(:[0-9]+)?$`)

// serializeHost reads a host of ASCII and writes it again.
//
// https://url.spec.whatwg.org/#concept-host-parser
func serializeHost(host string) (string, bool) {
	if numericHost.MatchString(host) {
		return serializeIPv4(strings.Split(strings.TrimSuffix(host, "."), "."))
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if label == "xn--" { // it stands for nothing: accepted here, as in Chromium, and no host of the standard
			labels[i] = "x"
		}
	}
	// Chromium sends any Punycode, valid or not. What it sends beyond the standard is a row of the table.
	// https://github.com/whatwg/url/pull/914
	if plain := strings.Join(labels, "."); strings.Contains("."+plain, ".xn--") {
		ascii, err := browserProfile.ToASCII(plain)
		return host, err == nil && ascii == plain
	}
	return host, true
}

// numericHost has a last label that makes browsers read it as an IPv4 address.
//
// https://url.spec.whatwg.org/#ends-in-a-number-checker
var numericHost = regexp.MustCompile(`(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$`)

// serializeIPv4 reads one to four numbers, each decimal, octal or hexadecimal, the last of them for all that is left.
//
// https://url.spec.whatwg.org/#concept-ipv4-parser
func serializeIPv4(numbers []string) (string, bool) {
	if len(numbers) > 4 {
		return "", false
	}
	var address uint64
	for i, text := range numbers {
		base, digits := 10, text
		if hex, found := strings.CutPrefix(text, "0x"); found {
			base, digits = 16, hex
		} else if octal, found := strings.CutPrefix(text, "0"); found && octal != "" {
			base, digits = 8, octal
		}
		if base == 16 && digits == "" {
			digits = "0"
		}
		number, err := strconv.ParseUint(digits, base, 64)
		rest := uint(8 * (4 - i))
		if i < len(numbers)-1 {
			rest = 8
		}
		if err != nil || number >= 1<<rest {
			return "", false
		}
		address |= number << (uint(8*(4-i)) - rest)
	}
	return fmt.Sprintf("%d.%d.%d.%d", address>>24, address>>16&255, address>>8&255, address&255), true
}
