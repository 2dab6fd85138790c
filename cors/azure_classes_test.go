// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// class says what settings of a row have in common, in terms that owe nothing to package cors.
type class struct {
	// entry tells it of an entry of the list field. Or whole names the targets in settings.
	field string
	entry func(string) bool
	whole func(azureSettings) []string
}

const longOrigin = "long origin"

// azureClasses are the classes of settings that Azure accepts and corsgate refuses.
func azureClasses() map[string]class {
	origin := func(test func(entry, host, port string) bool) class {
		return class{field: "origins", entry: func(entry string) bool {
			_, authority, _ := strings.Cut(strings.ToLower(entry), "://")
			host, port, _ := strings.Cut(authority, ":")
			return entry != "*" && len(entry) <= 512 && test(entry, host, port)
		}}
	}
	name := func(field string, test func(string) bool) class {
		return class{field: field, entry: func(entry string) bool { return len(entry) <= 512 && test(entry) }}
	}
	long := func(field string) class {
		return class{field: field, entry: func(entry string) bool { return len(entry) > 512 }}
	}
	return map[string]class{
		"port 0":                      origin(func(_, _, port string) bool { return port != "" && strings.Trim(port, "0") == "" }),
		"port above 65535":            origin(func(_, _, port string) bool { n, err := strconv.Atoi(port); return err == nil && n > 65535 }),
		"port with leading zeros":     origin(func(_, _, port string) bool { return strings.HasPrefix(port, "0") && strings.Trim(port, "0") != "" }),
		"a number that is no address": origin(func(entry, host, _ string) bool { return numericHost.MatchString(host) && !everSent(hostOf(entry)) }),
		"invalid Punycode": origin(func(entry, host, _ string) bool {
			return strings.Contains("."+host, ".xn--") && !everSent(hostOf(entry))
		}),
		"long origin":       long("origins"),
		"not a header name": name("headers", func(entry string) bool { return !azureToken.MatchString(entry) }),
		"long header name":  long("headers"),
		"forbidden method":  name("methods", func(m string) bool { return slices.Contains([]string{"CONNECT", "TRACE", "TRACK"}, strings.ToUpper(m)) }),
		"method in another case": name("methods", func(m string) bool {
			known := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
			return slices.Contains(known, strings.ToUpper(m)) && !slices.Contains(known, m)
		}),
		"not a method":             name("methods", func(entry string) bool { return !azureToken.MatchString(entry) }),
		"long method":              long("methods"),
		"wildcard with others":     {whole: wildcardWithOthers},
		"wildcard and credentials": {whole: wildcardAndCredentials},
		"too many entries":         {whole: tooManyEntries},
		"unknown property":         {whole: unknownProperties},
	}
}

// azureToken is RFC 9110 section 5.6.2.
var azureToken = regexp.MustCompile("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$")

// everSent reports whether a browser sends the origin.
func everSent(origin string) bool {
	_, ever := browserSends(origin)
	return ever
}

// hostOf is the origin without its port, which may have faults of its own.
func hostOf(origin string) string {
	scheme, authority, _ := strings.Cut(origin, "://")
	host, _, _ := strings.Cut(authority, ":")
	return scheme + "://" + host
}

func (s azureSettings) tooMany(field string) bool {
	return len(s.lists[field]) > map[string]int{"origins": 10_000, "headers": 256, "methods": 64}[field]
}

func wildcardWithOthers(s azureSettings) (targets []string) {
	for field, list := range s.lists {
		if at := slices.Index(list, "*"); at >= 0 && len(list) > 1 && !s.tooMany(field) {
			targets = append(targets, fmt.Sprintf("%s[%d]", field, at))
		}
	}
	return targets
}

func wildcardAndCredentials(s azureSettings) []string {
	if s.credentials && slices.Contains(s.lists["origins"], "*") && !s.tooMany("origins") {
		return []string{"allowCredentials"}
	}
	return nil
}

func tooManyEntries(s azureSettings) (targets []string) {
	for field := range s.lists {
		if s.tooMany(field) {
			targets = append(targets, field)
		}
	}
	return targets
}

// unknownProperties are shown with no more than 64 bytes of their names.
func unknownProperties(s azureSettings) (targets []string) {
	for _, name := range s.unknown {
		if len(name) > 64 {
			name = strings.ToValidUTF8(name[:64], "")
		}
		targets = append(targets, name)
	}
	return targets
}

// targets are the places in settings that are of the class.
func (c class) targets(s azureSettings) (targets []string) {
	if c.whole != nil {
		return c.whole(s)
	}
	for i, entry := range s.lists[c.field] {
		if c.entry(entry) && !s.tooMany(c.field) {
			targets = append(targets, fmt.Sprintf("%s[%d]", c.field, i))
		}
	}
	return targets
}
