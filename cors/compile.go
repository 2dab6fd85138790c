// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"strconv"
	"strings"
)

// Compile turns settings into a Policy, or returns the *Problems of Validate. Settings without an origin compile to
// nil, which is CORS switched off. The Policy keeps nothing of s.
func Compile(s Settings) (*Policy, error) {
	f := newFindings(nil)
	f.check(s)
	if err := asError(f.problems); err != nil {
		return nil, err
	}
	if !s.Enabled() {
		return nil, nil
	}
	p := &Policy{
		origins:     f.origins,
		patterns:    compilePatterns(f.patterns),
		headers:     compileHeaders(s.Headers),
		methods:     compileMethods(s.Methods),
		anyOrigin:   f.anyOrigin,
		credentials: s.Credentials(),
	}
	if s.MaxAge != nil {
		p.maxAge = strconv.Itoa(*s.MaxAge)
	}
	p.pack()
	return p, nil
}

// pack moves the texts of the policy into one, so that it takes little memory and the settings' own can go. The ends of
// patterns are the policy's own already, and share what they can.
func (p *Policy) pack() {
	var text strings.Builder
	lists := p.texts()
	if p.patterns != nil {
		lists = lists[:len(lists)-1]
	}
	for _, list := range lists {
		for _, member := range list {
			text.WriteString(member)
		}
	}
	rest := strings.Clone(text.String()) // a builder may hold more memory than its text
	for _, list := range lists {
		for i, member := range list {
			list[i], rest = rest[:len(member)], rest[len(member):]
		}
	}
}

// texts are the policy's own lists of strings. The ends of patterns come last.
func (p *Policy) texts() [][]string {
	lists := [][]string{p.origins.members, p.headers.names, p.headers.prefixes, p.methods.others}
	if p.patterns != nil {
		lists = append(lists, p.patterns.anyPort.members, p.patterns.ends.members)
	}
	return lists
}
