// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"strings"
)

// checkOrigins collects the origins as browsers send them, besides what is wrong with them.
func (f *findings) checkOrigins(s Settings) {
	if s.Origins != nil && !s.Enabled() {
		f.warn(EmptyList, fieldOrigins, -1, "no origin is listed, so CORS is off")
	}
	if f.tooMany(fieldOrigins, len(s.Origins), MaxOrigins) {
		return
	}
	f.origins = makeSet(len(s.Origins))
	positions := make([]int, 0, len(s.Origins)) // of each member among the entries
	reported := false
	for i, entry := range s.Origins {
		if entry == anything {
			f.anyOrigin = true
			if len(s.Origins) > 1 && !reported {
				reported = true
				f.refuse(notAlone(fieldOrigins, i))
			}
			continue
		}
		meaning, ok := f.checkOrigin(i, entry, s.Credentials())
		if !ok && entry == "" { // refused, or mistyped and no entry at all
			continue
		}
		if first, added := f.origins.add(meaning); added {
			positions = append(positions, i)
		} else {
			f.warnDuplicate(fieldOrigins, i, positions[first])
		}
	}
}

// checkOrigin returns the form in which a browser sends the origin; an entry that is refused stands for itself.
func (f *findings) checkOrigin(i int, entry string, credentials bool) (meaning string, ok bool) {
	if isPlainOrigin(entry) && (!credentials || strings.HasPrefix(entry, "https")) {
		return entry, true
	}
	o, fault := parseSetting(entry)
	if fault != nil {
		f.refuse(Problem{InvalidOrigin, fieldOrigins, i, quote(entry) + " " + fault.reason + ".", fault.fix})
		return entry, false
	}
	f.warnOrigin(i, o, credentials)
	return o.canonical, true
}

// isPlainOrigin is the way of nearly every entry: what a browser sends, of nothing but what Azure's pattern allows, and
// without Punycode, which has to be checked. It is only quick; parseSetting says the same of every such entry.
func isPlainOrigin(entry string) bool {
	o, form := ParseOrigin(entry)
	if form != DomainOrigin || o.Scheme != "https" && o.Scheme != "http" || len(entry) > MaxEntryBytes {
		return false
	}
	for i := range len(o.Host) {
		c := o.Host[i]
		if !isLower(c) && !isDigit(c) && c != '-' && (c != '.' || o.Host[i-1] == '.') {
			return false
		}
	}
	return !strings.Contains(o.Host, "xn--")
}

func (f *findings) warnOrigin(i int, o settingOrigin, credentials bool) {
	if o.hadUpperCase {
		f.warn(UpperCase, fieldOrigins, i, "browsers send origins in lower case; it is matched as "+o.canonical)
	}
	if o.hadDefaultPort {
		f.warn(DefaultPort, fieldOrigins, i, "browsers leave the default port out; it is matched as "+o.canonical)
	}
	if o.trailingDot {
		f.warn(TrailingDot, fieldOrigins, i, "matches only pages whose address has the final dot too")
	}
	if o.insecure && credentials {
		f.warn(InsecureOriginWithCredentials, fieldOrigins, i, insecureWithCredentials)
	}
}

const insecureWithCredentials = "whoever can alter its unencrypted pages on the way can use its users' credentials; use https"

// checkPatterns collects the patterns, besides what is wrong with them.
func (f *findings) checkPatterns(s Settings) {
	if f.tooMany(fieldPatterns, len(s.OriginPatterns), MaxOrigins) {
		return
	}
	seen := make(map[string]int, len(s.OriginPatterns))
	for i, entry := range s.OriginPatterns {
		p, fault := parsePattern(entry)
		if fault != nil {
			f.refuse(Problem{InvalidOrigin, fieldPatterns, i, quote(entry) + " " + fault.reason + ".", fault.fix})
			continue
		}
		meaning := p.canonical()
		if first, again := seen[meaning]; again {
			f.warnDuplicate(fieldPatterns, i, first)
			continue
		}
		seen[meaning] = i
		f.patterns = append(f.patterns, p)
		if p.insecure && s.Credentials() {
			f.warn(InsecureOriginWithCredentials, fieldPatterns, i, insecureWithCredentials)
		}
	}
	if f.anyOrigin && len(s.OriginPatterns) > 0 {
		f.refuse(notAlone(fieldPatterns, -1))
	}
}

func notAlone(field string, index int) Problem {
	return Problem{WildcardNotAlone, field, index, `"*" stands for everything and cannot be combined with other entries.`,
		`Keep "*" alone, or remove it and list what is allowed.`}
}

func (f *findings) warnDuplicate(field string, index, first int) {
	f.warn(Duplicate, field, index, fmt.Sprintf("means the same as entry %d", first))
}
