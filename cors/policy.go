// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"strconv"
	"strings"
)

// Policy is compiled Settings: immutable, safe for any number of goroutines, and quick to ask. A nil *Policy is CORS
// switched off: it allows no origin.
type Policy struct {
	anyOrigin   bool
	origins     map[string]struct{} // as browsers send them
	anyMethod   bool
	methods     map[string]struct{}
	headers     headerSet
	maxAge      string // "" sends none
	credentials bool
}

// headerSet is the compiled list of allowed request headers, in lower case.
type headerSet struct {
	any      bool
	exact    map[string]struct{}
	prefixes []string
}

// Compile turns settings into a Policy, or returns the *Problems of Validate. Settings without an origin compile to
// nil, which is CORS switched off.
func Compile(s Settings) (*Policy, error) {
	if _, err := Validate(s); err != nil {
		return nil, err
	}
	if !s.Enabled() {
		return nil, nil
	}
	p := &Policy{
		origins:     make(map[string]struct{}, len(s.Origins)),
		methods:     make(map[string]struct{}, len(s.Methods)),
		headers:     compileHeaders(s.Headers),
		credentials: s.Credentials(),
	}
	for _, entry := range s.Origins {
		if entry == anything {
			p.anyOrigin = true
			continue
		}
		p.origins[foldOrigin(entry)] = struct{}{}
	}
	for _, entry := range s.Methods {
		p.anyMethod = p.anyMethod || entry == anything
		p.methods[entry] = struct{}{}
	}
	if s.MaxAge != nil {
		p.maxAge = strconv.Itoa(*s.MaxAge)
	}
	return p, nil
}

func compileHeaders(entries []string) headerSet {
	set := headerSet{exact: make(map[string]struct{}, len(entries))}
	for _, entry := range entries {
		name := lower(entry)
		prefix, isPrefix := strings.CutSuffix(name, anything)
		switch {
		case name == anything:
			set.any = true
		case isPrefix:
			set.prefixes = append(set.prefixes, prefix)
		default:
			set.exact[name] = struct{}{}
		}
	}
	return set
}

// allows reports whether a request may carry the header, given in lower case. A name that no page can set is never
// allowed, whatever the settings say; nor is a literal "*", since sent back it would stand for every name.
//
// https://fetch.spec.whatwg.org/#http-new-header-syntax
func (h headerSet) allows(lowerName string) bool {
	if lowerName == anything || isForbiddenHeader(lowerName) {
		return false
	}
	if h.any {
		return true
	}
	if _, ok := h.exact[lowerName]; ok {
		return true
	}
	for _, prefix := range h.prefixes {
		if strings.HasPrefix(lowerName, prefix) {
			return true
		}
	}
	return false
}

// allowsMethod compares byte by byte, as Fetch does: PATCH and patch are two methods. GET includes HEAD. A literal "*"
// is no method: sent back it would stand for every one.
func (p *Policy) allowsMethod(method string) bool {
	if p.anyMethod {
		return isToken(method) && method != anything && !isForbiddenMethod(method)
	}
	if _, ok := p.methods[method]; ok {
		return true
	}
	_, get := p.methods["GET"]
	return get && method == "HEAD"
}

// judgeOrigin says whether the origin of a request is allowed and why. lines are the request's Origin field lines.
func (p *Policy) judgeOrigin(lines []string) Reason {
	if len(lines) != 1 {
		return OriginMalformed
	}
	origin := lines[0]
	if p == nil {
		return CORSDisabled
	}
	if _, ok := p.origins[origin]; ok {
		return AllowedExact
	}
	if origin != "null" && !IsSerializedOrigin(origin) {
		return OriginMalformed
	}
	if p.anyOrigin {
		return AllowedAny
	}
	return OriginNotAllowed
}
