// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"slices"

	"github.com/corsgate/corsgate/cors/browser"
)

// Answer is one answer of a server and the request that it answers.
type Answer struct {
	Request  browser.Outgoing
	Response browser.Response
}

// Defect is one finding.
type Defect struct {
	Code Code `json:"code"`
	// What was seen, Why that is wrong and how to Fix it, each in a sentence or two.
	What string `json:"what"`
	Why  string `json:"why"`
	Fix  string `json:"fix"`
}

// Code names a sort of defect.
type Code string

// Codes, in the order in which defects are listed.
const (
	DuplicateHeader               Code = "DuplicateHeader"
	OriginList                    Code = "OriginList"
	OriginPattern                 Code = "OriginPattern"
	OriginNotSerialized           Code = "OriginNotSerialized"
	CredentialsValue              Code = "CredentialsValue"
	RequestHeaderInResponse       Code = "RequestHeaderInResponse"
	UnknownHeader                 Code = "UnknownHeader"
	ListMalformed                 Code = "ListMalformed"
	ListPattern                   Code = "ListPattern"
	WildcardWithCredentials       Code = "WildcardWithCredentials"
	WildcardListWithCredentials   Code = "WildcardListWithCredentials"
	AuthorizationByWildcard       Code = "AuthorizationByWildcard"
	AnyOriginWithCredentials      Code = "AnyOriginWithCredentials"
	NullOrigin                    Code = "NullOrigin"
	InsecureOriginWithCredentials Code = "InsecureOriginWithCredentials"
	NoVaryOrigin                  Code = "NoVaryOrigin"
	PreflightRedirected           Code = "PreflightRedirected"
	PreflightStatus               Code = "PreflightStatus"
	NoAllowMethods                Code = "NoAllowMethods"
	ForbiddenMethod               Code = "ForbiddenMethod"
	PatchMissing                  Code = "PatchMissing"
	NoAllowHeaders                Code = "NoAllowHeaders"
	HeaderMissing                 Code = "HeaderMissing"
	ExposeOnPreflight             Code = "ExposeOnPreflight"
	NoMaxAge                      Code = "NoMaxAge"
	MaxAgeInvalid                 Code = "MaxAgeInvalid"
	MaxAgeAboveBrowserCap         Code = "MaxAgeAboveBrowserCap"
	NotExposed                    Code = "NotExposed"
	AnswerWithoutCORS             Code = "AnswerWithoutCORS"
)

// Codes lists every code, in the order in which defects are listed.
func Codes() []Code {
	return []Code{DuplicateHeader, OriginList, OriginPattern, OriginNotSerialized, CredentialsValue,
		RequestHeaderInResponse, UnknownHeader, ListMalformed, ListPattern, WildcardWithCredentials,
		WildcardListWithCredentials, AuthorizationByWildcard, AnyOriginWithCredentials, NullOrigin,
		InsecureOriginWithCredentials, NoVaryOrigin, PreflightRedirected, PreflightStatus, NoAllowMethods,
		ForbiddenMethod, PatchMissing, NoAllowHeaders, HeaderMissing, ExposeOnPreflight, NoMaxAge, MaxAgeInvalid,
		MaxAgeAboveBrowserCap, NotExposed, AnswerWithoutCORS}
}

// maxDefects bounds a report: a hostile server can send thousands of misspelt header fields.
const maxDefects = 64

// enough is how many defects are kept until the most telling ones are picked.
const enough = 8 * maxDefects

// Check names the defects in the answers to one call and in those to its probes, each once. Nothing is said about
// preflights if none of them is one. What a server refuses on purpose is no defect: a preflight that gets 403 and no
// Access-Control-* field, and one whose answer lacks what was asked for if it has Corsgate-Decision: denied, or names in
// Vary the request header that asked.
func Check(answers, probes []Answer) []Defect {
	l := linter{constant: constantOrigin(probes), varies: variesKnown(answers, probes)}
	answers, probes = ownPreflight(answers, probes)
	for _, a := range answers {
		l.checkFields(a)
		l.checkOrigin(a)
		l.checkCredentials(a)
		if a.Request.Preflight {
			l.checkPreflight(a, answers)
		} else {
			l.checkActual(a, answers)
		}
	}
	for _, a := range probes {
		l.checkProbe(a)
	}
	l.checkCaches(answers, probes)
	order := Codes()
	slices.SortStableFunc(l.defects, func(a, b Defect) int { return slices.Index(order, a.Code) - slices.Index(order, b.Code) })
	return l.defects[:min(len(l.defects), maxDefects)]
}

// linter collects findings.
type linter struct {
	defects []Defect
	// constant is the origin that the server names even if nobody asks, or "".
	constant string
	// varies says that an answer to GET or HEAD has shown already whether the server sends Vary where caches look for it.
	varies bool
}

// add adds a defect unless it is known already: preflight and answer often have the same one.
func (l *linter) add(d Defect) {
	if len(l.defects) < enough && !slices.Contains(l.defects, d) {
		l.defects = append(l.defects, d)
	}
}
