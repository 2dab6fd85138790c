// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

// patterns are the compiled OriginPatterns.
type patterns struct {
	// ends are the suffixes of subdomain patterns, such as ".example.org:8443". Of many, the ends of those ends (".org:8443")
	// are members too, so that an origin is looked up label by label from the right, and a stranger's ends at once.
	ends set
	// schemes says for each end which schemes have the pattern; 0 is only a step on the way.
	schemes []schemeBits
	// anyPort are origins that match with any port, without it.
	anyPort set
}

type schemeBits uint8

const (
	schemeHTTP schemeBits = 1 << iota
	schemeHTTPS
)

// bitOf is 0 for a scheme that no pattern can have.
func bitOf(scheme string) schemeBits {
	switch scheme {
	case "https":
		return schemeHTTPS
	case "http":
		return schemeHTTP
	}
	return 0
}

// cover reports whether a subdomain pattern covers the origin. It need not be taken apart: its scheme and its end are
// compared with what is known to be right, and before that there are only labels.
func (p *patterns) cover(origin string) bool {
	if p == nil || len(origin) > maxOriginBytes {
		return false
	}
	if authority, found := strings.CutPrefix(origin, "https://"); found {
		return p.coverAuthority(authority, schemeHTTPS)
	}
	authority, found := strings.CutPrefix(origin, "http://")
	return found && p.coverAuthority(authority, schemeHTTP)
}

func (p *patterns) coverAuthority(authority string, bit schemeBits) bool {
	if p.ends.index != nil {
		return p.walk(authority, bit)
	}
	for i, end := range p.ends.members {
		if p.schemes[i]&bit != 0 && strings.HasSuffix(authority, end) && areLabels(authority[:len(authority)-len(end)]) {
			return true
		}
	}
	return false
}

// walk goes from the last label to the first, as long as some pattern might still match.
func (p *patterns) walk(authority string, bit schemeBits) bool {
	for dot := strings.LastIndexByte(authority, '.'); dot > 0; dot = strings.LastIndexByte(authority[:dot], '.') {
		end := p.ends.find(authority[dot:])
		if end < 0 {
			return false
		}
		if p.schemes[end]&bit != 0 && areLabels(authority[:dot]) {
			return true
		}
	}
	return false
}

// areLabels reports whether s is at least one label, so that what a wildcard stands for is never the apex itself.
func areLabels(s string) bool {
	if s == "" || s[0] == '.' || s[len(s)-1] == '.' {
		return false
	}
	for i := range len(s) {
		if !hostBytes[s[i]] {
			return false
		}
	}
	return true
}

// matchAnyPort is for an origin that has been taken apart.
func (p *patterns) matchAnyPort(origin string, o Origin) bool {
	return p != nil && p.anyPort.has(origin[:len(o.Scheme)+len("://")+len(o.Host)])
}

// compilePatterns returns nil for none.
func compilePatterns(entries []settingPattern) *patterns {
	if len(entries) == 0 {
		return nil
	}
	ends, anyPort := 0, 0
	for _, entry := range entries {
		if entry.suffix == "" {
			anyPort++
		} else {
			ends++
		}
	}
	if ends > few {
		for _, entry := range entries {
			ends += strings.Count(entry.suffix, ".")
		}
	}
	p := &patterns{ends: makeSet(ends), schemes: make([]schemeBits, 0, ends), anyPort: makeSet(anyPort)}
	for _, entry := range entries {
		if entry.suffix == "" {
			p.anyPort.add(entry.bare)
			continue
		}
		p.schemes[p.addEnd(entry.suffix)] |= bitOf(entry.scheme)
		if p.ends.index != nil {
			p.addSteps(entry.suffix)
		}
	}
	return p
}

// addSteps adds the ends of an end. They are pieces of it, so they take no text of their own.
func (p *patterns) addSteps(end string) {
	for dot := strings.IndexByte(end[1:], '.') + 1; dot > 0; dot = strings.IndexByte(end[1:], '.') + 1 {
		end = end[dot:]
		p.addEnd(end)
	}
}

func (p *patterns) addEnd(end string) int {
	index, added := p.ends.add(end)
	if added {
		p.schemes = append(p.schemes, 0)
	}
	return index
}
