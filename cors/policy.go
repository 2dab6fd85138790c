// SPDX-License-Identifier: Apache-2.0

package cors

// Policy is compiled Settings: immutable, safe for any number of goroutines, and quick to ask. A nil *Policy is CORS
// switched off: it allows no origin.
type Policy struct {
	origins     set // as browsers send them
	patterns    *patterns
	headers     headerSet
	methods     methodSet
	maxAge      string // "" sends none
	anyOrigin   bool
	credentials bool
}

// judgeOrigin says whether the origin of a request is allowed and why. lines are the request's Origin field lines.
func (p *Policy) judgeOrigin(lines []string) Reason {
	if len(lines) != 1 {
		return OriginMalformed
	}
	if p == nil {
		return CORSDisabled
	}
	origin := lines[0]
	if len(origin) <= MaxEntryBytes && p.origins.has(origin) { // none listed is longer, and a hash reads all of it
		return AllowedExact
	}
	if p.patterns.cover(origin) {
		return AllowedPattern
	}
	parsed, form := ParseOrigin(origin)
	switch {
	case form == NullOrigin && p.anyOrigin:
		return AllowedAny
	case form == NullOrigin:
		return OriginNotAllowed
	case !form.Serialized():
		return OriginMalformed
	case p.anyOrigin:
		return AllowedAny
	case p.patterns.matchAnyPort(origin, parsed):
		return AllowedPattern
	}
	return OriginNotAllowed
}
